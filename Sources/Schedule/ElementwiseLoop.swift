import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps
import TheanoScan

/// A loop each element of whose states depends only on the elements at the same place.
struct ElementwiseLoop {
  let call: Apply
  let op: Scan
  /// The nodes that depend on states, in order; all work element by element.
  let stateful: [Apply]
  /// The other nodes, in order; an element of each is computed where it is read.
  let others: [Apply]
  /// What the stateful nodes read that is the same at each step.
  let fixed: [Variable]
  /// What they read of rows of sequences.
  let rows: [Variable]

  /// The most nodes of a body that is written out twice.
  private static let largest = 200

  /// Takes a loop apart; nil if it is not of this kind.
  init?(_ call: Apply, _ op: Scan) {
    let graph = op.body.runner
    let inputs = graph.inputs
    guard !op.hasUntil, let first = graph.outputs.first, first.ndim > 0 else { return nil }
    let nodes = toposort(graph.outputs, blockers: Set(inputs))
    if nodes.count > ElementwiseLoop.largest { return nil }
    var dependent = Set(inputs[op.sequenceCount..<op.changingCount])
    var changing = Set(inputs[..<op.sequenceCount])
    var (stateful, others): ([Apply], [Apply]) = ([], [])
    for node in nodes {
      guard case .elements? = (node.op as? any LoweredOp)?.lowering(node)?.body else { return nil }
      if !changing.isDisjoint(with: node.inputs) { changing.formUnion(node.outputs) }
      if dependent.isDisjoint(with: node.inputs) {
        others.append(node)
      } else {
        if !(node.op is any ElementwiseOp) { return nil }
        stateful.append(node)
        dependent.formUnion(node.outputs)
      }
    }
    // Results that no state is part of are better computed at once. Integers may have to be checked, which does
    // not go with places beyond the end.
    let isRight =
      graph.outputs.allSatisfy { dependent.contains($0) && $0.dtype.isFloat }
      && dependent.allSatisfy { $0.broadcastable == first.broadcastable }
      && stateful.flatMap(\.inputs).allSatisfy { $0.dtype.isFloat || $0.dtype == .bool }
    if !isRight { return nil }
    var seen: Set<Variable> = []
    let leaves = stateful.flatMap(\.inputs).filter {
      !dependent.contains($0) && seen.insert($0).inserted
    }
    self.call = call
    self.op = op
    self.stateful = stateful
    self.others = others
    fixed = leaves.filter { !changing.contains($0) }
    rows = leaves.filter(changing.contains)
  }

  /// How many elements take their steps side by side in one vector register, or two.
  var lanes: Int {
    64 / (op.body.runner.outputs.map(\.dtype.size).max() ?? 8)
  }
}

/// Elements that take their steps together: `count` of them from `first` on, along the last axis at the place
/// `outer` of the others. There are `lanes` places for them, all of which are used if `count` is nil.
struct LaneBlock {
  var outer: [Value]
  var first: Value
  var lanes: Int
  var count: Value?

  /// Returns the place of the element of a lane, for a variable.
  func index(_ lane: Value, in variable: Variable, _ b: LoopBuilder) -> [Value] {
    zip(outer + [b.add(first, lane)], variable.type.shape).map { $1 == 1 ? b.constant(0) : $0 }
  }

  /// Calls `body` for each lane that there is an element for.
  func each(_ b: LoopBuilder, _ body: (Value) throws -> Void) rethrows {
    try b.loops([count ?? b.constant(lanes)]) { try body($0[0]) }
  }

  /// Returns an array with a number for each lane, those without an element being 0.
  func array(
    _ name: String, _ dtype: DType, _ b: LoopBuilder, _ element: ((Value) throws -> Value)? = nil
  ) rethrows -> BufferID {
    let lengths = [b.constant(lanes)]
    let array = b.buffer(name, dtype, .local, lengths: lengths, isMutable: true)
    if count != nil { b.loops(lengths) { b.store(array, $0, b.constant(0, dtype)) } }
    if let element { try each(b) { b.store(array, [$0], try element($0)) } }
    return array
  }
}
