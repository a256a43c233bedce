import ComplexModule
import TheanoArrays
import TheanoGraph
import TheanoOps

/// Writes to what is nothing but zeros.
package let writesToZeros = RuleFamily(at: IncSubtensor.self) { setInZeros }

/// Writing to a part of zeros sets it.
private let setInZeros = Rewrite(
  "incSubtensor(zeros[i], y) → setSubtensor(zeros[i], y)", at: .ops([IncSubtensor.self]),
  examples: [
    RewriteExample("zeros", [.init([4, .m]), .init([.m])]) {
      incSubtensor($0[0].zerosLike()[1], $0[1])
    } to: {
      setSubtensor($0[0].zerosLike()[1], $0[1])
    },
    RewriteExample("of integers", [.init([2], dtype: .int32)]) {
      incSubtensor(zeros([4], dtype: .int32)[1..<3], $0[0])
    },
  ]
) { node, _ in
  guard let op = node.op as? IncSubtensor, !op.isSet, node.inputs[0].isZeros,
    let index = node.writtenIndex
  else { return nil }
  return [index.write(node.inputs[1], to: node.inputs[0], isSet: true)]
}

extension Op {
  /// To what part this operation writes, and whether it replaces what is there.
  var write: (structure: IndexStructure, isSet: Bool)? {
    if let op = self as? IncSubtensor { return (op.structure, op.isSet) }
    return (self as? AdvancedIncSubtensor).map { ($0.structure, $0.isSet) }
  }

  /// Whether this reads the part to which `other` writes, given the same operands.
  func isRead(of other: any Op) -> Bool {
    guard let structure = other.write?.structure else { return false }
    if let op = self as? Subtensor { return op.structure == structure }
    return (self as? AdvancedSubtensor)?.structure == structure
  }
}

extension Variable {
  /// The value that this repeats to a shape, with axes of length 1 in front; nil if it is nothing repeated.
  var repeatedValue: Variable? {
    guard let owner else { return nil }
    if owner.op is Elementwise<Second> { return owner.inputs[1] }
    return owner.op is Alloc ? owner.inputs[0].leftPadded(to: ndim) : nil
  }

  /// The constant that this repeats to a shape, or that it is itself; nil if it is none.
  private var repeatedConstant: Variable? {
    var value = self
    // A few steps, so that this takes a time that does not depend on the graph.
    for _ in 0..<8 {
      guard let owner = value.owner else { return value.constant == nil ? nil : value }
      switch owner.op {
      case is Elementwise<Second>: value = owner.inputs[1]
      case is Alloc, is DimShuffle: value = owner.inputs[0]
      default: return nil
      }
    }
    return nil
  }

  /// The number that all elements are equal to; nil if they are not known to be equal.
  var repeatedNumber: Double? { repeatedConstant?.uniformNumber }

  /// Whether all elements are known to be 0.
  var isZeros: Bool {
    guard let value = repeatedConstant?.constant else { return false }
    guard value.count <= 1 << 16 else { return false }
    return value.dtype.isComplex
      ? value.complexes.allSatisfy { $0 == .zero } : value.reals.allSatisfy { $0 == 0 }
  }
}
