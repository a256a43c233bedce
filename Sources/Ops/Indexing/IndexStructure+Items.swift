import TheanoArrays
import TheanoGraph

/// An index made ready to be applied: what the brackets of `x[…]` come down to.
struct PreparedIndex {
  /// What is taken of the axes.
  var structure: IndexStructure
  /// The operands that the structure mentions.
  var operands: [Variable] = []
  /// The axes of the result that are new; empty if there are index arrays, whose structure has them.
  var newAxes: [Int] = []

  /// Prepares `items` for a tensor of rank `ndim`.
  ///
  /// - Throws: `GraphError` if something is not an index, or there are not so many axes.
  init(_ items: [TensorIndex], ndim: Int) throws {
    structure = IndexStructure([])
    // Where the ellipsis stands among the entries; it separates index arrays even if it is empty.
    var ellipsis: Int?
    for item in items {
      switch item.content {
      case .item(let variable): try append(variable)
      case .slice(let from, let to, let by):
        let slice = IndexStructure.Slice(
          start: try from.map { try bound($0) }, stop: try to.map { try bound($0) },
          step: try by.map { try bound($0) })
        structure.entries.append(.slice(slice))
      case .newAxis: structure.entries.append(.newAxis)
      case .ellipsis:
        if ellipsis != nil {
          throw GraphError(.index, "an index can only have a single ellipsis ('...')")
        }
        ellipsis = structure.entries.count
      }
    }
    let used = structure.entries.reduce(0) { $0 + $1.axisCount }
    if used > ndim { throw structure.tooManyIndices(rank: ndim) }
    if structure.isAdvanced { structure.arraysComeFirst = areArraysSeparated(ellipsis) }
    if let ellipsis {
      let whole = [IndexStructure.Entry](repeating: .full, count: ndim - used)
      structure.entries.insert(contentsOf: whole, at: ellipsis)
    }
    if !structure.isAdvanced { extractNewAxes() }
  }

  /// Appends a place, places or a mask.
  private mutating func append(_ variable: Variable) throws {
    try variable.check()
    if variable.dtype == .bool, variable.ndim > 0 {
      structure.entries.append(.mask(rank: variable.ndim))
      operands.append(variable)
    } else if !variable.dtype.isInteger {
      throw notAnIndex(variable)
    } else if variable.ndim > 0 {
      structure.entries.append(.array(rank: variable.ndim))
      operands.append(variable)
    } else {
      structure.entries.append(.integer(part(variable)))
    }
  }

  /// Returns a bound of a slice as a part of the structure.
  private mutating func bound(_ variable: Variable) throws -> IndexStructure.Part {
    try variable.check()
    if !variable.dtype.isInteger || variable.ndim != 0 { throw notABound(variable) }
    return part(variable)
  }

  /// Returns an integer as a part of the structure; what is not known becomes an operand.
  private mutating func part(_ variable: Variable) -> IndexStructure.Part {
    if let value = variable.knownValue?.integers.first { return .constant(Int(clamping: value)) }
    operands.append(variable)
    return .operand
  }

  /// Whether something stands between places, by NumPy's rule for the order of axes.
  private func areArraysSeparated(_ ellipsis: Int?) -> Bool {
    let joined = structure.entries.indices.filter { structure.entries[$0].joinsArrays }
    guard let first = joined.first, let last = joined.last else { return false }
    if let ellipsis, ellipsis > first, ellipsis <= last { return true }
    return last - first + 1 != joined.count
  }

  /// Takes the new axes out of the structure, noting where they are in the result.
  private mutating func extractNewAxes() {
    var place = 0
    for entry in structure.entries {
      switch entry {
      case .newAxis: newAxes.append(place)
      case .integer: continue
      case .slice, .array, .mask: break
      }
      place += 1
    }
    structure.entries.removeAll { $0 == .newAxis }
  }
}
