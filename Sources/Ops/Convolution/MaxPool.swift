import TheanoArrays
import TheanoGraph

/// The largest elements of windows; not a number if there is one.
package struct MaxPool: PoolOp, SampledOp {
  let form: PoolForm

  package var name: String { "MaxPool" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered(name)
    return [TensorType(x[0].dtype, shape: try form.output(x[0].type.shape, name))]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let windows = try PoolWindows(form, x[0].shape, name)
    /// The largest elements of a kind of numbers.
    func largest<N: OrderedNumber>(_: N.Type) -> NDArray {
      let elements = N.elements(of: x[0])
      let values = windows.map { windows.largest($0, elements) }
      return N.array(values, shape: windows.output, dtype: x[0].dtype)
    }
    return [x[0].dtype.isDiscrete ? largest(Int128.self) : largest(Double.self)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil] }
    return [form.largestGradient(x, dy)]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let x = call.inputs[0]
    guard let dx = dx[0], x.dtype.isContinuous else { return [nil] }
    return [form.atLargest(x, dx)]
  }

  package var examples: [OpExample] {
    PoolForm.examples(inputs: 1, outputs: 0) { form, _, x in .apply(MaxPool(form: form), x) }
  }
}

extension PoolForm {
  /// The gradient by all elements, given that by the largest of each window.
  func largestGradient(_ x: Variable, _ dy: Variable) -> Variable {
    .apply(MaxPoolGradient(form: self), [x, dy])
  }

  /// The sums of elements where others are the largest of their windows.
  func atLargest(_ x: Variable, _ direction: Variable) -> Variable {
    .apply(MaxPoolTangent(form: self), [x, direction])
  }

  /// Throws if two tensors are not floats of one dtype.
  func checkDTypes(_ x: [Variable], _ op: String) throws {
    guard x[0].dtype == x[1].dtype, x[0].dtype.isFloat else {
      throw GraphError(
        .type, "\(op) takes floats of one dtype, not \(x[0].dtype) and \(x[1].dtype).")
    }
  }

  /// The sentence for shapes that should be equal and are not, as far as they are known.
  static func difference(_ expected: [Int?], _ found: [Int?], _ op: String) -> String? {
    let differs = zip(expected, found).contains {
      if let a = $0, let b = $1 { a != b } else { false }
    }
    if expected.count == found.count && !differs { return nil }
    /// A shape for people.
    func text(_ shape: [Int?]) -> String {
      "(\(shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")))"
    }
    return "\(op): a tensor of shape \(text(expected)) belongs here, not of \(text(found))."
  }
}
