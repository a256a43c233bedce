import TheanoGraph
import TheanoOps

extension Variable {
  /// This variable with its axes in another order, in one step; itself if that is the order that it has.
  func shuffled(_ pattern: [DimPattern]) -> Variable {
    if pattern == .identity(ndim) { return self }
    guard let owner, let inner = owner.op as? DimShuffle else { return dimshuffle(pattern) }
    let (x, composed) = (owner.inputs[0], pattern.following(inner.pattern))
    return composed == .identity(x.ndim) ? x : x.dimshuffle(composed)
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

  /// This variable without `axes`, which are known to be of length 1.
  func dropping(_ axes: [Int]) -> Variable {
    if axes.isEmpty { return self }
    return shuffled((0..<ndim).filter { !axes.contains($0) }.map { .axis($0) })
  }

  /// This variable without those of `axes` that are known to be of length 1, and where the others are then.
  func droppingSingles(among axes: [Int]) -> (dropped: Variable, rest: [Int]) {
    let single = axes.filter { type.shape[$0] == 1 }
    let rest = axes.filter { !single.contains($0) }
      .map { axis in axis - single.count { $0 < axis } }
    return (dropping(single), rest)
  }
}

extension [DimPattern] {
  /// The pattern that leaves a tensor of rank `ndim` as it is.
  static func identity(_ ndim: Int) -> [DimPattern] { (0..<ndim).map { .axis($0) } }

  /// The one pattern that does what this does after `first`.
  func following(_ first: [DimPattern]) -> [DimPattern] {
    map { if case .axis(let axis) = $0 { first[axis] } else { .new } }
  }

  /// This pattern of a row as one of all rows, whose first axis stays.
  var ofRows: [DimPattern] {
    [.axis(0)] + map { if case .axis(let axis) = $0 { .axis(axis + 1) } else { $0 } }
  }
}

extension DimShuffle {
  /// The pattern that undoes this change of a tensor of rank `ndim`.
  func inverse(ndim: Int) -> [DimPattern] {
    (0..<ndim).map { axis in pattern.firstIndex(of: .axis(axis)).map { .axis($0) } ?? .new }
  }
}
