import TheanoArrays
import TheanoGraph

/// Returns `count` numbers at equal distances from `start` to `stop`, which is the last of them unless
/// `endpoint` is false. The dtype is the bounds' own, `floatX` for integers, or `dtype`.
public func linspace(
  _ start: Variable, _ stop: Variable, _ count: any SymbolicLength = 50, endpoint: Bool = true,
  dtype: DType? = nil
) -> Variable {
  spaced("linspace", start, stop, count, endpoint, dtype) { start, stop, part in
    start + part * (stop - start)
  }
}

/// Returns `count` numbers from `base ** start` to `base ** stop` whose logarithms are at equal distances;
/// otherwise as `linspace`.
public func logspace(
  _ start: Variable, _ stop: Variable, _ count: any SymbolicLength = 50, endpoint: Bool = true,
  base: Variable = 10.0, dtype: DType? = nil
) -> Variable {
  let exponents = linspace(start, stop, count, endpoint: endpoint)
  let powers = base ** exponents
  return dtype.map { cast(powers, $0) } ?? powers
}

/// Returns `count` numbers from `start` to `stop` each of which is the same multiple of the one before;
/// otherwise as `linspace`.
public func geomspace(
  _ start: Variable, _ stop: Variable, _ count: any SymbolicLength = 50, endpoint: Bool = true,
  dtype: DType? = nil
) -> Variable {
  spaced("geomspace", start, stop, count, endpoint, dtype) { start, stop, part in
    start * (stop / start) ** part
  }
}

/// Returns `count` numbers from `start` to `stop`; `number` says which one lies at which part of the way.
private func spaced(
  _ op: String, _ start: Variable, _ stop: Variable, _ count: any SymbolicLength, _ endpoint: Bool,
  _ dtype: DType?, _ number: (_ start: Variable, _ stop: Variable, _ part: Variable) -> Variable
) -> Variable {
  let length = count.symbolicLength
  return building(op, [start, stop, length]) {
    for bound in [start, stop] where bound.ndim != 0 {
      throw GraphError(.type, "\(op) goes from scalar to scalar, and \(bound) is a \(bound.type).")
    }
    let count = try length.integerScalar("\(op): the number of elements")
    if let known = count.knownInteger, known < 0 {
      throw GraphError(
        .value, "\(op): the number of elements must not be negative, but is \(known).")
    }
    let bounds = [start, stop].withLiteralsResolved
    let common = (bounds.map(\.dtype).promoted ?? .float64).promotedToFloat
    let (first, last) = (cast(bounds[0], common), cast(bounds[1], common))
    let i = arange(
      count.knownInteger == nil
        ? assertOp(count, count .>= 0, message: "\(op): the number of elements is negative") : count
    )
    let steps = endpoint ? count - 1 : count
    // One number, or none, has no distance to the next.
    let divisor = `where`(steps .> 0, steps, 1)
    let values = number(first, last, cast(i, common) / cast(divisor, common))
    let exact = endpoint ? `where`((i .== steps) * (i .> 0), last, values) : values
    let ends = `where`(i .== 0, first, exact)
    return dtype.map { cast(ends, $0) } ?? ends
  }
}
