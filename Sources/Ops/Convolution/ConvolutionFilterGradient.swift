import TheanoArrays
import TheanoGraph

/// What a convolution's gradient by its filters is: of images and a tensor of the output's shape, and the
/// lengths that the filters have along their spatial axes, which do not follow from these.
package struct ConvolutionFilterGradient: ShapedOp, SampledOp {
  let form: ConvolutionForm

  package var name: String { "ConvolutionFilterGradient" }
  package var debugName: String { name + form.text }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try form.check(x, name)
    let (image, output) = (x[0].type.shape, x[1].type.shape)
    if let channels = image[1], channels % form.groups != 0 {
      throw GraphError(.shape, form.indivisible(channels))
    }
    let shape = [output[1], image[1].map { $0 / form.groups }] + x[2...].map(\.knownLength)
    if let problem = form.problem(image: image, filters: shape, output: output) {
      throw GraphError(.shape, problem)
    }
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    switch axis {
    case 0: return call.inputs[1].length(ofAxis: 1)
    case 1:
      let channels = call.inputs[0].length(ofAxis: 1)
      return form.groups == 1 ? channels : intDiv(channels, Variable(weak: form.groups))
    default: return call.inputs[axis]
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let (image, output) = (x[0].shape, x[1].shape)
    if image[1] % form.groups != 0 { throw EvaluationError(form.indivisible(image[1])) }
    let filters = [output[1], image[1] / form.groups] + x[2...].map { $0.ints[0] }
    return [try form.evaluate(x, .filters, image: image, filters: filters, output: output)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: form.rank)
    guard let filters = dy[0] else { return [nil, nil] + none }
    let (image, output) = (call.inputs[0], call.inputs[1])
    return call.gradients(filters) { filters in
      [
        form.image(filters, output, like: image),
        form.output(image, filters).broadcasting(like: output),
      ] + none
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let (image, output) = (call.inputs[0], call.inputs[1])
    let lengths = Array(call.inputs[2...])
    return [
      sum(
        dx[0].map { form.filters($0, output, lengths) },
        dx[1].map { form.filters(image, $0, lengths) })
    ]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input < 2 }

  package var examples: [OpExample] {
    ConvolutionForm.examples.map { sample in
      let (label, form, lengths, filter) = sample
      let image = OpExample.Operand(
        [.n, .fixed(filter[1] * form.groups)] + lengths.map { .fixed($0) }, -0.5...0.5)
      let output = OpExample.Operand([.n] + form.outputLengths(lengths, filter), -0.5...0.5)
      return OpExample(label, [image, output]) {
        form.filters($0[0], $0[1], filter[2...].map { .length($0) })
      }
    }
  }
}

extension ConvolutionForm {
  /// The sentence for a number of channels that cannot be divided into groups.
  func indivisible(_ channels: Int) -> String {
    "\(channels) channels cannot be divided into \(groups) groups."
  }

  /// The filters' gradient for images and an output's, for filters of these spatial lengths.
  func filters(_ image: Variable, _ output: Variable, _ lengths: [Variable]) -> Variable {
    .apply(ConvolutionFilterGradient(form: self), [image, output] + lengths)
  }

  /// The same for filters of the shape of given ones.
  func filters(_ image: Variable, _ output: Variable, like filters: Variable) -> Variable {
    self.filters(image, output, filters.lengths(of: 2..<filters.ndim)).broadcasting(like: filters)
  }
}
