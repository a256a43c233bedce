import TheanoArrays
import TheanoGraph

/// Returns `x` without axes of length 1: by default those whose type says so, else those in `axis`, whose
/// lengths are checked at run time where the type does not say them.
public func squeeze(_ x: Variable, axis: (any AxesConvertible)? = nil) -> Variable {
  x.squeeze(axis: axis)
}

extension Variable {
  /// This tensor without axes of length 1; see the free function.
  public func squeeze(axis: (any AxesConvertible)? = nil) -> Variable {
    building("squeeze", [self]) {
      let known = type.shape.indices.filter { type.shape[$0] == 1 }
      let dropped = try axis.map { try normalizedAxes($0.tensorAxes.axes, ndim: ndim) } ?? known
      for axis in dropped {
        if let length = type.shape[axis], length != 1 {
          throw GraphError(
            .shape,
            "squeeze: cannot select axis \(axis) of \(type) to drop: its length is \(length), not 1."
          )
        }
      }
      if dropped.isEmpty { return self }
      let kept = (0..<ndim).filter { !dropped.contains($0) }
      return addBroadcast(self, dropped).dimshuffle(kept.map { .axis($0) })
    }
  }
}
