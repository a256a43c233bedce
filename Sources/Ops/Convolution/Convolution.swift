import TheanoArrays
import TheanoGraph

/// The sums of products of filters with what lies under them: `[batch, outputs, …]` of images
/// `[batch, channels, …]` and filters `[outputs, channels/groups, …]`.
package struct Convolution: ShapedOp, SampledOp {
  let form: ConvolutionForm

  package var name: String { "Convolution" }
  package var debugName: String { name + form.text }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let (image, filters) = (x[0].type.shape, x[1].type.shape)
    try form.check(x, name)
    let shape = [image[0], filters[0]] + form.output(image: image[2...], filters: filters[2...])
    if let problem = form.problem(image: image, filters: filters, output: shape) {
      throw GraphError(.shape, problem)
    }
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let (image, filters) = (call.inputs[0], call.inputs[1])
    if axis < 2 { return call.inputs[axis].length(ofAxis: 0) }
    return form.output(
      axis: axis - 2, image: image.length(ofAxis: axis), filter: filters.length(ofAxis: axis))
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let (image, filters) = (x[0].shape, x[1].shape)
    let spatial = form.output(image: image.known[2...], filters: filters.known[2...])
    let output = [image[0], filters[0]] + spatial.map { $0 ?? 0 }
    return [
      try form.evaluate(x, .output, image: image, filters: filters, output: output)
    ]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil, nil] }
    let (image, filters) = (call.inputs[0], call.inputs[1])
    return call.gradients(dy) { dy in
      [form.image(filters, dy, like: image), form.filters(image, dy, like: filters)]
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let (image, filters) = (call.inputs[0], call.inputs[1])
    return [sum(dx[0].map { form.output($0, filters) }, dx[1].map { form.output(image, $0) })]
  }

  package var examples: [OpExample] {
    ConvolutionForm.examples.map { sample in
      let (label, form, lengths, filter) = sample
      let channels = filter[1]
      let filters = OpExample.Operand(
        [.fixed(filter[0])] + filter[1...].map { .fixed($0) }, -0.5...0.5)
      let image = OpExample.Operand(
        [.n, .fixed(channels * form.groups)] + lengths.map { .fixed($0) }, -0.5...0.5)
      return OpExample(label, [image, filters]) { form.output($0[0], $0[1]) }
    } + ConvolutionForm.openExamples
  }
}

extension ConvolutionForm {
  /// The output for an image and filters.
  func output(_ image: Variable, _ filters: Variable) -> Variable {
    .apply(Convolution(form: self), [image, filters])
  }

  /// Throws what is wrong with the ranks and dtypes of an operation's operands, the first two of which are
  /// tensors and the rest lengths.
  func check(_ x: [Variable], _ op: String) throws {
    for tensor in x.prefix(2) where tensor.ndim != rank + 2 {
      throw GraphError(
        .type,
        "\(op) with \(rank) spatial axes takes tensors of rank \(rank + 2), not \(tensor.type).")
    }
    guard x[0].dtype == x[1].dtype else {
      throw GraphError(
        .type, "\(op) takes tensors of one dtype, not \(x[0].dtype) and \(x[1].dtype).")
    }
    if x[0].dtype == .bool { throw GraphError(.type, "\(op) is not defined for bool.") }
    guard x.count == 2 || x.count == 2 + rank,
      x.dropFirst(2).allSatisfy({ $0.ndim == 0 && $0.dtype == .int64 })
    else { throw GraphError(.type, "\(op) takes lengths that are scalars of int64.") }
  }
}

extension [Int] {
  /// The same lengths where some may not be known.
  var known: [Int?] { self }
}

extension Variable {
  /// The length that this scalar is, if it is known.
  var knownLength: Int? { constant.flatMap { $0.count == 1 ? $0.ints[0] : nil } }
}
