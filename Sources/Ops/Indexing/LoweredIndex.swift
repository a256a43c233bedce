import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// What an index takes of a tensor, in native code: the lengths of the part, and the place in the tensor of
/// each element of the part. All places have been checked.
final class LoweredIndex {
  /// What an axis of the tensor is read at.
  private enum Source {
    /// One place.
    case place(Value)
    /// The places from the first on at distances, by an axis of the part.
    case slice(start: Value, step: Value, axis: Int)
    /// The places that an array holds, by axes of the part; nil where the array broadcasts.
    case array(Tensor, axes: [Int?], isWrapped: Bool)
  }

  /// The lengths of the part.
  private(set) var lengths: [Value] = []
  private var sources: [Source] = []

  /// Prepares an index of a tensor of lengths `source`; `operands` are the tensors and variables of the
  /// numbers and arrays that are not known.
  init(
    _ structure: IndexStructure, of source: [Value], operands: [(Tensor, Variable)],
    _ b: LoopBuilder
  ) throws {
    var rest = operands[...]
    var arrays: [(tensor: Tensor, shape: [Int?], source: Int)] = []
    var position: Int?
    for entry in structure.entries {
      if structure.isAdvanced, entry.joinsArrays { position = position ?? lengths.count }
      switch entry {
      case .newAxis: lengths.append(b.constant(1))
      case .mask: throw LoweringError("masks are counted outside")
      case .integer(let part):
        let length = source[sources.count]
        let number = try LoweredIndex.number(part, &rest, b)
        LoweredIndex.check(number, within: length, b)
        sources.append(.place(b.wrapped(number, length)))
      case .slice(let slice):
        let parts = try [slice.start, slice.stop, slice.step].map { part in
          try part.map { try LoweredIndex.bound($0, &rest, b) }
        }
        let places = SliceBounds(parts[0], parts[1], parts[2], of: source[sources.count], b)
        sources.append(
          .slice(start: places.start, step: places.step, axis: lengths.count))
        lengths.append(places.count)
      case .array:
        guard let (tensor, variable) = rest.popFirst() else { continue }
        let length = source[sources.count]
        try b.checkEach(tensor.lengths) { b.isPlace(try tensor.integer(at: $0, b), length) }
        arrays.append((tensor, variable.type.shape, sources.count))
        sources.append(.array(tensor, axes: [], isWrapped: !variable.isCertainLength))
      }
    }
    if structure.isAdvanced {
      insert(arrays, at: structure.arraysComeFirst ? 0 : position ?? 0, b)
    }
    for length in source[sources.count...] {
      sources.append(.slice(start: b.constant(0), step: b.constant(1), axis: lengths.count))
      lengths.append(length)
    }
    b.checkSize(lengths)
  }

  /// Puts the axes of arrays taken together among those of the part.
  private func insert(
    _ arrays: [(tensor: Tensor, shape: [Int?], source: Int)], at position: Int, _ b: LoopBuilder
  ) {
    let rank = arrays.reduce(0) { Swift.max($0, $1.shape.count) }
    var common = [Value?](repeating: nil, count: rank)
    for array in arrays {
      let missing = rank - array.shape.count
      for (k, known) in array.shape.enumerated() where known != 1 {
        if let length = common[missing + k] { b.unify(length, array.tensor.lengths[k]) }
        common[missing + k] = common[missing + k] ?? array.tensor.lengths[k]
      }
    }
    lengths.insert(contentsOf: common.map { $0 ?? b.constant(1) }, at: position)
    for (place, source) in sources.enumerated() {
      if case .slice(let start, let step, let axis) = source, axis >= position {
        sources[place] = .slice(start: start, step: step, axis: axis + rank)
      }
    }
    for array in arrays {
      let first = position + rank - array.shape.count
      let axes = array.shape.enumerated().map { $1 == 1 ? nil : first + $0 }
      if case .array(let tensor, _, let isWrapped) = sources[array.source] {
        sources[array.source] = .array(tensor, axes: axes, isWrapped: isWrapped)
      }
    }
  }

