import CTheanoExecution
import TheanoArrays
import TheanoLoopIR

/// What one call of a program needs: its frame, and memory that the next call uses again.
///
/// Unchecked `Sendable`: a workspace is taken out of its program's list for each call, so that one call at
/// a time uses it; a program asks for services on the thread that called it.
package final class Workspace: @unchecked Sendable {
  /// What the program takes and gives.
  let interface: ProgramInterface
  /// How many inputs calls give; constants are behind them.
  let givenCount: Int
  /// How many results there are.
  let resultCount: Int
  /// What the program cannot compute itself.
  let callbacks: [NodeCallback]
  /// Where memory comes from.
  let memory: MemoryPool
  /// The frame, at an address that stays.
  let call: UnsafeMutablePointer<theano_call>
  /// The inputs that come last and are the same in all calls.
  let constants: [NDArray]
  /// The elements of the inputs.
  let inputs: UnsafeMutablePointer<UnsafeRawPointer?>
  /// The lengths of the inputs' axes.
  let inputLengths: UnsafeMutablePointer<Int64>
  /// The elements of the results.
  let results: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  /// Numbers among the inputs that are in no array.
  let numbers: UnsafeMutablePointer<UInt64>
  /// How many bytes there are for each result.
  let capacities: UnsafeMutablePointer<Int64>
  /// The lengths of the results' axes.
  let resultLengths: UnsafeMutablePointer<Int64>
  /// The program's own memory.
  let slots: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  /// The sizes of the slots.
  let slotSizes: UnsafeMutablePointer<Int64>

  /// The memory of the results, as far as there is any yet.
  let storages: UnsafeMutablePointer<ArrayStorage?>
  /// The shape that each result had last: most calls give the same, and to make one takes a fifth of a small call.
  let shapes: UnsafeMutablePointer<[Int]>
  /// What else changes. Behind a pointer because a class's own variables are checked for overlapping
  /// access each time, which took a third of a small call.
  let state: UnsafeMutablePointer<State>

  /// What changes in a call, or from call to call.
  struct State {
    /// Whether the caller gives all memory for results.
    var resultsAreFixed = false
    /// How many inputs have been lent, and how many lengths they have.
    var lent = (inputs: 0, lengths: 0)
    /// What the program was called with, if it has callbacks; nil for an input that may change.
    var arguments: [NDArray?] = []
    /// What nodes returned in this call.
    var nodeResults: [[NDArray]] = []
    /// What went wrong in a service.
    var failure: (any Error)?
    /// The bytes of the slots.
    var slotBytes = 0
    /// The bytes of the results made in this call.
    var resultBytes = 0
    /// The most bytes that a call has had here.
    var peakBytes = 0
  }

  /// Creates a workspace without slots.
  init(
    _ interface: ProgramInterface, _ constants: [NDArray], _ callbacks: [NodeCallback],
    _ resources: ExecutionResources, workers: Int
  ) {
    self.interface = interface
    self.constants = constants
    self.callbacks = callbacks
    memory = resources.memory
    let inputCount = interface.inputs.count
    givenCount = inputCount - constants.count
    resultCount = interface.results.count
    call = .allocate(capacity: 1)
    inputs = .allocate(capacity: inputCount)
    numbers = .allocate(capacity: inputCount)
    numbers.initialize(repeating: 0, count: inputCount)
    inputLengths = .allocate(capacity: interface.inputs.reduce(0) { $0 + $1.rank })
    results = .allocate(capacity: resultCount)
    capacities = .allocate(capacity: resultCount)
    let lengthCount = interface.results.reduce(0) { $0 + $1.rank }
    resultLengths = .allocate(capacity: lengthCount)
    slots = .allocate(capacity: interface.slotCount)
    slotSizes = .allocate(capacity: interface.slotCount)
    storages = .allocate(capacity: resultCount)
    storages.initialize(repeating: nil, count: resultCount)
    shapes = .allocate(capacity: resultCount)
    shapes.initialize(repeating: [], count: resultCount)
    state = .allocate(capacity: 1)
    state.initialize(to: State(nodeResults: Array(repeating: [], count: callbacks.count)))
    inputs.initialize(repeating: nil, count: inputCount)
    results.initialize(repeating: nil, count: resultCount)
    capacities.initialize(repeating: 0, count: resultCount)
    resultLengths.initialize(repeating: 0, count: lengthCount)
    slots.initialize(repeating: nil, count: interface.slotCount)
    // Shorter than anything, so that also the first request for nothing gets an address.
    slotSizes.initialize(repeating: .min, count: interface.slotCount)
    call.initialize(
      to: theano_call(
        frame: theano_frame(
          inputs: inputs, input_lengths: inputLengths, results: results,
          result_capacities: capacities, result_lengths: resultLengths, slots: slots,
          slot_sizes: slotSizes, services: Workspace.services(in: call), workers: Int32(workers),
          failure: 0),
        services: Workspace.services(resources.products), owner: nil,
        workers: resources.workers.handle))
    call.pointee.owner = Unmanaged.passUnretained(self).toOpaque()
    placeConstants()
  }

  deinit {
    for slot in 0..<interface.slotCount { freeSlot(slot) }
    storages.deinitialize(count: resultCount).deallocate()
    shapes.deinitialize(count: resultCount).deallocate()
    state.deinitialize(count: 1).deallocate()
    call.deallocate()
    inputs.deallocate()
    numbers.deallocate()
    inputLengths.deallocate()
    results.deallocate()
    capacities.deallocate()
    resultLengths.deallocate()
    slots.deallocate()
    slotSizes.deallocate()
  }

  /// Lets a result be made in the memory of an array, which the caller keeps, if nobody else holds that.
  func lend(_ array: inout NDArray, to result: Int) {
    guard array.dtype == interface.results[result].dtype,
      isKnownUniquelyReferenced(&array.storage)
    else { return }
    results[result] = array.storage.bytes
    capacities[result] = Int64(array.storage.byteCount)
  }

  /// Gives a result its memory.
  func give(_ storage: consuming ArrayStorage, to result: Int) {
    results[result] = storage.bytes
    capacities[result] = Int64(storage.byteCount)
    storages[result] = consume storage
  }

  /// Counts the memory of the call that has ended; whether it was more than ever before.
  func updatePeak() -> Bool {
    let bytes = state.pointee.slotBytes + state.pointee.resultBytes
    guard bytes > state.pointee.peakBytes else { return false }
    state.pointee.peakBytes = bytes
    return true
  }

  /// Makes the workspace ready for the next call.
  func clear() {
    for result in 0..<resultCount {
      if storages[result] != nil { storages[result] = nil }
      results[result] = nil
      capacities[result] = 0
    }
    state.pointee.resultBytes = 0
    state.pointee.lent = (0, 0)
    if state.pointee.failure != nil { state.pointee.failure = nil }
    if !callbacks.isEmpty {
      state.pointee.arguments = []
      for node in callbacks.indices { state.pointee.nodeResults[node] = [] }
    }
  }
}
