import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoScan

/// A loop taken apart, so that its parts can be changed one by one and put together again.
struct Loop {
  /// What the body reads a row of at each step.
  struct Sequence {
    /// The body's input.
    var row: Variable
    /// The operand of the loop.
    var rows: Variable
  }

  /// What the body computes from its own earlier results.
  struct State {
    /// Its place among the results of the loop as it was.
    var id: Int
    /// The distances at which the body reads it.
    var taps: [Int]
    /// For each tap the body's input.
    var values: [Variable]
    /// The rows before the first step.
    var initial: Variable
    /// The body's output.
    var next: Variable

    /// The number of initial rows.
    var depth: Int { taps.max() ?? 1 }
  }

  /// What the body computes without reading it again.
  struct Map {
    /// Its place among the results of the loop as it was; new ones have numbers of their own.
    var id: Int
    /// The body's output.
    var value: Variable
  }

  /// What is the same at each step.
  struct Invariant {
    /// The body's input.
    var inner: Variable
    /// The operand of the loop.
    var outer: Variable
  }

  /// A result of the loop as it was that the loop does not compute any more, made of those it computes, which
  /// are known by their numbers.
  enum Replacement {
    case variable(Variable)
    case result(Int)
    case rows(([Int: Variable]) throws -> Variable)
    /// The last row of a history of which nothing else is read.
    case lastRow(([Int: Variable]) -> Variable)
  }

  var stepCount: Variable
  var sequences: [Sequence]
  var states: [State]
  var maps: [Map]
  var invariants: [Invariant]
  var until: Variable?
  var label: String
  /// What stands for results that the loop does not compute any more.
  var replacements: [Int: Replacement] = [:]
  /// Results that replacements are made of.
  var required: Set<Int> = []
  private var nextID: Int

  /// Takes a loop apart; nil for other nodes, and for loops that do not keep all of their results.
  init?(_ node: Apply) {
    guard let scan = node.op as? Scan, scan.kept.allSatisfy({ $0 == nil }) else { return nil }
    var inputs = scan.bodyInputs[...]
    let outputs = scan.bodyOutputs
    stepCount = node.inputs[0]
    sequences = node.inputs[1..<scan.firstState].map {
      Sequence(row: inputs.removeFirst(), rows: $0)
    }
    states = scan.states.enumerated().map { place, state in
      State(
        id: place, taps: state.taps, values: state.taps.map { _ in inputs.removeFirst() },
        initial: node.inputs[scan.firstState + place], next: outputs[place])
    }
    maps = (0..<scan.mapCount).map {
      Map(id: scan.states.count + $0, value: outputs[scan.states.count + $0])
    }
    invariants = zip(inputs, node.inputs[scan.firstConstant...]).map {
      Invariant(inner: $0, outer: $1)
    }
    until = scan.hasUntil ? outputs[scan.outputCount] : nil
    label = scan.label
    nextID = scan.outputCount
  }

  /// The body's inputs, in order.
  var bodyInputs: [Variable] {
    sequences.map(\.row) + states.flatMap(\.values) + invariants.map(\.inner)
  }

  /// The body's outputs, in order.
  var bodyOutputs: [Variable] {
    get { states.map(\.next) + maps.map(\.value) + (until.map { [$0] } ?? []) }
    set {
      for place in states.indices { states[place].next = newValue[place] }
      for place in maps.indices { maps[place].value = newValue[states.count + place] }
      if until != nil { until = newValue[newValue.count - 1] }
    }
  }

  /// Replaces variables in the body.
  mutating func replace(_ replacements: Replacements) throws {
    bodyOutputs = try rebuild(bodyOutputs, replacing: replacements)
  }

  /// Adds a result without feedback and returns its number; that of an old one if it is the same.
  mutating func addMap(_ value: Variable) -> Int {
    if let known = maps.first(where: { $0.value == value }) { return known.id }
    let id = makeID()
    maps.append(Map(id: id, value: value))
    return id
  }

  /// Returns a number that no result has.
  mutating func makeID() -> Int {
    nextID += 1
    return nextID - 1
  }

  /// Puts the loop together with a body, and returns its results by their numbers.
  func applied(_ makeBody: (Loop) throws -> ScanBody) throws -> [Int: Variable] {
    if states.isEmpty && maps.isEmpty { return [:] }
    let scan = Scan(
      body: try makeBody(self), sequenceCount: sequences.count,
      states: states.map { Scan.State(taps: $0.taps) }, mapCount: maps.count,
      hasUntil: until != nil, label: label)
    let operands =
      [stepCount] + sequences.map(\.rows) + states.map(\.initial) + invariants.map(\.outer)
    let results = Variable.applyAll(scan, operands)
    for result in results { try result.check() }
    return Dictionary(
      uniqueKeysWithValues: zip(states.map(\.id) + maps.map(\.id), results).map { ($0, $1) })
  }
}

extension Variable {
  /// This variable with the rank and dtype of `type`, and with what that knows of the lengths.
  func standing(for type: TensorType) -> Variable? {
    guard dtype == type.dtype, ndim == type.ndim else { return nil }
    let free = unbroadcast(
      self, self.type.shape.indices.filter { self.type.shape[$0] == 1 && type.shape[$0] != 1 })
    if zip(type.shape, free.type.shape).allSatisfy({ $0 == nil || $0 == $1 }) { return free }
    return specifyShape(free, type.shape.map { $0 })
  }
}
