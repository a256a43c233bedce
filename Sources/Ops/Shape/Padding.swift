import TheanoArrays
import TheanoGraph

/// Returns `x` with `count` new axes of length 1 on the left.
public func shapePadLeft(_ x: Variable, _ count: Int = 1) -> Variable {
  padded(x, "shapePadLeft", count) { Array(repeating: .new, count: count) + $0 }
}

/// Returns `x` with `count` new axes of length 1 on the right.
public func shapePadRight(_ x: Variable, _ count: Int = 1) -> Variable {
  padded(x, "shapePadRight", count) { $0 + Array(repeating: .new, count: count) }
}

/// Returns `x` with a new axis of length 1 at the place `axis` of the result; a negative one counts from
/// the end.
public func shapePadAxis(_ x: Variable, _ axis: Int) -> Variable { expandDims(x, axis) }

/// Returns `x` with a new axis of length 1 at the place `axis` of the result; a negative one counts from
/// the end.
public func expandDims(_ x: Variable, _ axis: Int) -> Variable { expandDims(x, [axis]) }

/// Returns `x` with new axes of length 1 at the places `axis` of the result, as NumPy spells it.
public func expandDims(_ x: Variable, axis: any AxesConvertible) -> Variable {
  expandDims(x, axis.tensorAxes.axes)
}

/// Returns `x` with new axes of length 1 at the places `axes` of the result.
public func expandDims(_ x: Variable, _ axes: [Int]) -> Variable {
  building("expandDims", [x]) {
    let rank = x.ndim + axes.count
    let places = try normalizedAxes(axes, ndim: rank)
    var next = 0
    let pattern = (0..<rank).map { place -> DimPattern in
      if places.contains(place) { return .new }
      defer { next += 1 }
      return .axis(next)
    }
    return axes.isEmpty ? x : x.dimshuffle(pattern)
  }
}

/// Returns `x`, a scalar as a vector of length 1.
public func atleast1d(_ x: Variable) -> Variable { x.atLeast(1) }

/// Returns `x` with new axes of length 1 on the left up to rank 2.
public func atleast2d(_ x: Variable) -> Variable { x.atLeast(2) }

/// Returns `x` with new axes of length 1 on the left up to rank 3.
public func atleast3d(_ x: Variable) -> Variable { x.atLeast(3) }

/// Returns `x` with the pattern of its axes changed by `pattern`.
private func padded(
  _ x: Variable, _ op: String, _ count: Int, _ pattern: ([DimPattern]) -> [DimPattern]
) -> Variable {
  building(op, [x]) {
    guard (0...1000).contains(count) else {
      throw GraphError(
        .value, "The number of new axes must not be negative or huge, but is \(count).")
    }
    return count == 0 ? x : x.dimshuffle(pattern((0..<x.ndim).map { .axis($0) }))
  }
}

extension Variable {
  /// This variable with trailing axes of length 1 up to `rank`.
  package func rightPadded(to rank: Int) -> Variable {
    rank <= ndim ? self : shapePadRight(self, rank - ndim)
  }

  /// This variable with leading axes of length 1 up to `rank`.
  fileprivate func atLeast(_ rank: Int) -> Variable {
    building("atleast\(rank)d", [self]) { leftPadded(to: rank) }
  }
}
