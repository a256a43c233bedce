import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// A graph as a native program, with what the program is given besides its arguments.
package struct ScheduledGraph: Sendable {
  /// The program. Its inputs are the arguments, the shared variables, the constants.
  package var program: LoopProgram
  /// The shared variables that are read.
  package var shared: [SharedVariable]
  /// The constants that are too large to be part of the program.
  package var constants: [NDArray]
  /// The nodes that are evaluated outside, by number.
  package var outside: [Apply]
  /// What is measured: for each group of loops what it computes.
  package var groups: [String]

  /// Schedules the graph that computes `outputs` from `inputs`.
  ///
  /// With `watchingNaN` the program fails if an element of a result of an operation is a NaN or an infinity,
  /// save for elements that only leave the program, and results of nodes that are evaluated outside.
  ///
  /// With `describing` comments have expressions and the user's lines; with `profiling` the program has one
  /// more result, the measurements of `groups`.
  ///
  /// `lengths` has what is taken for granted about the axes of shared variables: the caller sees to it that
  /// their values are so long.
  ///
  /// `reuse` has, for outputs that replace the value of a shared variable, that variable: they are made in
  /// its memory where that can be.
  ///
  /// - Throws: `GraphError` if an output carries an error or needs a variable that is not an input.
  /// - Complexity: O(nodes + edges), and the size of the program.
  package init(
    inputs: [Variable], outputs: [Variable], lengths: [SharedVariable: [Int?]] = [:],
    reuse: [Int: SharedVariable] = [:], watchingNaN: Bool = false, describing: Bool = false,
    profiling: Bool = false
  ) throws {
    for output in outputs { try output.check() }
    let nodes = toposort(outputs, blockers: Set(inputs))
    let shared = ScheduledGraph.sharedVariables(nodes, outputs, inputs: Set(inputs))
    let leaves = inputs + shared
    let scheduler = Scheduler(
      inputCount: leaves.count, describes: describing || profiling)
    if watchingNaN { scheduler.b.startWatching() }
    for (index, leaf) in leaves.enumerated() {
      let known = (leaf as? SharedVariable).flatMap { lengths[$0] } ?? leaf.type.shape
      scheduler.addInput(leaf, index, lengths: known)
    }
    for node in nodes {
      for input in node.inputs where input.owner == nil && input.constant == nil {
        if scheduler.tensors[input] == nil { throw missing(input) }
      }
    }
    try scheduler.lower(nodes, outputs: outputs) { index, tensor in
      scheduler.resultBuffer(index, tensor)
    }
    scheduler.b.checkWatched()
    self.shared = shared
    constants = scheduler.constants
    outside = scheduler.outside
    let ports =
      leaves.map { ProgramInterface.Port($0.dtype, rank: $0.ndim) }
      + constants.map { ProgramInterface.Port($0.dtype, rank: $0.ndim) }
    let interface = ProgramInterface(
      inputs: ports, results: outputs.map { ProgramInterface.Port($0.dtype, rank: $0.ndim) },
      reusable: outputs.map { _ in nil }, slotCount: 0)
    program = LoopProgram(
      buffers: scheduler.b.buffers, body: scheduler.b.statements, interface: interface,
      valueCount: scheduler.b.valueCount, checks: scheduler.b.checks)
    let places = reuse.compactMapValues { variable in
      shared.firstIndex(of: variable).map { inputs.count + $0 }
    }
    runPasses(&program, reuse: places)
    groups = profiling ? measureGroups(&program) { scheduler.outsideDescription($0) } : []
    #if DEBUG
      if let problem = program.problems().first { throw problem }
    #endif
  }

  /// The shared variables that nodes or outputs read, in order.
  private static func sharedVariables(
    _ nodes: [Apply], _ outputs: [Variable], inputs: Set<Variable>
  ) -> [SharedVariable] {
    var seen = inputs
    let read = nodes.flatMap(\.inputs) + outputs
    return read.compactMap { variable in
      guard let shared = variable as? SharedVariable, seen.insert(variable).inserted else {
        return nil
      }
      return shared
    }
  }
}

/// The error of a variable that is neither an input nor known.
private func missing(_ variable: Variable) -> GraphError {
  GraphError(
    .missingInput,
    "Input \(variable) of the graph was not provided and not given a value.", site: variable.site)
}

extension Scheduler {
  /// Makes the tensor of an input of the program, whose axes have the lengths in `known`, nil: any.
  func addInput(_ variable: Variable, _ index: Int, lengths known: [Int?]) {
    let lengths = known.enumerated().map { axis, known in
      known.map { b.constant($0) }
        ?? b.emit(Instruction(.length(input: index, axis: axis)), .int64)
    }
    let buffer = b.buffer(label(variable), variable.dtype, .input(index), lengths: lengths)
    let tensor = Tensor(
      variable.dtype, lengths: lengths, .memory(buffer, prefix: []), label: label(variable))
    if variable.ndim == 0 {
      tensor.source = .scalar(b.load(buffer, []))
    }
    tensors[variable] = tensor
  }

  /// Makes the memory of a result of the program.
  func resultBuffer(_ index: Int, _ tensor: Tensor) -> (BufferID, [Value]) {
    let buffer = b.buffer(tensor.label, tensor.dtype, .result(index), lengths: tensor.lengths)
    if !tensor.lengths.isEmpty { b.setLengths(ofResult: index, tensor.lengths) }
    return (buffer, [])
  }
}
