import CTheanoExecution
import TheanoArrays
import TheanoLoopIR

/// What the runtime does for programs.
extension Workspace {
  /// Returns the table of the services.
  static func services(_ products: ProductRoutines) -> theano_services {
    theano_services(
      reserve: { frame, slot, byteCount in
        Workspace.with(frame) { $0.reserve(Int(slot), Int(byteCount)) }
      },
      result: { frame, result, byteCount in
        Workspace.with(frame) { $0.makeResult(Int(result), Int(byteCount)) }
      },
      evaluate: { frame, node, operands, lengths, results, resultLengths in
        Workspace.with(frame) {
          $0.evaluate(Int(node), operands, lengths, results, resultLengths)
        } ?? 1
      },
      parallel: theano_workers_run,
      gemm_f32: products.float32, gemm_f64: products.float64)
  }

  /// Returns where the table lies in a call.
  static func services(
    in call: UnsafeMutablePointer<theano_call>
  ) -> UnsafePointer<theano_services> {
    let offset = MemoryLayout<theano_call>.offset(of: \.services) ?? 0
    return UnsafePointer(
      (UnsafeMutableRawPointer(call) + offset).assumingMemoryBound(to: theano_services.self))
  }

  /// Calls `body` with the workspace that a frame belongs to.
  private static func with<R>(
    _ frame: UnsafeMutablePointer<theano_frame>, _ body: (Workspace) -> R?
  ) -> R? {
    // A frame is the first part of its call.
    let call = UnsafeMutableRawPointer(frame).assumingMemoryBound(to: theano_call.self)
    guard let owner = call.pointee.owner else { return nil }
    // The call that is running holds the workspace.
    return Unmanaged<Workspace>.fromOpaque(owner)._withUnsafeGuaranteedRef(body)
  }

  /// Evaluates a node; returns 0 if it went well.
  private func evaluate(
    _ node: Int, _ operands: UnsafePointer<UnsafeRawPointer?>, _ lengths: UnsafePointer<Int64>,
    _ results: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ resultLengths: UnsafeMutablePointer<Int64>
  ) -> Int32 {
    do {
      guard callbacks.indices.contains(node) else {
        throw ExecutionError.brokenProgram("it has no node \(node)")
      }
      let arrays = try evaluate(node, operands, lengths)
      var next = resultLengths
      for (index, array) in arrays.enumerated() {
        results[index] = array.storage.bytes
        for length in array.shape {
          next.pointee = Int64(length)
          next += 1
        }
      }
      // Only now: an operand may be what this node returned before.
      state.pointee.nodeResults[node] = arrays
      return 0
    } catch {
      state.pointee.failure = error
      return 1
    }
  }

  /// Returns the results of a node.
  private func evaluate(
    _ node: Int, _ operands: UnsafePointer<UnsafeRawPointer?>, _ lengths: UnsafePointer<Int64>
  ) throws -> [NDArray] {
    let callback = callbacks[node]
    var next = lengths
    let values = try callback.operands.enumerated().map { index, port in
      let shape = (0..<port.rank).map { Int(next[$0]) }
      next += port.rank
      guard let bytes = operands[index] else {
        throw ExecutionError.brokenProgram("operand \(index) of node \(node) has no memory")
      }
      return try operand(bytes, shape, port.dtype, callback.use)
    }
    let results = try callback.evaluate(values)
    guard results.map({ ProgramInterface.Port($0.dtype, rank: $0.ndim) }) == callback.results else {
      let found = results.map { "\($0.dtype)\(shapeText($0.shape))" }.joined(separator: ", ")
      let promised = callback.results.map { "\($0.dtype) of rank \($0.rank)" }
      throw ExecutionError.wrongNode(
        node: node, "expected \(promised.joined(separator: ", ")), got \(found)")
    }
    guard callback.use == .borrowed else { return results }
    // The program may use an operand's memory again while it needs a result that lies there.
    return try results.map { result in
      let isOperand = values.contains { $0.storage === result.storage }
      return isOperand ? try copy(result.storage.bytes, result.shape, result.dtype) : result
    }
  }

  /// Returns an operand of a node as an array.
  private func operand(
    _ bytes: UnsafeRawPointer, _ shape: [Int], _ dtype: DType, _ use: NodeCallback.Operands
  ) throws -> NDArray {
    // An argument of the call is an array already, which anybody may keep.
    for case .some(let argument) in state.pointee.arguments
    where UnsafeRawPointer(argument.storage.bytes) == bytes && argument.dtype == dtype
      && argument.shape == shape
    {
      return argument
    }
    guard use == .borrowed else { return try copy(bytes, shape, dtype) }
    return NDArray(
      storage: ArrayStorage(
        adopting: UnsafeMutableRawPointer(mutating: bytes),
        byteCount: try NDArray.checkedCount(shape, dtype: dtype) * dtype.size,
        owner: Borrowing.only),
      shape: shape, dtype: dtype)
  }

  /// Returns an array with a copy of elements.
  private func copy(
    _ bytes: UnsafeRawPointer, _ shape: [Int], _ dtype: DType
  ) throws -> NDArray {
    let byteCount = try NDArray.checkedCount(shape, dtype: dtype) * dtype.size
    guard let storage = memory.storage(byteCount) else {
      throw ExecutionError.outOfMemory(byteCount)
    }
    storage.bytes.copyMemory(from: bytes, byteCount: byteCount)
    return NDArray(storage: storage, shape: shape, dtype: dtype)
  }
}

/// The owner of memory that an array only looks at.
private final class Borrowing: MemoryOwner {
  /// The one owner: it has no state.
  static let only = Borrowing()

  func release(_: UnsafeMutableRawPointer, byteCount _: Int) {}
}
