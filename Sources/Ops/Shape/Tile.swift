import TheanoArrays
import TheanoGraph

/// Returns `x` repeated as a whole: `reps[k]` times along axis `k` of the result, counted from the last
/// axes. There may be more or fewer of them than axes: what is missing counts as 1.
public func tile(_ x: Variable, _ reps: [any SymbolicLength]) -> Variable {
  building("tile", [x] + reps.variables) {
    let rank = Swift.max(x.ndim, reps.count)
    let missing: [any SymbolicLength] = Array(repeating: 1, count: rank - reps.count)
    let scalars = missing.variables.map(\.strengthened) + (try reps.integerScalars("tile: reps"))
    let padded = x.leftPadded(to: rank)
    let axes = 0..<rank
    let lengths = padded.lengths(of: axes)
    if scalars.allSatisfy({ $0.knownInteger == 1 }) { return padded }
    // Each axis is split in two, the repetitions before the elements.
    let open = padded.dimshuffle(axes.flatMap { [DimPattern.new, .axis($0)] })
    let full = alloc(open, axes.flatMap { [scalars[$0], lengths[$0]] }.lengths)
    return full.reshape(axes.map { [scalars[$0], lengths[$0]].product }.lengths)
  }
}

/// Returns `x` repeated as a whole along its last axis.
public func tile(_ x: Variable, _ reps: any SymbolicLength) -> Variable {
  let scalar = reps.symbolicLength
  if scalar.ndim != 1 { return tile(x, [scalar]) }
  return building("tile", [x, scalar]) {
    tile(x, try scalar.scalarsOfKnownCount(op: "tile").lengths)
  }
}