  /// Returns the place in the tensor, of lengths `source`, of an element of the part.
  func place(_ index: [Value], in source: [Value], _ b: LoopBuilder) throws -> [Value] {
    try zip(sources, source).map { entry, length in
      switch entry {
      case .place(let place): return place
      case .slice(let start, let step, let axis): return b.add(start, b.multiply(index[axis], step))
      case .array(let tensor, let axes, let isWrapped):
        let own = axes.map { $0.map { index[$0] } ?? b.constant(0) }
        let number = try tensor.integer(at: own, b)
        return isWrapped ? b.wrapped(number, length) : number
      }
    }
  }

  /// Returns a number in an index, taking its operand from `operands`.
  private static func number(
    _ part: IndexStructure.Part, _ operands: inout ArraySlice<(Tensor, Variable)>, _ b: LoopBuilder
  ) throws -> Value {
    switch part {
    case .constant(let value): return b.constant(value)
    case .operand: return try operands.popFirst()?.0.integer(b) ?? b.constant(0)
    }
  }

  /// Returns a bound of a slice, taking its operand from `operands`.
  private static func bound(
    _ part: IndexStructure.Part, _ operands: inout ArraySlice<(Tensor, Variable)>, _ b: LoopBuilder
  ) throws -> SliceBounds.Bound {
    let isLength =
      if case .operand = part { operands.first?.1.isCertainLength == true } else { false }
    return .init(value: try number(part, &operands, b), isLength: isLength)
  }

  /// Checks that a number, which may count from the end, is a place of an axis.
  private static func check(_ number: Value, within length: Value, _ b: LoopBuilder) {
    guard let known = b.known(number) else { return b.check(b.isPlace(number, length)) }
    // -known would overflow for the least integer.
    let needed = known < 0 ? Swift.max(known, -Int.max).magnitude : UInt(known) + 1
    b.checkLessOrEqual(b.constant(Int(clamping: needed)), length)
  }
}

/// The places that a slice takes of an axis, by Python's rules, in native code; see `SlicePlaces`.
struct SliceBounds {
  /// A bound or a step.
  struct Bound {
    var value: Value
    /// Whether it is certainly not negative.
    var isLength: Bool
  }

  /// The first place.
  let start: Value
  /// The distance from a place to the next.
  let step: Value
  /// The number of places.
  let count: Value

  /// Creates the places that `start:stop:step` takes of an axis; checks that the step is not 0.
  init(_ start: Bound?, _ stop: Bound?, _ step: Bound?, of length: Value, _ b: LoopBuilder) {
    let (zero, one) = (b.constant(0), b.constant(1))
    let by = step?.value ?? one
    if b.known(by) == nil { b.check(b.notEqual(by, zero)) }
    let isForward = b.known(by).map { b.truth($0 > 0) } ?? b.less(zero, by)
    let known = b.known(by).map { $0 > 0 }
    /// Returns `a` for steps forwards, else `c`.
    func chosen(_ a: Value, _ c: Value) -> Value {
      known.map { $0 ? a : c } ?? b.select(isForward, a, c)
    }
    let low = chosen(zero, b.constant(-1))
    let high = chosen(length, b.subtract(length, one))
    /// Returns a bound counted from the start of the axis, and within it.
    func clamped(_ bound: Bound) -> Value {
      if b.known(bound.value) == 0, known == true { return zero }
      let isNegative = b.known(bound.value).map { $0 < 0 } ?? !bound.isLength
      let place = b.wrapped(bound.value, length)
      let raised = isNegative ? b.maximum(place, low) : bound.value
      if let value = b.known(bound.value), value < 0, known == true { return raised }
      return b.minimum(raised, high)
    }
    let first = start.map(clamped) ?? chosen(zero, high)
    let end = stop.map(clamped) ?? chosen(length, low)
    let forward = b.subtract(end, first)
    let distance = chosen(forward, b.subtract(first, end))
    // Between the ends of the axis, and from a place to its end, there is nothing negative.
    let isFull = known == true && (start == nil || stop == nil)
    let room = isFull ? distance : b.maximum(distance, zero)
    self.start = first
    self.step = by
    let size: Value
    if let value = b.known(by) {
      size = b.constant(Swift.min(Int(clamping: value.magnitude), 1 << 60))
    } else {
      // No step is longer than the axis in effect; the least integer has no negative.
      let magnitude = chosen(by, b.negate(b.maximum(by, b.constant(-Int.max))))
      size = b.minimum(magnitude, b.add(length, one))
    }
    count = b.quotient(b.subtract(b.add(room, size), one), size)
  }
}
