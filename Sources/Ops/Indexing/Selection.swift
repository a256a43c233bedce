import TheanoArrays
import TheanoGraph

/// The elements that an index takes of an array: their row-major numbers, in the order of the result.
struct Selection {
  /// The shape of the result.
  let shape: [Int]
  /// The row-major number of each element taken.
  let offsets: [Int]

  /// The shape of one part of an index's result, and how much each of its places adds to an offset.
  private struct Part {
    var shape: [Int]
    var steps: [Int]
  }

  /// An index array: its shape, which of its axes broadcast, and what its places add to an offset.
  private struct Places {
    var shape: [Int]
    var isUnit: [Bool]
    var steps: [Int]
  }

  /// Creates the selection that `structure` makes of an array of shape `source`.
  ///
  /// - Parameters:
  ///   - operands: the values of the index's operands.
  ///   - variables: the operands, whose types say what broadcasts.
  /// - Throws: `EvaluationError` for a place outside its axis, or arrays that do not fit together.
  /// - Complexity: O(number of elements taken)
  init(
    _ structure: IndexStructure, of source: [Int], operands: [NDArray], variables: [Variable]
  ) throws {
    let strides = NDArray.strides(of: source)
    var rest = zip(operands, variables).map { (value: $0, variable: $1) }[...]
    var base = 0
    var axis = 0
    var parts: [Part] = []
    var arrays: [Places] = []
    var position: Int?

    /// Returns the number that a part stands for.
    func number(_ part: IndexStructure.Part) -> Int128 {
      if case .constant(let value) = part { return Int128(value) }
      return rest.popFirst()?.value.integers.first ?? 0
    }
    /// Returns the offsets of places along the present axis.
    func steps(_ places: [Int128]) throws -> [Int] {
      try places.map { place in
        let length = source[axis]
        guard place >= -Int128(length), place < Int128(length) else {
          throw EvaluationError(outOfBoundsText(place, axis: axis, length: length))
        }
        return Int(place < 0 ? place + Int128(length) : place) * strides[axis]
      }
    }

    for entry in structure.entries {
      if structure.isAdvanced, entry.joinsArrays { position = position ?? parts.count }
      switch entry {
      case .integer(let part):
        base += try steps([number(part)])[0]
      case .slice(let slice):
        let bounds = [slice.start, slice.stop, slice.step].map { part in
          part.map { Int(clamping: number($0)) }
        }
        if bounds[2] == 0 { throw EvaluationError(zeroStepText) }
        let places = SlicePlaces(
          start: bounds[0], stop: bounds[1], step: bounds[2] ?? 1, length: source[axis])
        parts.append(
          Part(shape: [places.count], steps: places.places.map { $0 * strides[axis] }))
      case .newAxis:
        parts.append(Part(shape: [1], steps: [0]))
      case .array:
        guard let array = rest.popFirst() else { continue }
        arrays.append(
          Places(
            shape: array.value.shape, isUnit: array.variable.type.broadcastable,
            steps: try steps(array.value.integers)))
      case .mask(let rank):
        guard let mask = rest.popFirst() else { continue }
        let range = axis..<(axis + rank)
        for (k, (mine, theirs)) in zip(mask.value.shape, source[range]).enumerated()
        where mine != theirs {
          throw EvaluationError(maskText(length: mine, axis: axis + k, size: theirs))
        }
        let stride = rank == 0 ? 0 : strides[axis + rank - 1]
        let places = mask.value.integers.enumerated().compactMap { $1 != 0 ? $0 * stride : nil }
        // The number of places is known when the graph is built only if the mask is.
        let isUnit = mask.variable.constant != nil && places.count == 1
        arrays.append(Places(shape: [places.count], isUnit: [isUnit], steps: places))
      }
      axis += entry.axisCount
    }
    if !arrays.isEmpty {
      let part = try Selection.broadcast(arrays)
      parts.insert(part, at: structure.arraysComeFirst ? 0 : position ?? 0)
    }
    for k in axis..<Swift.max(axis, source.count) {
      parts.append(Part(shape: [source[k]], steps: (0..<source[k]).map { $0 * strides[k] }))
    }
    shape = parts.flatMap(\.shape)
    // Throws where there is no memory for so many.
    _ = try NDArray(checked: shape, dtype: .int64)
    offsets = parts.reduce([base]) { outer, part in
      outer.flatMap { start in part.steps.map { start + $0 } }
    }
  }

  /// Returns index arrays taken together: each place's offsets added up.
  private static func broadcast(_ arrays: [Places]) throws -> Part {
    let rank = arrays.reduce(0) { Swift.max($0, $1.shape.count) }
    var shape = [Int?](repeating: nil, count: rank)
    for array in arrays {
      for (k, length) in array.shape.enumerated() where !array.isUnit[k] {
        let axis = rank - array.shape.count + k
        if let known = shape[axis], known != length {
          throw EvaluationError(mismatchText(arrays.map { $0.shape.map(String.init) }))
        }
        shape[axis] = length
      }
    }
    let lengths = shape.map { $0 ?? 1 }
    let count = try NDArray(checked: lengths, dtype: .int64).count
    var steps = [Int](repeating: 0, count: count)
    for array in arrays {
      let strides = NDArray.broadcastStrides(of: array.shape, to: lengths)
      NDArray.forEachRun(shape: lengths, strides: strides, offset: 0) { start, step, length, at in
        for i in 0..<length { steps[at + i] += array.steps[start + i * step] }
      }
    }
    return Part(shape: lengths, steps: steps)
  }
}
