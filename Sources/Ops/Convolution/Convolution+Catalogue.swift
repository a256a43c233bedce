/// Convolutions, pooling and their gradients.
package let convolutionCatalogue: [any SampledOp] =
  (try? ConvolutionForm(strides: [1, 1], dilations: [1, 1])).map { form -> [any SampledOp] in
    [
      Convolution(form: form), ConvolutionInputGradient(form: form),
      ConvolutionFilterGradient(form: form),
    ]
  } ?? []
