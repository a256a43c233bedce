import CTheanoExecution
import TheanoArrays
import TheanoExecution
import TheanoLoopIR

@testable import Theano

/// A call of a native program in which every buffer lies in guarded memory: inputs, results, slots, and what
/// nodes evaluated outside leave. Afterwards inputs are what they were, results exactly as long as their
/// shapes say, and nothing was written before a buffer.
final class GuardedCall {
  /// Why a program has not computed anything.
  struct Failure: Error {
    /// What the entry point returned.
    var status: Int32
    /// What a node that was evaluated outside has thrown.
    var reason: (any Error)?
  }

  /// What a program has done that no program may.
  struct Damage: Error {
    /// What it has done, and to what.
    var what: String
  }

  /// A frame with the call that it belongs to.
  private struct Frame {
    var frame: theano_frame
    var owner: UnsafeMutableRawPointer?
  }

  private let plan: NativePlan
  private let memory: GuardedMemory
  private let callbacks: [NodeCallback]
  private var resultLengths: [Int64]
  private var results: [UnsafeMutableRawPointer?]
  private var capacities: [Int64]
  private var slots: [UnsafeMutableRawPointer?]
  private var slotSizes: [Int64]
  private var failure: (any Error)?

  /// Prepares a call of a program.
  init(_ plan: NativePlan, memory: GuardedMemory, guardsNaN: Bool = false) {
    self.plan = plan
    self.memory = memory
    callbacks = plan.scheduled.outside.map { NodeCallback($0, guardsNaN: guardsNaN) }
    let interface = plan.scheduled.program.interface
    resultLengths = Array(repeating: -1, count: interface.results.reduce(1) { $0 + $1.rank })
    results = Array(repeating: nil, count: interface.results.count + 1)
    // Less than anything, so that also a result of nothing gets memory.
    capacities = Array(repeating: -1, count: interface.results.count + 1)
    slots = Array(repeating: nil, count: interface.slotCount + 1)
    slotSizes = Array(repeating: -1, count: interface.slotCount + 1)
  }

  /// Calls the program and returns what the plan says are the outputs.
  /// - Throws: `Failure`, `Damage`
  func run(_ entry: NativeProgram.Entry, _ arguments: [NDArray]) throws -> [NDArray] {
    defer { memory.giveBack() }
    let values = arguments + plan.scheduled.shared.map { $0.value } + plan.scheduled.constants
    let inputs: [UnsafeRawPointer?] = values.map { value in
      copy(value).map { UnsafeRawPointer($0) }
    }
    let lengths: [Int64] = values.flatMap { $0.shape.map { Int64($0) } } + [0]
    var services = Self.services
    let status = withExtendedLifetime(self) {
      inputs.withUnsafeBufferPointer { inputs in
        lengths.withUnsafeBufferPointer { lengths in call(entry, inputs, lengths, &services) }
      }
    }
    try check(inputs, values)
    if status != 0 { throw Failure(status: status, reason: failure) }
    let computed = try computedArrays()
    return plan.results.map { result in
      switch result {
      case .input(let place): arguments[place]
      case .computed(let place): computed[place]
      }
    }
  }

  /// Calls the entry point with a frame.
  private func call(
    _ entry: NativeProgram.Entry, _ inputs: UnsafeBufferPointer<UnsafeRawPointer?>,
    _ lengths: UnsafeBufferPointer<Int64>, _ services: UnsafePointer<theano_services>
  ) -> Int32 {
    // All arrays have an element, and so an address.
    guard let lengths = lengths.baseAddress else { return -9 }
    let none: [UnsafeRawPointer?] = [nil]
    return none.withUnsafeBufferPointer { none in
      results.withUnsafeMutableBufferPointer { results in
        slots.withUnsafeMutableBufferPointer { slots in
          slotSizes.withUnsafeMutableBufferPointer { sizes in
            capacities.withUnsafeMutableBufferPointer { capacities in
              resultLengths.withUnsafeMutableBufferPointer { resultLengths in
                guard let inputs = inputs.baseAddress ?? none.baseAddress,
                  let results = results.baseAddress, let slots = slots.baseAddress,
                  let sizes = sizes.baseAddress, let capacities = capacities.baseAddress,
                  let resultLengths = resultLengths.baseAddress
                else { return -9 }
                var frame = Frame(
                  frame: theano_frame(
                    inputs: inputs, input_lengths: lengths, results: results,
                    result_capacities: capacities, result_lengths: resultLengths, slots: slots,
                    slot_sizes: sizes, services: services, workers: 2, failure: 0),
                  owner: Unmanaged.passUnretained(self).toOpaque())
                return withUnsafeMutablePointer(to: &frame) { frame in
                  entry(UnsafeMutableRawPointer(frame).assumingMemoryBound(to: theano_frame.self))
                }
              }
            }
          }
        }
      }
    }
  }

