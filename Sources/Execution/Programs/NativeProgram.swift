import CTheanoExecution
import Synchronization
import TheanoArrays
import TheanoLoopIR

/// A compiled program that can be called, by several threads at once.
package final class NativeProgram: Sendable {
  /// The workspaces that no call is using, and what is known from calls.
  private struct State {
    var idle: [Workspace] = []
    var peakBytes = 0
  }

  /// The type of the entry point.
  package typealias Entry = theano_entry

  /// What the program takes and gives.
  package let interface: ProgramInterface
  /// What the program cannot compute itself.
  private let callbacks: [NodeCallback]
  /// Memory, threads, routines.
  private let resources: ExecutionResources
  /// How many workers parallel loops have.
  private let workers: Int
  /// The machine code.
  private let entry: theano_entry
  /// What keeps the machine code in memory.
  private let library: (any AnyObject & Sendable)?
  /// What is kept from call to call.
  private let state = Mutex(State())

  /// Creates a program around machine code that stays where it is as long as `library` does.
  ///
  /// `threads` limits the workers of parallel loops; nil: as many as there are.
  package init(
    entry: theano_entry, library: (any AnyObject & Sendable)?, interface: ProgramInterface,
    callbacks: [NodeCallback] = [], resources: ExecutionResources = .standard,
    threads: Int? = nil
  ) {
    self.entry = entry
    self.library = library
    self.interface = interface
    self.callbacks = callbacks
    self.resources = resources
    workers = min(max(threads ?? resources.workers.count, 1), resources.workers.count)
  }

  /// The most memory that one call has held: its slots and the results that it made.
  package var peakBytes: Int { state.withLock { $0.peakBytes } }

  /// Gives back the memory that is kept for the next calls.
  package func trim() {
    // Outside the lock, as it takes time.
    let idle = state.withLock { state in
      defer { state.idle = [] }
      return state.idle
    }
    withExtendedLifetime(idle) {}
  }

  /// Calls the program on arrays, which are read where they are.
  ///
  /// - Throws: `ExecutionError`; what a callback throws.
  package func run(_ inputs: [NDArray]) throws -> [NDArray] {
    try check(inputs)
    return try withWorkspace { workspace in
      workspace.place(inputs)
      try run(workspace)
      withExtendedLifetime(inputs) {}
      return try results(of: workspace)
    }
  }

  /// Calls the program, which may make results in the memory of the inputs `donated`, where nobody else
  /// holds that; those inputs are then replaced by empty arrays.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. All inputs are then as they were.
  package func run(_ inputs: inout [NDArray], donating donated: [Int]) throws -> [NDArray] {
    try check(inputs)
    return try withWorkspace { workspace in
      workspace.place(inputs)
      var used: [Int] = []
      for (result, reusable) in interface.reusable.enumerated() {
        guard let input = reusable, donated.contains(input), !used.contains(input),
          isUnique(&inputs[input], besides: workspace, input)
        else { continue }
        workspace.give(inputs[input].storage, to: result)
        used.append(input)
      }
      try run(workspace)
      let results = try results(of: workspace)
      for input in used { inputs[input] = NDArray(zeros: [0], dtype: .bool) }
      withExtendedLifetime(inputs) {}
      return results
    }
  }

  /// Whether nobody else holds the memory of an input.
  private func isUnique(_ value: inout NDArray, besides workspace: Workspace, _ input: Int) -> Bool
  {
    // Nodes must not be given what will change.
    if !workspace.arguments.isEmpty { workspace.arguments[input] = nil }
    return isKnownUniquelyReferenced(&value.storage)
  }

  /// Calls the program, and makes results in the memory of `results` where nobody else holds that and the
  /// size is right, and in new memory elsewhere.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. The elements of `results` are then unknown.
  package func run(_ inputs: [NDArray], into results: inout [NDArray]) throws {
    try check(inputs)
    guard results.count == interface.results.count else {
      throw ExecutionError.wrongArguments(
        "there are \(interface.results.count) results, and memory for \(results.count)")
    }
    try withWorkspace { workspace in
      workspace.place(inputs)
      for result in results.indices
      where results[result].dtype == interface.results[result].dtype
        && isKnownUniquelyReferenced(&results[result].storage)
      {
        workspace.give(results[result].storage, to: result)
      }
      try run(workspace)
      withExtendedLifetime(inputs) {}
      var offset = 0
      for (result, port) in interface.results.enumerated() {
        if !workspace.isShape(results[result].shape, of: result, at: offset)
          || workspace.storages[result] !== results[result].storage
        {
          results[result] = try workspace.array(
            of: result, shape: workspace.shape(of: result, at: offset))
        }
        offset += port.rank
      }
    }
  }

  /// Calls the program on memory, without any checks: as many elements and lengths as the interface says,
  /// row-major; results must have room.
  ///
  /// Nothing is allocated once the program has been called on inputs of such lengths.
  ///
  /// - Throws: `ExecutionError`; what a callback throws. The elements of the results are then unknown.
  package func call(
    inputs: UnsafePointer<UnsafeRawPointer?>, lengths: UnsafePointer<Int64>,
    results: UnsafeMutablePointer<UnsafeMutableRawPointer?>, capacities: UnsafePointer<Int64>,
    resultLengths: UnsafeMutablePointer<Int64>
  ) throws {
    try withWorkspace { workspace in
      let frame = workspace.call
      let own = frame.pointee.frame
      frame.pointee.frame.inputs = inputs
      frame.pointee.frame.input_lengths = lengths
      frame.pointee.frame.results = results
      frame.pointee.frame.result_capacities = capacities
      frame.pointee.frame.result_lengths = resultLengths
      workspace.resultsAreFixed = true
      defer {
        frame.pointee.frame = own
        workspace.resultsAreFixed = false
      }
      try run(workspace)
    }
  }

  /// Runs the machine code.
  private func run(_ workspace: Workspace) throws {
    let frame = UnsafeMutableRawPointer(workspace.call).assumingMemoryBound(to: theano_frame.self)
    frame.pointee.failure = 0
    let status = entry(frame)
    guard status != 0 else { return }
    if let failure = workspace.failure { throw failure }
    guard status > 0 else { throw ExecutionError.outOfMemory(0) }
    let number = frame.pointee.failure
    throw ExecutionError.failedCheck(Int(number > 0 ? number : status))
  }

  /// Returns all results.
  private func results(of workspace: Workspace) throws -> [NDArray] {
    var offset = 0
    var arrays: [NDArray] = []
    arrays.reserveCapacity(interface.results.count)
    for (result, port) in interface.results.enumerated() {
      let shape = workspace.shape(of: result, at: offset)
      arrays.append(try workspace.array(of: result, shape: shape))
      offset += port.rank
    }
    return arrays
  }

  /// Calls `body` with a workspace that no other call uses meanwhile.
  private func withWorkspace<R>(_ body: (Workspace) throws -> R) rethrows -> R {
    let known = state.withLock { $0.idle.popLast() }
    let workspace =
      known ?? Workspace(interface, callbacks, resources, workers: workers)
    defer { giveBack(workspace) }
    return try body(workspace)
  }

  /// Keeps a workspace for the next call.
  private func giveBack(_ workspace: Workspace) {
    let bytes = workspace.slotBytes + workspace.resultBytes
    workspace.clear()
    // More would help only if so many calls ran at once again.
    let limit = max(2, resources.workers.count)
    state.withLock { state in
      state.peakBytes = max(state.peakBytes, bytes)
      if state.idle.count < limit { state.idle.append(workspace) }
    }
  }

  /// Checks that arrays are what the program takes.
  private func check(_ inputs: [NDArray]) throws {
    guard inputs.count == interface.inputs.count else {
      throw ExecutionError.wrongArguments(
        "there are \(interface.inputs.count) inputs, and \(inputs.count) were given")
    }
    for (index, port) in interface.inputs.enumerated() {
      let value = inputs[index]
      guard value.dtype == port.dtype, value.shape.count == port.rank else {
        throw ExecutionError.wrongArguments(
          "input \(index) is \(port.dtype) of rank \(port.rank), and was given "
            + "\(value.dtype)\(shapeText(value.shape))")
      }
    }
  }
}
