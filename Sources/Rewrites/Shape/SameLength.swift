import TheanoGraph
import TheanoOps

extension Variable {
  /// Whether this integer scalar certainly is the length of an axis of `x`, whatever the inputs are.
  func isLength(ofAxis axis: Int, of x: Variable) -> Bool {
    guard x.type.shape.indices.contains(axis) else { return false }
    return simplestLength.isSameScalar(as: x.length(ofAxis: axis).simplestLength)
  }

  /// This length in terms of inputs, as the rules on lengths have it in the end; some steps of it.
  var simplestLength: Variable {
    var length = self
    for _ in 0..<16 {
      guard let owner = length.owner, let op = owner.op as? LengthOfAxis,
        let next = owner.inputs[0].lengthWithoutValue(ofAxis: op.axis)
      else { break }
      length = next
    }
    return length
  }

  /// Whether both are the same number or the same length, though perhaps of two nodes.
  private func isSameScalar(as other: Variable) -> Bool {
    if self == other { return true }
    if let value = constantInteger { return value == other.constantInteger }
    guard let owner, let theirs = other.owner else { return false }
    return owner.op is LengthOfAxis && owner.op.isEqual(to: theirs.op)
      && owner.inputs == theirs.inputs
  }

  /// Whether this tensor certainly can have the shape that a vector says: its lengths, multiplied in other
  /// ways, with what is left for a -1. (If it is empty, -1 may stand for nothing.)
  func canCertainlyReshape(to shape: Variable) -> Bool {
    guard let asked = shape.lengthElements, let open = asked.openCount, open <= 1 else {
      return false
    }
    var (size, rest) = (1, [Variable]())
    for axis in type.shape.indices {
      length(ofAxis: axis).simplestLength.collectFactors(&size, &rest)
    }
    var known = 1
    var wanted: [Variable] = []
    for length in asked where length.constantInteger != -1 {
      length.simplestLength.collectFactors(&known, &wanted)
    }
    for factor in wanted {
      guard let place = rest.firstIndex(where: { $0.isSameScalar(as: factor) }) else {
        return false
      }
      rest.remove(at: place)
    }
    if open == 0 { return rest.isEmpty && size == known }
    return known != 0 && size.isMultiple(of: known)
  }

  /// Takes this product apart: multiplies `number` by its constants and appends the others to `factors`.
  private func collectFactors(_ number: inout Int, _ factors: inout [Variable]) {
    var pending = [self]
    while let next = pending.popLast() {
      if let value = next.constantInteger {
        number = number.multipliedReportingOverflow(by: value).partialValue
      } else if let owner = next.owner, owner.op is Elementwise<Mul>, factors.count < 64 {
        pending += owner.inputs
      } else {
        factors.append(next.simplestLength)
      }
    }
  }

  /// The elements of this vector of lengths as int64 scalars; nil if not even their number is known.
  var lengthElements: [Variable]? {
    guard let count = type.shape.first ?? nil, count <= 64 else { return nil }
    return (0..<count).map { lengthElement($0) }
  }
}

extension [Variable] {
  /// How many of these lengths are -1; nil if one may be negative that is not known.
  fileprivate var openCount: Int? {
    let open = filter { $0.constantInteger == -1 }
    return allSatisfy { $0.constantInteger == -1 || $0.isCertainLength } ? open.count : nil
  }
}
