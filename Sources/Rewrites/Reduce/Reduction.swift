import TheanoArrays
import TheanoGraph
import TheanoOps

/// A reduction whose result does not depend on the order of the elements, taken apart.
struct Reduction {
  /// The operation.
  let op: any Op
  /// What is reduced.
  let operand: Variable
  /// The axes, counted from the start, in ascending order.
  let axes: [Int]
  /// The type of the result.
  let type: TensorType

  /// Takes a node apart; nil if it is no such reduction.
  init?(_ node: Apply) {
    let named: [Int]?
    switch node.op {
    case let sum as Sum: named = sum.axes
    case let product as Prod: named = product.axes
    case let extremum as Extremum: named = extremum.axes
    case let quantifier as Quantifier: named = quantifier.axes
    default: return nil
    }
    let x = node.inputs[0]
    guard let axes = try? normalizedAxes(named, ndim: x.ndim) else { return nil }
    (op, operand, self.axes, type) = (node.op, x, axes, node.outputTypes[0])
  }

  /// Takes the node that computes a variable apart.
  init?(_ variable: Variable) {
    guard let owner = variable.owner else { return nil }
    self.init(owner)
  }

  /// The types of these operations.
  static let types: [any Op.Type] = [Sum.self, Prod.self, Extremum.self, Quantifier.self]

  /// The axes that are not reduced.
  var kept: [Int] { (0..<operand.ndim).filter { !axes.contains($0) } }

  /// Returns the same reduction of `x` over `axes`, for a result of the same dtype.
  func applied(to x: Variable, axes: [Int]) -> Variable {
    let named: Axes? = axes.count == x.ndim ? nil : Axes(axes)
    /// The form with the default dtype, if that is the result's.
    func shortest(_ build: (DType?) -> Variable) -> Variable {
      let short = build(nil)
      return short.dtype == type.dtype && short.error == nil ? short : build(type.dtype)
    }
    switch op {
    case let sum as Sum:
      return shortest { x.sum(axis: named, dtype: $0, accDtype: sum.accDtype) }
    case let product as Prod:
      return shortest {
        x.prod(
          axis: named, dtype: $0, accDtype: product.accDtype,
          noZerosInInput: product.noZerosInInput)
      }
    case let extremum as Extremum:
      return extremum.kind == .maximum ? x.max(axis: named) : x.min(axis: named)
    case let quantifier as Quantifier:
      return quantifier.kind == .any ? x.any(axis: named) : x.all(axis: named)
    default: return x
    }
  }

  /// Returns the same reduction of `x` over `axes`, where those of length 1 are dropped and not reduced.
  func appliedWithoutSingles(to x: Variable, axes: [Int]) -> Variable {
    let (dropped, rest) = x.droppingSingles(among: axes)
    return rest.isEmpty ? cast(dropped, type.dtype) : applied(to: dropped, axes: rest)
  }

  /// Whether reducing twice by the operations of this and `inner`, the reduction of its operand, is reducing
  /// once: sums that do not wrap or lose digits in between.
  func continues(_ inner: Reduction) -> Bool {
    switch (op, inner.op) {
    case (let a as Sum, let b as Sum):
      return inner.isAsWide(as: self) && a.accDtype == DType.common(a.accDtype, b.accDtype)
    case (let a as Prod, let b as Prod):
      return inner.isAsWide(as: self) && a.accDtype == DType.common(a.accDtype, b.accDtype)
        && a.noZerosInInput == b.noZerosInInput
    case (let a as Extremum, let b as Extremum): return a.kind == b.kind
    case (let a as Quantifier, let b as Quantifier): return a.kind == b.kind
    default: return false
    }
  }

  /// Whether the result has the dtype of `other`'s, in which intermediate sums are as good as any.
  private func isAsWide(as other: Reduction) -> Bool {
    type.dtype == other.type.dtype && type.dtype != .float16
  }
}

extension DType {
  /// The dtype to which two are promoted, where one may not be given.
  fileprivate static func common(_ a: DType?, _ b: DType?) -> DType? {
    guard let a, let b else { return a ?? b }
    return promote(a, b)
  }
}
