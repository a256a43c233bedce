import TheanoArrays
import TheanoExecution
import TheanoGraph

/// Calls that need nothing but machine code: those of functions without state, defaults or checks, for which arguments
/// that fit are used from where they are. Small calls take half as long so.
///
/// Whatever is not so simple, errors above all, is left to a call of `CompiledFunction`.
final class DirectCalls: Sendable {
  private let program: NativeProgram
  /// The types of the inputs of which more is known than dtype and rank, nil for others.
  private let types: [TensorType?]
  /// Whether there are any of those.
  private let hasTypes: Bool

  /// Creates the direct calls of a function; nil if its calls need more.
  init?(_ evaluator: Evaluator, inputs: [In]) {
    guard let program = evaluator.direct,
      inputs.allSatisfy({ $0.value == nil && !$0.strict })
    else { return nil }
    self.program = program
    types = inputs.map {
      let type = $0.variable.type
      return type.shape.allSatisfy { $0 == nil } ? nil : type
    }
    hasTypes = types.contains { $0 != nil }
  }

  /// Returns what arguments are lent to, until it is given to `end`; nil if there are not as many arguments as inputs.
  func begin(count: Int) -> Workspace? { count == types.count ? program.begin() : nil }

  /// Keeps a workspace for the next call.
  func end(_ workspace: Workspace) { program.end(workspace) }

  /// Lends the next argument, which must stay where it is until the end; false if it has to be converted first.
  func lend<Argument: ArrayConvertible>(
    _ argument: borrowing Argument, to workspace: Workspace
  ) -> Bool {
    if Argument.self == NDArray.self {
      return withUnsafePointer(to: argument) {
        lend(UnsafeRawPointer($0).assumingMemoryBound(to: NDArray.self), to: workspace)
      }
    }
    if Argument.self == Double.self {
      return withUnsafePointer(to: argument) {
        workspace.lend(UnsafeRawPointer($0).assumingMemoryBound(to: Double.self).pointee)
      }
    }
    if Argument.self == Int.self {
      return withUnsafePointer(to: argument) {
        lend(UnsafeRawPointer($0).assumingMemoryBound(to: Int.self).pointee, to: workspace)
      }
    }
    return false
  }

  /// Lends all arguments; false if one has to be converted first.
  func lend(_ arguments: [any ArrayConvertible], to workspace: Workspace) -> Bool {
    arguments.withUnsafeBufferPointer { arguments in
      guard let first = arguments.baseAddress else { return true }
      for place in first..<first + arguments.count where !lend(place, to: workspace) {
        return false
      }
      return true
    }
  }

  /// Lends an argument of any type.
  private func lend(
    _ argument: UnsafePointer<any ArrayConvertible>, to workspace: Workspace
  ) -> Bool {
    if let array = argument.held(NDArray.self) { return lend(array, to: workspace) }
    if let number = argument.held(Double.self) { return workspace.lend(number.pointee) }
    if let number = argument.held(Int.self) { return lend(number.pointee, to: workspace) }
    return false
  }

  /// Lends a whole number, as `InputFilter` converts it.
  private func lend(_ number: Int, to workspace: Workspace) -> Bool {
    workspace.nextDType == .float64
      ? workspace.lend(Double(number)) : workspace.lend(Int64(number))
  }

  /// Lends an array.
  private func lend(_ array: UnsafePointer<NDArray>, to workspace: Workspace) -> Bool {
    if hasTypes, let type = types[workspace.nextPlace], !type.admits(shape: array.pointee.shape) {
      return false
    }
    return workspace.lend(array)
  }

  /// Computes the results, as many as there are, in the memory of what is there; false if that failed, and the
  /// reason is to be found by another call.
  func run(_ workspace: Workspace, into results: UnsafeMutablePointer<NDArray>) -> Bool {
    do {
      try program.run(workspace, into: results)
      return true
    } catch {
      return false
    }
  }
}

extension UnsafePointer<any ArrayConvertible> {
  /// Where what an existential holds is, if it is of a type, else nil.
  ///
  /// To open an existential copies what is in it, and to copy an array is to count references, which takes a fifth
  /// of a small call. Source of the layout: "Opaque Existential Containers" in Swift's `docs/ABI/TypeLayout.rst`:
  /// three words, in which lies what fits, then its type.
  fileprivate func held<Held>(_: Held.Type) -> UnsafePointer<Held>? {
    let words = 3 * MemoryLayout<UnsafeRawPointer>.size
    let start = UnsafeRawPointer(self)
    guard MemoryLayout<Held>.size <= words,
      start.load(fromByteOffset: words, as: Any.Type.self) == Held.self
    else { return nil }
    return start.assumingMemoryBound(to: Held.self)
  }
}
