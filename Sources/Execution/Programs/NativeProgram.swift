import CTheanoExecution
import TheanoArrays
import TheanoLoopIR

/// A compiled program that can be called, by several threads at once.
package final class NativeProgram: Sendable {
  /// The other workspaces that no call is using, and what is known from calls.
  private struct State {
    var idle: [Workspace] = []
    var peakBytes = 0
  }

  /// The type of the entry point.
  package typealias Entry = theano_entry

  /// What the program takes and gives.
  package let interface: ProgramInterface
  /// What the program cannot compute itself.
  let callbacks: [NodeCallback]
  /// Memory, threads, routines.
  private let resources: ExecutionResources
  /// How many workers parallel loops have.
  private let workers: Int
  /// The machine code.
  private let entry: theano_entry
  /// What keeps the machine code in memory.
  private let library: (any AnyObject & Sendable)?
  /// The inputs that come last and are the same in all calls.
  let constants: [NDArray]
  /// A workspace that no call is using.
  private let spare = Spare<Workspace>()
  /// What else is kept from call to call.
  private let state = Locked(State())

  /// Creates a program around machine code that stays where it is as long as `library` does.
  ///
  /// `constants` are the last inputs, which calls are not given; `threads` limits the workers of parallel
  /// loops; nil: as many as there are.
  package init(
    entry: theano_entry, library: (any AnyObject & Sendable)?, interface: ProgramInterface,
    constants: [NDArray] = [], callbacks: [NodeCallback] = [],
    resources: ExecutionResources = .standard, threads: Int? = nil
  ) {
    self.entry = entry
    self.library = library
    self.interface = interface
    self.constants = constants
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
    withExtendedLifetime((idle, spare.take())) {}
  }

  /// Runs the machine code.
  func run(_ workspace: Workspace) throws {
    let frame = UnsafeMutableRawPointer(workspace.call).assumingMemoryBound(to: theano_frame.self)
    frame.pointee.failure = 0
    let status = entry(frame)
    guard status != 0 else { return }
    if let failure = workspace.state.pointee.failure { throw failure }
    guard status > 0 else { throw ExecutionError.outOfMemory(0) }
    let number = frame.pointee.failure
    throw ExecutionError.failedCheck(Int(number > 0 ? number : status))
  }

  /// Calls `body` with a workspace that no other call uses meanwhile.
  func withWorkspace<R>(_ body: (Workspace) throws -> R) rethrows -> R {
    let workspace = begin()
    defer { end(workspace) }
    return try body(workspace)
  }

  /// Returns a workspace that no other call uses until it is given to `end`.
  package func begin() -> Workspace {
    spare.take() ?? state.withLock { $0.idle.popLast() }
      ?? Workspace(interface, constants, callbacks, resources, workers: workers)
  }

  /// Keeps a workspace for the next call.
  package func end(_ workspace: Workspace) {
    let hasNewPeak = workspace.updatePeak()
    workspace.clear()
    if hasNewPeak {
      let bytes = workspace.state.pointee.peakBytes
      state.withLock { $0.peakBytes = max($0.peakBytes, bytes) }
    }
    if spare.leave(workspace) { return }
    // More would help only if so many calls ran at once again.
    let limit = max(1, resources.workers.count - 1)
    state.withLock { state in
      if state.idle.count < limit { state.idle.append(workspace) }
    }
  }
}
