/// What went wrong in a call of a program.
package enum ExecutionError: Error, Hashable, CustomStringConvertible {
  /// A check of the program's failed; its number says which. No input has changed.
  case failedCheck(Int)
  /// There is no memory of so many bytes; 0 if the program did not say how many.
  case outOfMemory(Int)
  /// The memory given for a result is too small.
  case resultTooSmall(result: Int, byteCount: Int, needed: Int)
  /// The arguments are not what the program takes.
  case wrongArguments(String)
  /// A node's closure returned something other than what it promised.
  case wrongNode(node: Int, String)
  /// The program broke the rules of `theano_frame`: a bug of the compiler.
  case brokenProgram(String)

  /// A sentence for people.
  package var description: String {
    switch self {
    case .failedCheck(let number): "check number \(number) failed"
    case .outOfMemory(0): "out of memory"
    case .outOfMemory(let byteCount): "no memory for \(byteCount) bytes"
    case .resultTooSmall(let result, let byteCount, let needed):
      "the memory for result \(result) has \(byteCount) bytes, and \(needed) are needed"
    case .wrongArguments(let text): text
    case .wrongNode(let node, let text): "node \(node): \(text)"
    case .brokenProgram(let text): "a compiled program is broken: \(text)"
    }
  }
}