  /// The call that a frame belongs to.
  private static func of(_ frame: UnsafeMutablePointer<theano_frame>) -> GuardedCall? {
    let frame = UnsafeMutableRawPointer(frame).assumingMemoryBound(to: Frame.self)
    return frame.pointee.owner.map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
  }

  /// What the program may ask for.
  private static var services: theano_services {
    theano_services(
      reserve: { frame, slot, byteCount in
        // Elements of any dtype may lie here later.
        let block = GuardedCall.of(frame)?.memory.take((Int(byteCount) + 7) & ~7)
        frame.pointee.slots[Int(slot)] = block
        UnsafeMutablePointer(mutating: frame.pointee.slot_sizes)[Int(slot)] = byteCount
        return block
      },
      result: { frame, result, byteCount in
        let block = GuardedCall.of(frame)?.memory.take(Int(byteCount))
        frame.pointee.results[Int(result)] = block
        UnsafeMutablePointer(mutating: frame.pointee.result_capacities)[Int(result)] = byteCount
        return block
      },
      evaluate: { frame, node, operands, lengths, results, resultLengths in
        guard let call = GuardedCall.of(frame) else { return 1 }
        return call.evaluate(Int(node), operands, lengths, results, resultLengths)
      },
      parallel: { frame, part, captures, count in
        // Two workers, the second of which is faster.
        let half = count / 2
        part(frame, captures, half, count, 1)
        part(frame, captures, 0, half, 0)
      },
      gemm_f32: ProductRoutines.plain.float32, gemm_f64: ProductRoutines.plain.float64)
  }

  /// Evaluates a node outside; 0 if it went well.
  private func evaluate(
    _ node: Int, _ operands: UnsafePointer<UnsafeRawPointer?>, _ lengths: UnsafePointer<Int64>,
    _ results: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ resultLengths: UnsafeMutablePointer<Int64>
  ) -> Int32 {
    var (next, nextResult) = (lengths, resultLengths)
    let values = callbacks[node].operands.enumerated().map { index, port in
      let shape = (0..<port.rank).map { Int(next[$0]) }
      next += port.rank
      return array(operands[index], shape, port.dtype)
    }
    do {
      for (index, array) in try callbacks[node].evaluate(values).enumerated() {
        results[index] = copy(array)
        for length in array.shape {
          nextResult.pointee = Int64(length)
          nextResult += 1
        }
      }
      return 0
    } catch {
      failure = error
      return 1
    }
  }

  /// Returns a guarded copy of an array's elements.
  private func copy(_ value: NDArray) -> UnsafeMutableRawPointer? {
    let block = memory.take(value.count * value.dtype.size)
    value.withUnsafeBytes { bytes in
      if let block, let start = bytes.baseAddress {
        block.copyMemory(from: start, byteCount: bytes.count)
      }
    }
    return block
  }

  /// Returns an array with a copy of elements.
  private func array(_ bytes: UnsafeRawPointer?, _ shape: [Int], _ dtype: DType) -> NDArray {
    let byteCount = shape.reduce(dtype.size, *)
    let storage = ArrayStorage(byteCount: byteCount)
    if let bytes { storage.bytes.copyMemory(from: bytes, byteCount: byteCount) }
    return NDArray(storage: storage, shape: shape, dtype: dtype)
  }

  /// Checks that a program has left alone what is not its own.
  private func check(_ inputs: [UnsafeRawPointer?], _ values: [NDArray]) throws {
    for (place, (input, value)) in zip(inputs, values).enumerated() {
      guard let input else { continue }
      let isSame = value.withUnsafeBytes { bytes in
        bytes.elementsEqual(UnsafeRawBufferPointer(start: input, count: bytes.count))
      }
      if !isSame { throw Damage(what: "input \(place) has changed") }
    }
    let count = memory.damageCount
    if count > 0 { throw Damage(what: "\(count) buffers were written to before their beginnings") }
  }

  /// The results of the program as arrays.
  private func computedArrays() throws -> [NDArray] {
    var offset = 0
    return try plan.scheduled.program.interface.results.enumerated().map { index, port in
      let shape = (0..<port.rank).map { Int(resultLengths[offset + $0]) }
      offset += port.rank
      let byteCount = shape.reduce(port.dtype.size, *)
      guard shape.allSatisfy({ $0 >= 0 }), results[index] != nil, capacities[index] == byteCount
      else {
        throw Damage(
          what: "result \(index) has shape \(shape) in \(capacities[index]) bytes of memory")
      }
      return array(results[index], shape, port.dtype)
    }
  }
}
