import TheanoArrays
import TheanoGraph

/// Returns the coordinates of a grid, one tensor for each axis, all of the grid's shape: Theano's
/// `mgrid[0:2, 0:3]` is `mgrid(0..<2, 0..<3)`.
public func mgrid(_ ranges: Range<Int>...) -> [Variable] { mgrid(ranges.map(vector)) }

/// Returns the coordinates of a grid, one tensor for each axis, of length 1 along the others:
/// `ogrid(0..<2, 0..<3)` gives shapes `[2, 1]` and `[1, 3]`.
public func ogrid(_ ranges: Range<Int>...) -> [Variable] { ogrid(ranges.map(vector)) }

/// Returns the coordinates of a grid whose axes are vectors, such as `arange(n)`, all of the grid's shape;
/// a scalar `n` stands for `arange(n)`.
public func mgrid(_ axes: [Variable]) -> [Variable] {
  let open = ogrid(axes)
  return open.count == axes.count ? broadcastArrays(open) : open
}

/// Returns the coordinates of a grid whose axes are vectors, of length 1 along the others' axes; a scalar
/// `n` stands for `arange(n)`.
public func ogrid(_ axes: [Variable]) -> [Variable] {
  axes.enumerated().map { place, axis in
    building("ogrid", [axis]) {
      let vector = axis.ndim == 0 ? arange(axis) : axis
      guard vector.ndim == 1 else {
        throw GraphError(.type, "An axis of a grid is a vector, and \(axis) is a \(axis.type).")
      }
      return vector.dimshuffle(axes.indices.map { $0 == place ? .axis(0) : .new })
    }
  }
}

/// Returns the integers of a range as an expression.
private func vector(_ range: Range<Int>) -> Variable {
  arange(Variable(weak: range.lowerBound), Variable(weak: range.upperBound))
}
