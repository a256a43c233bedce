import TheanoGraph

/// How the brackets of `x[…]` are made up; what is not known when the graph is built are operands of the
/// operation, in the order in which the structure mentions them.
package struct IndexStructure: Hashable, Sendable {
  /// A number in an index.
  package enum Part: Hashable, Sendable {
    case constant(Int)
    /// The next operand: an integer scalar.
    case operand
  }

  /// The bounds and the step of a slice; nil where left out.
  package struct Slice: Hashable, Sendable {
    package var start: Part?
    package var stop: Part?
    package var step: Part?

    /// Creates a slice.
    package init(start: Part? = nil, stop: Part? = nil, step: Part? = nil) {
      self.start = start
      self.stop = stop
      self.step = step
    }

    /// The parts that are not left out, in order.
    var parts: [Part] { [start, stop, step].compactMap { $0 } }
  }

  /// What is taken of an axis, or of several.
  package enum Entry: Hashable, Sendable {
    /// One place, and the axis is gone.
    case integer(Part)
    case slice(Slice)
    /// A new axis of length 1; only beside index arrays, elsewhere `DimShuffle` makes it.
    case newAxis
    /// The places in the next operand, an integer array of this rank.
    case array(rank: Int)
    /// The places where the next operand, a bool array of this rank, is true; it takes as many axes.
    case mask(rank: Int)
  }

  /// What is taken of the axes, in order; further axes are taken whole.
  package var entries: [Entry]
  /// Whether something stands between index arrays, so that the axes they make come first in the result,
  /// by NumPy's rule; otherwise they come where the arrays stand.
  package var arraysComeFirst = false

  /// Creates a structure.
  package init(_ entries: [Entry], arraysComeFirst: Bool = false) {
    self.entries = entries
    self.arraysComeFirst = arraysComeFirst
  }

  /// Whether it has index arrays or masks.
  package var isAdvanced: Bool { entries.contains(where: \.isArray) }

  /// The numbers, arrays and masks, in order.
  var parts: [Part] {
    entries.flatMap { entry -> [Part] in
      switch entry {
      case .integer(let part): [part]
      case .slice(let slice): slice.parts
      case .newAxis: []
      case .array, .mask: [.operand]
      }
    }
  }

  /// The number of operands that the structure mentions.
  var operandCount: Int { parts.count { $0 == .operand } }
}

extension IndexStructure.Entry {
  /// All of an axis.
  static let full = IndexStructure.Entry.slice(.init())

  /// Whether this takes all of an axis, in order.
  package var isFullSlice: Bool {
    guard case .slice(let slice) = self else { return false }
    return (slice.start ?? .constant(0)) == .constant(0) && slice.stop == nil
      && (slice.step ?? .constant(1)) == .constant(1)
  }

  /// Whether this is an index array or a mask.
  var isArray: Bool {
    switch self {
    case .array, .mask: true
    case .integer, .slice, .newAxis: false
    }
  }

  /// The number of axes of the indexed tensor that this is for.
  var axisCount: Int {
    switch self {
    case .integer, .slice, .array: 1
    case .newAxis: 0
    case .mask(let rank): rank
    }
  }
}

extension IndexStructure {
  /// The structure as Theano's `debugprint` writes it: `int64, int64:int64:`.
  var debugText: String {
    func text(_ part: Part?) -> String { part == nil ? "" : "int64" }
    return entries.map { entry in
      switch entry {
      case .integer: "int64"
      case .slice(let slice):
        "\(text(slice.start)):\(text(slice.stop)):\(text(slice.step))"
      case .newAxis: "None"
      case .array: "array"
      case .mask: "mask"
      }
    }.joined(separator: ", ")
  }

  /// The brackets as `pp` prints them, given the texts of the operands: `Constant{0}, int64:int64`.
  func text(_ operands: [String]) -> String {
    var rest = operands[...]
    func bound(_ part: Part?) -> String {
      switch part {
      case nil: ""
      case .constant: "int64"
      case .operand: rest.popFirst() ?? "?"
      }
    }
    return entries.map { entry in
      switch entry {
      case .integer(.constant(let value)): return "Constant{\(value)}"
      case .integer(.operand), .array, .mask: return rest.popFirst() ?? "?"
      case .newAxis: return "None"
      case .slice(let slice):
        let range = "\(bound(slice.start)):\(bound(slice.stop))"
        return slice.step == nil ? range : "\(range):\(bound(slice.step))"
      }
    }.joined(separator: ", ")
  }

  /// The operands of a read or a write, the first `count` of which are arrays, with the numbers in the
  /// brackets where `debugprint` shows them.
  func printedOperands(_ inputs: [Variable], after count: Int) -> [PrintedOperand] {
    var rest = inputs.dropFirst(count)
    return inputs.prefix(count).map { .variable($0) }
      + parts.compactMap { part in
        if case .constant(let value) = part { return .parameter("Constant{\(value)}") }
        return rest.popFirst().map { .variable($0) }
      }
  }

  /// The numbers and operands as `pp` prints them among the operands of a write: `Constant{0}`.
  func operandTexts(_ operands: [String]) -> [String] {
    var rest = operands[...]
    return parts.compactMap { part in
      if case .constant(let value) = part { return "Constant{\(value)}" }
      return rest.popFirst()
    }
  }
}
