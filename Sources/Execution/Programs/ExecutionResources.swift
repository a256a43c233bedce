#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What programs share: memory, threads, routines.
package struct ExecutionResources: Sendable {
  /// Where results and workspaces have their memory from.
  package var memory: MemoryPool
  /// The threads of parallel loops.
  package var workers: WorkerPool
  /// What multiplies matrices.
  package var products: ProductRoutines

  /// Creates a set of resources; by default as the machine and its container have it.
  package init(
    memory: MemoryPool = MemoryPool(idleLimit: Self.idleMemory),
    workers: WorkerPool = WorkerPool(count: WorkerPool.processorCount),
    products: ProductRoutines = .plain
  ) {
    self.memory = memory
    self.workers = workers
    self.products = products
  }

  /// What functions use unless they are told otherwise.
  package static let standard = ExecutionResources()

  /// How much unused memory is kept by default: a quarter of what there is.
  package static var idleMemory: Int {
    let pages = max(sysconf(Int32(_SC_PHYS_PAGES)), 0)
    let machine = pages.multipliedReportingOverflow(by: max(sysconf(Int32(_SC_PAGESIZE)), 0))
    let physical = machine.overflow ? Int.max : machine.partialValue
    return min(physical, ControlGroup().memoryLimit ?? physical) / 4
  }
}
