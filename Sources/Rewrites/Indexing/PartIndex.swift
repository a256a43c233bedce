import TheanoArrays
import TheanoGraph
import TheanoOps

/// A number in an index.
enum Bound: Hashable {
  case number(Int)
  case variable(Variable)

  /// The number, if it is known.
  var number: Int? { if case .number(let value) = self { value } else { nil } }
}

/// What an index takes of one axis.
enum AxisIndex: Hashable {
  /// One place, and the axis is gone.
  case place(Bound)
  case slice(start: Bound?, stop: Bound?, step: Bound?)

  /// All of an axis.
  static let full = AxisIndex.slice(start: nil, stop: nil, step: nil)

  /// Whether this takes one place.
  var isPlace: Bool { if case .place = self { true } else { false } }

  /// Whether this takes all of an axis, whatever its length.
  var isFull: Bool { self == .full }

  /// Returns a slice of known bounds; a start of 0 and a step of 1 are left out.
  static func range(_ start: Int?, _ stop: Int?, _ step: Int) -> AxisIndex {
    .slice(
      start: start == 0 && step > 0 ? nil : start.map { .number($0) },
      stop: stop.map { .number($0) }, step: step == 1 ? nil : .number(step))
  }

  /// The bounds and the step of a slice of known ones.
  var knownSlice: (start: Int?, stop: Int?, step: Int)? {
    guard case .slice(let start, let stop, let step) = self else { return nil }
    for bound in [start, stop, step] where bound != nil && bound?.number == nil { return nil }
    let by = step?.number ?? 1
    return by == 0 ? nil : (start?.number, stop?.number, by)
  }
}

/// What `Subtensor` and `IncSubtensor` take of a tensor: something of each axis.
struct PartIndex: Hashable {
  /// What is taken of each axis.
  var axes: [AxisIndex]

  /// Creates an index of all axes.
  init(_ axes: [AxisIndex]) { self.axes = axes }

  /// Takes apart what `structure` says of a tensor of rank `ndim`; nil if it has index arrays.
  init?(_ structure: IndexStructure, _ operands: some Sequence<Variable>, ndim: Int) {
    var rest = operands.makeIterator()
    func bound(_ part: IndexStructure.Part?) -> Bound? {
      switch part {
      case nil: return nil
      case .constant(let value): return .number(value)
      case .operand:
        guard let operand = rest.next() else { return nil }
        guard let value = operand.constant?.integers.first else { return .variable(operand) }
        return .number(Int(clamping: value))
      }
    }
    axes = []
    for entry in structure.entries {
      switch entry {
      case .integer(let part):
        guard let place = bound(part) else { return nil }
        axes.append(.place(place))
      case .slice(let slice):
        axes.append(
          .slice(start: bound(slice.start), stop: bound(slice.stop), step: bound(slice.step)))
      case .newAxis, .array, .mask: return nil
      }
    }
    if axes.count > ndim { return nil }
    axes += Array(repeating: .full, count: ndim - axes.count)
  }

  /// Whether all axes are taken whole.
  var isFull: Bool { axes.allSatisfy(\.isFull) }

  /// Whether it takes a place of some axis.
  var hasPlaces: Bool { axes.contains(where: \.isPlace) }

  /// The axes that the result has.
  var keptAxes: [Int] { axes.indices.filter { !axes[$0].isPlace } }

  /// The structure, without the axes at the end that are taken whole, and its operands.
  var structure: (IndexStructure, [Variable]) {
    var operands: [Variable] = []
    func part(_ bound: Bound) -> IndexStructure.Part {
      switch bound {
      case .number(let value): return .constant(value)
      case .variable(let variable):
        operands.append(variable)
        return .operand
      }
    }
    let count = axes.lastIndex { !$0.isFull }.map { $0 + 1 } ?? 0
    let entries = axes[..<count].map { axis -> IndexStructure.Entry in
      switch axis {
      case .place(let bound): .integer(part(bound))
      case .slice(let start, let stop, let step):
        .slice(.init(start: start.map(part), stop: stop.map(part), step: step.map(part)))
      }
    }
    return (IndexStructure(entries), operands)
  }

  /// Returns what this takes of `tensor`; the tensor itself, if that is all of it.
  func read(_ tensor: Variable) -> Variable {
    if isFull { return tensor }
    let (structure, operands) = structure
    return .apply(Subtensor(structure: structure), [tensor] + operands)
  }

  /// Returns `tensor` with `values` in the place of what this takes of it, or added there.
  func write(_ values: Variable, to tensor: Variable, isSet: Bool) -> Variable {
    let (structure, operands) = structure
    return .apply(
      IncSubtensor(structure: structure, isSet: isSet), [tensor, values] + operands)
  }
}

extension Apply {
  /// What a `Subtensor` takes of its first operand.
  var readIndex: PartIndex? {
    guard let op = op as? Subtensor else { return nil }
    return PartIndex(op.structure, inputs.dropFirst(), ndim: inputs[0].ndim)
  }

  /// To what part of its first operand an `IncSubtensor` writes.
  var writtenIndex: PartIndex? {
    guard let op = op as? IncSubtensor else { return nil }
    return PartIndex(op.structure, inputs.dropFirst(2), ndim: inputs[0].ndim)
  }
}

extension Variable {
  /// Whether this is a loop's result, or one without its first rows. What is read of its end must stay
  /// to be seen, so that the loop need not keep the rest.
  var isRowsOfLoop: Bool {
    guard let owner else { return false }
    if owner.op is any HistoryOp { return true }
    return owner.op is Subtensor && owner.inputs[0].owner?.op is any HistoryOp
  }
}
