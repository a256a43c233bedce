/// Convolutions, pooling and their gradients.
package let convolutionCatalogue: [any SampledOp] = {
  guard let form = try? ConvolutionForm(strides: [1, 1], dilations: [1, 1]),
    let windows = try? PoolForm(window: [2, 2], ignoresBorder: false)
  else { return [] }
  return [
    Convolution(form: form), ConvolutionInputGradient(form: form),
    ConvolutionFilterGradient(form: form), MaxPool(form: windows), MaxPoolGradient(form: windows),
    MaxPoolTangent(form: windows), SumPool(form: windows), SumPoolGradient(form: windows),
  ]
}()
