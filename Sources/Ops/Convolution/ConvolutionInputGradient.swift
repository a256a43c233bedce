import TheanoArrays
import TheanoGraph

/// What a convolution's gradient by its images is: of filters and a tensor of the output's shape, and the
/// lengths that the images have along their spatial axes, which do not follow from these.
package struct ConvolutionInputGradient: ShapedOp, SampledOp {
  let form: ConvolutionForm

  package var name: String { "ConvolutionInputGradient" }
  package var debugName: String { name + form.text }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try form.check(x, name)
    let (filters, output) = (x[0].type.shape, x[1].type.shape)
    let channels = filters[1].flatMap { form.channels($0) }
    let shape = [output[0], channels] + x[2...].map(\.knownLength)
    if let problem = form.problem(image: shape, filters: filters, output: output) {
      throw GraphError(.shape, problem)
    }
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    switch axis {
    case 0: call.inputs[1].length(ofAxis: 0)
    case 1: call.inputs[0].length(ofAxis: 1) * form.groups
    default: call.inputs[axis]
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let (filters, output) = (x[0].shape, x[1].shape)
    let lengths = x[2...].map { $0.ints[0] }
    guard let channels = form.channels(filters[1]) else {
      throw EvaluationError("Images of so many channels cannot be in memory.")
    }
    let image = [output[0], channels] + lengths
    return [try form.evaluate(x, .image, image: image, filters: filters, output: output)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: form.rank)
    guard let image = dy[0] else { return [nil, nil] + none }
    let (filters, output) = (call.inputs[0], call.inputs[1])
    return call.gradients(image) { image in
      [
        form.filters(image, output, like: filters),
        form.output(image, filters).broadcasting(like: output),
      ] + none
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let (filters, output) = (call.inputs[0], call.inputs[1])
    let lengths = Array(call.inputs[2...])
    return [
      sum(
        dx[0].map { form.image($0, output, lengths) },
        dx[1].map { form.image(filters, $0, lengths) })
    ]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input < 2 }

  package var examples: [OpExample] {
    ConvolutionForm.examples.map { sample in
      let (label, form, lengths, filter) = sample
      let filters = OpExample.Operand(filter.map { .fixed($0) }, -0.5...0.5)
      let output = OpExample.Operand([.n] + form.outputLengths(lengths, filter), -0.5...0.5)
      return OpExample(label, [filters, output]) {
        form.image($0[0], $0[1], lengths.map { .length($0) })
      }
    }
  }
}

extension ConvolutionForm {
  /// How many channels images have of which filters take so many; nil if that is out of range.
  func channels(_ own: Int) -> Int? {
    let (channels, isTooLarge) = own.multipliedReportingOverflow(by: groups)
    return isTooLarge ? nil : channels
  }

  /// The images' gradient for filters and an output's, for images of these spatial lengths.
  func image(_ filters: Variable, _ output: Variable, _ lengths: [Variable]) -> Variable {
    .apply(ConvolutionInputGradient(form: self), [filters, output] + lengths)
  }

  /// The same for images of the shape of one.
  func image(_ filters: Variable, _ output: Variable, like image: Variable) -> Variable {
    self.image(filters, output, image.lengths(of: 2..<image.ndim)).broadcasting(like: image)
  }
}
