import TheanoArrays
import TheanoGraph
import TheanoOps

/// Lengths of results in terms of the lengths of what they are made of, so that asking for a shape computes
/// nothing else.
package let lengths = RuleFamily(at: Shape.self, LengthOfAxis.self, Subtensor.self) {
  shapeToLengths
  lengthThroughOperation
  elementOfVector
}

/// A shape is the vector of the lengths: one form, of which each element stands for itself.
private let shapeToLengths = Rewrite(
  "shape(x) → [length of each axis]", at: .ops([Shape.self]),
  examples: [
    RewriteExample("of an input", [.init([.n, .m])]) {
      $0[0].shape
    } to: {
      makeVector([$0[0].length(ofAxis: 0), $0[0].length(ofAxis: 1)])
    },
    RewriteExample("of a scalar", [.init([])]) { $0[0].shape },
    RewriteExample("of known length", [.init([2, .n, 1], dtype: .int32)]) { $0[0].shape },
  ]
) { node, _ in
  let x = node.inputs[0]
  return [
    makeVector(
      x.type.shape.indices.map { x.lengthWithoutValue(ofAxis: $0) ?? x.length(ofAxis: $0) })
  ]
}

/// A length is that of an operand, or a constant; step by step as far as the operations know.
private let lengthThroughOperation = Rewrite(
  "length of a result → lengths of operands", at: .ops([LengthOfAxis.self]),
  examples: [
    RewriteExample("known", [.init([2, .n])]) {
      $0[0].length(ofAxis: 0)
    } to: { _ in
      2.int64
    },
    RewriteExample("element-wise", [.init([1, .m]), .init([.n, .m])]) {
      exp($0[0] + $0[1]).length(ofAxis: 0)
    } to: {
      $0[1].length(ofAxis: 0)
    },
    RewriteExample("product", [.init([.n, .m]), .init([.m, .n])]) {
      dot($0[0], $0[1]).length(ofAxis: 1)
    } to: {
      $0[1].length(ofAxis: 1)
    },
    RewriteExample("open length", [.init([.n, 6])]) { $0[0].reshape([-1, 2]).length(ofAxis: 0) },
    RewriteExample("join", [.init([.n, .m]), .init([2, .m])]) {
      concatenate($0).length(ofAxis: 0)
    } to: {
      $0[0].length(ofAxis: 0) + 2.int64
    },
    RewriteExample("slice", [.init([.n], dtype: .bool)]) { $0[0][1...].length(ofAxis: 0) },
    RewriteExample("backwards", [.init([.n])]) {
      $0[0][.slice(from: -2, to: 0, by: -2)].length(ofAxis: 0)
    },
    RewriteExample("symbolic slice", [.init([.n]), .init([], -3...3, dtype: .int64)]) {
      $0[0][.slice(from: $0[1])].length(ofAxis: 0)
    },
  ]
) { node, _ in
  guard let op = node.op as? LengthOfAxis else { return nil }
  return node.inputs[0].lengthWithoutValue(ofAxis: op.axis)?.asResults
}

/// An element of a vector made of scalars is one of them.
private let elementOfVector = Rewrite(
  "[a, b, …][i] → the scalar", at: .ops([Subtensor.self]),
  examples: [
    RewriteExample("element", [.init([]), .init([])]) {
      makeVector($0)[1]
    } to: {
      $0[1]
    },
    RewriteExample("from the end", [.init([]), .init([])]) {
      makeVector($0)[-2]
    } to: {
      $0[0]
    },
    RewriteExample("promoted", [.init([], dtype: .int32), .init([])]) {
      makeVector($0)[0]
    } to: {
      cast($0[0], .float64)
    },
    RewriteExample("slice", [.init([]), .init([]), .init([])]) {
      makeVector($0)[1...]
    } to: {
      makeVector([$0[1], $0[2]])
    },
    RewriteExample("backwards", [.init([]), .init([])]) { makeVector($0)[.stride(by: -1)] },
  ]
) { node, _ in
  guard let vector = node.inputs[0].owner, vector.op is MakeVector, let index = node.readIndex,
    let places = index.axes[0].places(of: vector.inputs.count)
  else { return nil }
  let dtype = node.outputTypes[0].dtype
  let scalars = places.places.map { cast(vector.inputs[$0], dtype) }
  return [index.hasPlaces ? scalars[0] : makeVector(scalars, dtype)]
}

/// Returns scalars of `dtype` as a vector.
private func makeVector(_ scalars: [Variable], _ dtype: DType) -> Variable {
  if scalars.isEmpty {
    return Variable(constant: NDArray(zeros: [0], dtype: dtype), site: .unknown)
  }
  return makeVector(scalars)
}

extension Int {
  /// This number as an int64 constant.
  var int64: Variable { .length(self) }
}
