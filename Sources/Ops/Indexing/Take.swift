import TheanoArrays
import TheanoGraph

/// What to do with a place outside an axis.
public enum IndexMode: String, Sendable, CaseIterable {
  /// It is an error; negative places count from the end.
  case raise
  /// It counts on from the other end.
  case wrap
  /// It is the nearest place inside; negative places are the first.
  case clip
}

/// Returns the elements of `x` at `indices` along `axis`: an integer, an array of integers, or an integer
/// variable of any rank, whose axes replace that axis. Without an axis, `x` is flattened first.
public func take(
  _ x: Variable, _ indices: any IndexConvertible, axis: Int? = nil, mode: IndexMode = .raise
) -> Variable {
  x.take(indices, axis: axis, mode: mode)
}

extension Variable {
  /// Returns the elements at `indices` along `axis`; see the free function.
  public func take(
    _ indices: any IndexConvertible, axis: Int? = nil, mode: IndexMode = .raise
  ) -> Variable {
    building("take", [self]) {
      guard let axis else { return flatten().take(indices, axis: 0, mode: mode) }
      let along = try normalizedAxis(axis, ndim: ndim)
      let places = try indices.places()
      let inside = places.within(mode, length: length(ofAxis: along))
      return indexed(Array(repeating: .all, count: along) + [inside.tensorIndex])
    }
  }

  /// Returns these places, with those outside an axis of `length` as `mode` says.
  fileprivate func within(_ mode: IndexMode, length: Variable) -> Variable {
    switch mode {
    case .raise: return self
    case .wrap: return cast(self, .int64) % length
    case .clip:
      let place = cast(self, .int64)
      return `switch`(lt(place, 0), 0, `switch`(ge(place, length), length - 1, place))
    }
  }
}

extension IndexConvertible {
  /// Returns this as an integer or an array of integers.
  /// - Throws: `GraphError` if it is not one.
  fileprivate func places() throws -> Variable {
    guard case .item(let variable) = tensorIndex.content else {
      throw GraphError(.type, "index must be integers: a number, an array or a variable of them")
    }
    try variable.check()
    if !variable.dtype.isInteger { throw notAnIndex(variable) }
    return variable
  }
}

/// Returns the elements of `x` at `indices`, of the same rank, along `axis`: for each line along the axis
/// the places that the same line of `indices` names, as `argsort` gives them. Without an axis, both are
/// flattened first.
public func takeAlongAxis(_ x: Variable, _ indices: Variable, axis: Int? = -1) -> Variable {
  building("takeAlongAxis", [x, indices]) {
    guard let axis else { return takeAlongAxis(x.flatten(), indices.flatten(), axis: 0) }
    if x.ndim != indices.ndim {
      throw GraphError(
        .type,
        "`indices` and `arr` must have the same number of dimensions: \(indices.type), \(x.type)")
    }
    if !indices.dtype.isInteger { throw notAnIndex(indices) }
    let along = try normalizedAxis(axis, ndim: x.ndim)
    let places = (0..<x.ndim).map { axis in
      axis == along ? indices : x.coordinates(alongAxis: axis)
    }
    return x.indexed(places.map(\.tensorIndex))
  }
}

extension Variable {
  /// The places 0, 1, … of an axis, as a tensor of this one's rank with length 1 along the others.
  fileprivate func coordinates(alongAxis axis: Int) -> Variable {
    if type.shape[axis] == 1 {
      let ones = [Int](repeating: 1, count: ndim)
      return Variable(constant: NDArray(zeros: ones, dtype: .int64), site: .unknown)
    }
    return arange(length(ofAxis: axis)).dimshuffle(
      (0..<ndim).map { $0 == axis ? .axis(0) : .new })
  }
}

/// Returns for each element of `selector`, an integer, the element at its place of the tensor in `choices`
/// that it numbers. Everything broadcasts.
public func choose(_ selector: Variable, _ choices: [Variable], mode: IndexMode = .raise)
  -> Variable
{
  building("choose", [selector] + choices) {
    guard let dtype = choices.commonDType else {
      throw GraphError(.value, "choose needs something to choose from.")
    }
    let full = broadcastArrays(choices.map { cast($0, dtype) }.paddedToOneRank)
    return choose(selector, concatenate(full.map { expandDims($0, 0) }), mode: mode)
  }
}

/// Returns for each element of `selector`, an integer, the element at its place of the row of `choices`
/// that it numbers; the rows are taken along the first axis. Everything broadcasts.
public func choose(_ selector: Variable, _ choices: Variable, mode: IndexMode = .raise) -> Variable
{
  building("choose", [selector, choices]) {
    if choices.ndim == 0 { throw GraphError(.value, "choose needs something to choose from.") }
    if !selector.dtype.isDiscrete { throw notAnIndex(selector) }
    let rank = Swift.max(selector.ndim, choices.ndim - 1)
    let rows = (1..<choices.ndim).map { DimPattern.axis($0) }
    let tensor = choices.dimshuffle(
      [.axis(0)] + Array(repeating: .new, count: rank - rows.count) + rows)
    let numbers = cast(selector, .int64).within(mode, length: choices.length(ofAxis: 0))
    let places = expandDims(numbers.leftPadded(to: rank), 0)
    return takeAlongAxis(tensor, places, axis: 0)[0]
  }
}

extension Array where Element == Variable {
  /// The dtype of the variables together, which literals take from the others; nil if there are none.
  fileprivate var commonDType: DType? {
    let strong = filter { !$0.type.isWeak }
    guard let first = strong.first ?? first else { return nil }
    let common = strong.reduce(first.dtype) { DType.promote($0, $1.dtype) }
    return filter(\.type.isWeak).reduce(common) {
      DType.promote($0, $1.dtype.asLiteral(beside: common))
    }
  }

  /// The variables with leading axes of length 1 where they have fewer than others.
  fileprivate var paddedToOneRank: [Variable] {
    let rank = reduce(0) { Swift.max($0, $1.ndim) }
    return map { $0.leftPadded(to: rank) }
  }
}
