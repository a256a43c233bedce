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
        let number = UnsafeRawPointer($0).assumingMemoryBound(to: Int.self).pointee
        // As `InputFilter` converts it.
        return workspace.nextDType == .float64
          ? workspace.lend(Double(number)) : workspace.lend(Int64(number))
      }
    }
    return false
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
