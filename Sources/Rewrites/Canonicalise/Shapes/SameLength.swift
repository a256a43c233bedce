import TheanoGraph
import TheanoOps

extension Variable {
  /// Whether this integer scalar certainly is the length of an axis of `x`, whatever the inputs are.
  ///
  /// Both may have been taken some steps towards the inputs, as the rules on lengths do.
  func isLength(ofAxis axis: Int, of x: Variable) -> Bool {
    guard x.type.shape.indices.contains(axis) else { return false }
    if let known = x.type.shape[axis] { return constantInteger == known }
    var length = x.length(ofAxis: axis)
    for _ in 0..<16 {
      if length.isSameScalar(as: self) { return true }
      guard let owner = length.owner, let op = owner.op as? LengthOfAxis,
        let next = owner.inputs[0].lengthWithoutValue(ofAxis: op.axis)
      else { return false }
      length = next
    }
    return false
  }

  /// Whether both are the same length, though perhaps of two nodes.
  private func isSameScalar(as other: Variable) -> Bool {
    if self == other { return true }
    if let value = constantInteger { return value == other.constantInteger }
    guard let owner, let theirs = other.owner else { return false }
    return owner.op is LengthOfAxis && owner.op.isEqual(to: theirs.op)
      && owner.inputs == theirs.inputs
  }

  /// The elements of this vector of lengths as int64 scalars; nil if not even their number is known.
  var lengthElements: [Variable]? {
    guard let count = type.shape.first ?? nil, count <= 64 else { return nil }
    return (0..<count).map { lengthElement($0) }
  }
}

extension Apply {
  /// The operation, if it is element-wise with one operand.
  var unary: (any ElementwiseOp)? { inputs.count == 1 ? op as? any ElementwiseOp : nil }
}
