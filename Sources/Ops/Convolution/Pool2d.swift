import TheanoArrays
import TheanoGraph

/// What pooling makes of the elements of a window.
public enum PoolMode: String, Sendable, CaseIterable {
  /// The largest one; not a number if there is one. Padding does not count.
  case max
  /// The sum.
  case sum
  /// The mean, in which zeros of the padding count.
  case averageIncludingPadding
  /// The mean of the elements that are there.
  case averageExcludingPadding
}

/// Returns what pooling makes of windows over the last two axes of `input`, such as the rows and columns of images.
///
/// The gradient of the largest element goes to every element of the window that equals it, as in Theano. Means
/// of integers are floats; other results have the dtype of `input`.
///
/// - Parameters:
///   - ws: the rows and columns of windows.
///   - ignoreBorder: whether windows that do not fit into the image are left out; else those at its end may be
///     smaller.
///   - stride: how far apart windows are; nil: side by side.
///   - pad: so many rows and columns are around the image, fewer than in windows; needs `ignoreBorder`.
public func pool2d(
  _ input: Variable, ws: (Int, Int), ignoreBorder: Bool = false, stride: (Int, Int)? = nil,
  pad: (Int, Int) = (0, 0), mode: PoolMode = .max
) -> Variable {
  pooled("pool2d", input, mode) {
    try PoolForm(
      window: [ws.0, ws.1], strides: stride.map { [$0.0, $0.1] }, padding: [pad.0, pad.1],
      ignoresBorder: ignoreBorder)
  }
}

/// Returns what pooling makes of windows over the last three axes of `input`; see `pool2d`.
public func pool3d(
  _ input: Variable, ws: (Int, Int, Int), ignoreBorder: Bool = false,
  stride: (Int, Int, Int)? = nil, pad: (Int, Int, Int) = (0, 0, 0), mode: PoolMode = .max
) -> Variable {
  pooled("pool3d", input, mode) {
    try PoolForm(
      window: [ws.0, ws.1, ws.2], strides: stride.map { [$0.0, $0.1, $0.2] },
      padding: [pad.0, pad.1, pad.2], ignoresBorder: ignoreBorder)
  }
}

/// Returns what pooling by a form makes of a tensor.
private func pooled(
  _ op: String, _ input: Variable, _ mode: PoolMode, _ form: () throws -> PoolForm
) -> Variable {
  building(op, [input]) {
    let form = try form()
    if mode == .max { return .apply(MaxPool(form: form), [input]) }
    let sums = Variable.apply(SumPool(form: form), [input])
    if mode == .sum || sums.error != nil { return sums }
    return sums / form.counts(input, sums, includingPadding: mode == .averageIncludingPadding)
  }
}

extension PoolForm {
  /// How many elements each window has, in the dtype of `x`: a number, or a tensor that broadcasts.
  fileprivate func counts(_ x: Variable, _ sums: Variable, includingPadding: Bool) -> Variable {
    let dtype = x.dtype.promotedToFloat
    let isWhole = includingPadding || padding.allSatisfy { $0 == 0 }
    if ignoresBorder && isWhole {
      return Variable(weak: window.reduce(1.0) { $0 * Double($1) })
    }
    let first = x.ndim - rank
    let counts = (0..<rank).map { axis -> Variable in
      let end = x.length(ofAxis: first + axis) + (includingPadding ? padding[axis] : 0)
      let places = arange(sums.length(ofAxis: first + axis))
      let start = places * strides[axis] - padding[axis]
      let inside = includingPadding ? start : maximum(start, .length(0))
      let count = minimum(start + window[axis], end) - inside
      return count.rightPadded(to: rank - axis)
    }
    return cast(counts.dropFirst().reduce(counts[0], *), dtype)
  }
}
