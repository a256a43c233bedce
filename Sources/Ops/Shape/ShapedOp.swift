import TheanoArrays
import TheanoGraph

/// An operation that can say how long its results are without being computed, so that code that only asks
/// for lengths computes nothing else.
public protocol ShapedOp: Op {
  /// Returns the length of an axis of the result `output` as an int64 scalar, made of the operands' lengths
  /// and of their values where these are lengths; nil if more would have to be computed.
  ///
  /// It is not asked for lengths that the result's type says.
  func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable?
}

/// An operation all of whose results have the shape of its first operand.
package protocol ShapePreservingOp: ShapedOp {}

extension ShapePreservingOp {
  /// The operand's.
  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis)
  }
}

extension ElementwiseOp {
  /// That of an operand that does not broadcast there.
  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    lengthOfBroadcast(call.inputs, axis)
  }
}

/// Returns the length of an axis of tensors of one rank broadcast together: that of one that does not
/// broadcast there, an input if there is one.
func lengthOfBroadcast(_ operands: [Variable], _ axis: Int) -> Variable? {
  let full = operands.filter { $0.type.shape[axis] != 1 }
  return (full.first { $0.owner == nil } ?? full.first)?.length(ofAxis: axis)
}

extension Variable {
  /// The length of an axis as its type says it, or as it follows from what the owner's operands are; nil if
  /// it can only be read off the value.
  package func lengthWithoutValue(ofAxis axis: Int) -> Variable? {
    guard type.shape.indices.contains(axis) else { return nil }
    if let known = type.shape[axis] { return .length(known) }
    guard let owner, let op = owner.op as? any ShapedOp else { return nil }
    return op.length(ofAxis: axis, output: index, owner)
  }

  /// The constant that a known length is.
  package static func length(_ value: Int) -> Variable {
    Variable(constant: NDArray(value), site: .capture())
  }

  /// An element of this integer vector, as an int64 scalar.
  package func lengthElement(_ place: Int) -> Variable {
    if let constant, place < constant.count { return .length(constant.ints[place]) }
    if let owner, owner.op is MakeVector, place < owner.inputs.count {
      return cast(owner.inputs[place], .int64)
    }
    return cast(self[place], .int64)
  }

  /// The length of an axis after reducing this tensor over `axes`, nil for all.
  func length(ofAxis axis: Int, afterReducing axes: [Int]?) -> Variable? {
    guard let axes = try? normalizedAxes(axes, ndim: ndim) else { return nil }
    let kept = type.shape.indices.filter { !axes.contains($0) }
    return kept.indices.contains(axis) ? length(ofAxis: kept[axis]) : nil
  }

  /// Whether this integer is certainly not negative: a length, or made of such; a few levels deep.
  package var isCertainLength: Bool { isLength(depth: 6) }

  private func isLength(depth: Int) -> Bool {
    if let constant { return constant.dtype.isDiscrete && constant.integers.allSatisfy { $0 >= 0 } }
    if dtype.isUnsigned || dtype == .bool { return true }
    guard dtype.isInteger, depth > 0, let owner else { return false }
    func operand(_ place: Int) -> Bool { owner.inputs[place].isLength(depth: depth - 1) }
    switch owner.op {
    case is LengthOfAxis, is Shape: return true
    // As with all lengths, sums and products are taken not to overflow.
    case is Elementwise<Add>, is Elementwise<Mul>, is Elementwise<IntDiv>, is Elementwise<Minimum>:
      return operand(0) && operand(1)
    case is Elementwise<Maximum>: return operand(0) || operand(1)
    case is DimShuffle: return operand(0)
    case is Cast: return dtype == .int64 && owner.inputs[0].dtype != .uint64 && operand(0)
    case is Subtensor: return operand(0)
    case is MakeVector: return owner.inputs.indices.allSatisfy(operand)
    default: return false
    }
  }
}
