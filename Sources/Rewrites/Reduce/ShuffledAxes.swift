import TheanoGraph
import TheanoOps

extension Variable {
  /// This variable with its axes in another order, in one step.
  func shuffled(_ pattern: [DimPattern]) -> Variable {
    guard let owner, let inner = owner.op as? DimShuffle else {
      return pattern == (0..<ndim).map { .axis($0) } ? self : dimshuffle(pattern)
    }
    let composed = pattern.map { entry -> DimPattern in
      if case .axis(let axis) = entry { inner.pattern[axis] } else { .new }
    }
    let x = owner.inputs[0]
    return composed == (0..<x.ndim).map { .axis($0) } ? x : x.dimshuffle(composed)
  }

  /// The pattern that puts axes of length 1 in the places `axes` of a tensor of rank `ndim`.
  static func restoringPattern(_ axes: [Int], ndim: Int) -> [DimPattern] {
    var next = 0
    return (0..<ndim).map { axis in
      if axes.contains(axis) { return .new }
      defer { next += 1 }
      return .axis(next)
    }
  }

  /// Whether both are the same expression, a few nodes deep: one may have been built just now, and not have
  /// been merged.
  func isSame(as other: Variable) -> Bool {
    var (pending, budget) = ([(self, other)], 16)
    while let (a, b) = pending.popLast() {
      if a == b { continue }
      budget -= 1
      guard budget > 0, let x = a.owner, let y = b.owner, a.index == b.index,
        x.op.isPure, x.op.isEqual(to: y.op), x.inputs.count == y.inputs.count
      else { return false }
      pending.append(contentsOf: zip(x.inputs, y.inputs))
    }
    return true
  }
}

extension DimShuffle {
  /// The pattern that undoes this change of a tensor of rank `ndim`.
  func inverse(ndim: Int) -> [DimPattern] {
    (0..<ndim).map { axis in pattern.firstIndex(of: .axis(axis)).map { .axis($0) } ?? .new }
  }
}
