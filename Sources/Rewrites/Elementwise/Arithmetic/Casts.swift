import TheanoArrays
import TheanoGraph
import TheanoOps

private let p = Wildcard("p", dtype: .bool)
private let a = Wildcard("a")
private let b = Wildcard("b")

/// Conversions: merged, and left out where they only serve to ask whether a truth value is zero.
package let casts = RuleFamily(at: Cast.self, Switch.self) {
  mergeCasts
  Rewrite(
    "where(cast(p), a, b) → where(p, a, b)", `where`(cast(p, .float64), a, b), to: `where`(p, a, b),
    mixesDTypes: true, holdsForComplex: true, where: { $0.holds("p") { $0.dtype == .bool } })
}

/// Conversions: of what was converted before without loss.
private let mergeCasts = Rewrite(
  "cast(cast(x, a), b) → cast(x, b), if a holds x", at: .ops([Cast.self]),
  examples: [
    RewriteExample("to the first dtype", [.init([.n], dtype: .int16)]) {
      cast(cast($0[0], .float64), .int16)
    } to: {
      $0[0]
    },
    RewriteExample("to a third", [.init([.n], dtype: .float32)]) {
      cast(cast($0[0], .float64), .int32)
    } to: {
      cast($0[0], .int32)
    },
    RewriteExample("of truth values", [.init([.n, 1], dtype: .bool)]) {
      cast(cast($0[0], .int8), .float32)
    },
    RewriteExample("to the same", [.init([.n]), .init([.n], dtype: .int8)]) { x in
      cast(x[1], .float64).owner?.op.applied(to: [x[0]])[0] ?? x[0]
    } to: {
      $0[0]
    },
  ]
) { node, _ in
  guard let outer = node.op as? Cast else { return nil }
  let operand = node.inputs[0]
  if operand.dtype == outer.target, !operand.type.isWeak { return [operand] }
  guard let owner = operand.owner, owner.op is Cast else { return nil }
  let x = owner.inputs[0]
  guard !x.type.isWeak, !operand.type.isWeak, operand.dtype.holds(x.dtype) else { return nil }
  return cast(x, outer.target).asResults
}

extension DType {
  /// Whether this dtype holds all values of `other`.
  fileprivate func holds(_ other: DType) -> Bool {
    if self == other || other == .bool { return true }
    let isWider = size > other.size
    switch (other.kind, kind) {
    case (.integer, .integer):
      return isUnsigned == other.isUnsigned ? isWider : other.isUnsigned && isWider
    case (.integer, .real): return isWider
    case (.integer, .complex): return size > 2 * other.size
    case (.real, .real), (.complex, .complex): return isWider
    case (.real, .complex): return size >= 2 * other.size
    default: return false
    }
  }
}
