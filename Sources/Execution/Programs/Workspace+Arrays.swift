import TheanoArrays
import TheanoLoopIR

/// Arrays on their way into a call and out of it. Each is touched where it is, since to copy an array is to
/// count two references, which takes as long as a small call.
extension Workspace {
  /// Points the frame at the inputs.
  ///
  /// - Throws: `ExecutionError` if they are not what the program takes.
  func place(_ values: [NDArray]) throws {
    let ports = interface.inputs
    guard values.count + constants.count == ports.count else {
      throw ExecutionError.wrongArguments(
        "there are \(ports.count - constants.count) inputs, and \(values.count) were given")
    }
    let wrong = values.withUnsafeBufferPointer { values in
      ports.withUnsafeBufferPointer { place(values, as: $0, inputs, inputLengths) }
    }
    if let wrong {
      throw ExecutionError.wrongArguments(
        "input \(wrong) is \(ports[wrong].dtype) of rank \(ports[wrong].rank), and was given "
          + "\(values[wrong].dtype)\(shapeText(values[wrong].shape))")
    }
    if !callbacks.isEmpty { state.pointee.arguments = values + constants }
  }

  /// Points the frame at the constants, once for all calls.
  func placeConstants() {
    let ports = interface.inputs
    let first = ports.count - constants.count
    let lengths = inputLengths + ports[..<first].reduce(0) { $0 + $1.rank }
    let wrong = constants.withUnsafeBufferPointer { constants in
      ports[first...].withUnsafeBufferPointer { place(constants, as: $0, inputs + first, lengths) }
    }
    precondition(wrong == nil, "a constant is not what its program takes")
  }

  /// Writes down where arrays are and how long; returns the place of the first that does not fit its port.
  private func place(
    _ values: UnsafeBufferPointer<NDArray>, as ports: UnsafeBufferPointer<ProgramInterface.Port>,
    _ inputs: UnsafeMutablePointer<UnsafeRawPointer?>, _ lengths: UnsafeMutablePointer<Int64>
  ) -> Int? {
    guard let first = values.baseAddress else { return nil }
    var done = 0
    for index in values.indices {
      let port = ports[index]
      guard port.place(first + index, inputs + index, lengths, from: done) else { return index }
      done += port.rank
    }
    return nil
  }

  /// Sets `results`, as many as the program has, to what it made; those made in the memory that they lent stay as
  /// they are.
  func collect(_ results: UnsafeMutablePointer<NDArray>) throws {
    var offset = 0
    for result in 0..<resultCount {
      if let storage = storages[result].take() {
        results[result] = try array(of: result, in: storage, shape: shape(of: result, at: offset))
      } else if self.results[result] == nil {
        throw ExecutionError.brokenProgram("it has not made result \(result)")
      } else if !isShape(results[result].shape, of: result, at: offset) {
        let storage = results[result].storage
        results[result] = try array(of: result, in: storage, shape: shape(of: result, at: offset))
      }
      offset += interface.results[result].rank
    }
  }
}

extension ProgramInterface.Port {
  /// Writes down where an array is, and its lengths from a place on; false if it is not what belongs here.
  @inline(__always)
  func place(
    _ array: UnsafePointer<NDArray>, _ input: UnsafeMutablePointer<UnsafeRawPointer?>,
    _ lengths: UnsafeMutablePointer<Int64>, from first: Int
  ) -> Bool {
    guard array.pointee.dtype == dtype, array.pointee.shape.count == rank else { return false }
    input.pointee = UnsafeRawPointer(array.pointee.storage.bytes)
    for axis in 0..<rank { lengths[first + axis] = Int64(array.pointee.shape[axis]) }
    return true
  }
}
