import TheanoArrays
import TheanoGraph

extension IndexStructure {
  /// A number in an index as far as it is known when the graph is built.
  private enum Known {
    case absent
    case number(Int)
    case unknown

    /// The number, if it is known.
    var number: Int? { if case .number(let value) = self { value } else { nil } }
    /// Whether it is given but not known.
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
  }

  /// Returns the static shape of what this takes of a tensor of static shape `source`.
  ///
  /// - Throws: `GraphError` if there are not so many axes, or a place known now is not within its axis.
  func resultShape(of source: [Int?], operands: [Variable]) throws -> [Int?] {
    try checkOperands(operands)
    if entries.reduce(0, { $0 + $1.axisCount }) > source.count {
      throw tooManyIndices(rank: source.count)
    }
    var rest = operands[...]
    var axis = 0
    var result: [Int?] = []
    var arrays = StaticArrays()
    for entry in entries {
      if arrays.position == nil, entry.joinsArrays, isAdvanced { arrays.position = result.count }
      switch entry {
      case .integer(let part):
        let place = known(part, &rest)
        try checkPlaces(place.number.map { [Int128($0)] } ?? [], length: source[axis], axis: axis)
      case .slice(let slice):
        result.append(try length(of: slice, &rest, along: source[axis]))
      case .newAxis:
        result.append(1)
      case .array:
        guard let array = rest.popFirst() else { continue }
        try checkPlaces(array.constant?.integers ?? [], length: source[axis], axis: axis)
        arrays.shapes.append(array.type.shape)
      case .mask(let rank):
        guard let mask = rest.popFirst() else { continue }
        try checkMask(mask, shape: source[axis..<(axis + rank)], axis: axis)
        arrays.shapes.append([mask.constant.map { $0.integers.count { $0 != 0 } }])
      }
      axis += entry.axisCount
    }
    if isAdvanced {
      result.insert(
        contentsOf: try arrays.broadcastShape(), at: arraysComeFirst ? 0 : arrays.position ?? 0)
    }
    return result + source[axis...]
  }

  /// The index arrays met, and where their axes go.
  private struct StaticArrays {
    var shapes: [[Int?]] = []
    var position: Int?

    /// The shape to which the arrays are broadcast.
    func broadcastShape() throws -> [Int?] {
      let rank = shapes.reduce(0) { Swift.max($0, $1.count) }
      var result = [Int?](repeating: 1, count: rank)
      for shape in shapes {
        for (k, length) in shape.enumerated() where length != 1 {
          let axis = rank - shape.count + k
          if let length, let other = result[axis], other != 1, other != length {
            throw GraphError(
              .index, mismatchText(shapes.map { $0.map { $0.map(String.init) ?? "?" } }))
          }
          result[axis] = result[axis] == 1 ? length : result[axis] ?? length
        }
      }
      return result
    }
  }

  /// Returns what is known of a part, taking its operand from `operands`.
  private func known(_ part: Part?, _ operands: inout ArraySlice<Variable>) -> Known {
    switch part {
    case nil: return .absent
    case .constant(let value): return .number(value)
    case .operand:
      guard let value = operands.popFirst()?.constant?.integers.first else { return .unknown }
      return .number(Int(clamping: value))
    }
  }

  /// Returns the number of places that a slice takes of an axis, if that is known.
  private func length(
    of slice: Slice, _ operands: inout ArraySlice<Variable>, along length: Int?
  ) throws -> Int? {
    let start = known(slice.start, &operands)
    let stop = known(slice.stop, &operands)
    let step = known(slice.step, &operands)
    if step.number == 0 { throw GraphError(.value, zeroStepText) }
    if length == 0 { return 0 }
    if start.isUnknown || stop.isUnknown || step.isUnknown { return nil }
    let (from, to, by) = (start.number, stop.number, step.number ?? 1)
    if let length { return SlicePlaces(start: from, stop: to, step: by, length: length).count }
    return SlicePlaces.isAlwaysEmpty(start: from, stop: to, step: by) ? 0 : nil
  }

  /// Throws unless the operands are of the dtypes and ranks that this structure is for.
  private func checkOperands(_ operands: [Variable]) throws {
    guard operands.count == operandCount else {
      throw GraphError(.index, "An index with \(operandCount) operands got \(operands.count).")
    }
    var rest = operands[...]
    for entry in entries {
      switch entry {
      case .newAxis: break
      case .integer(let part): try checkNumbers([part], &rest, inSlice: false)
      case .slice(let slice): try checkNumbers(slice.parts, &rest, inSlice: true)
      case .array(let rank):
        let array = rest.removeFirst()
        if !array.dtype.isInteger || array.ndim != rank { throw notAnIndex(array) }
      case .mask(let rank):
        let mask = rest.removeFirst()
        if mask.dtype != .bool || mask.ndim != rank { throw notAnIndex(mask) }
      }
    }
  }

  /// Throws unless the operands of `parts` are integer scalars.
  private func checkNumbers(
    _ parts: [Part], _ operands: inout ArraySlice<Variable>, inSlice: Bool
  ) throws {
    for part in parts where part == .operand {
      let number = operands.removeFirst()
      if !number.dtype.isInteger || number.ndim != 0 {
        throw inSlice ? notABound(number) : notAnIndex(number)
      }
    }
  }

  /// Throws if one of `places` is certainly not within an axis of `length`.
  private func checkPlaces(_ places: [Int128], length: Int?, axis: Int) throws {
    guard let length else { return }
    for place in places where place < -Int128(length) || place >= Int128(length) {
      throw GraphError(.index, outOfBoundsText(place, axis: axis, length: length))
    }
  }

  /// Throws if a mask certainly has not the lengths of the axes that it is for.
  private func checkMask(_ mask: Variable, shape: ArraySlice<Int?>, axis: Int) throws {
    for (k, (mine, theirs)) in zip(mask.type.shape, shape).enumerated() {
      guard let mine, let theirs, mine != theirs else { continue }
      throw GraphError(.index, maskText(length: mine, axis: axis + k, size: theirs))
    }
  }
}

extension IndexStructure.Entry {
  /// Whether this is a place or places, which NumPy treats alike beside index arrays.
  var joinsArrays: Bool {
    switch self {
    case .integer, .array, .mask: true
    case .slice, .newAxis: false
    }
  }
}
