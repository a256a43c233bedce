import TheanoArrays
import TheanoLoopIR

extension LoopProgram {
  /// Returns what is wrong with this program's calls of prelude functions: other operands or results than those
  /// with which the functions' C texts declare them.
  package func callProblems() -> [Problem] {
    var verifier = CallVerifier(buffers: buffers)
    verifier.verify(body)
    return verifier.problems
  }

  /// Throws the first of these problems, in debug builds: what C makes of them is a mistake of ours.
  func requireCalls() throws {
    #if DEBUG
      if let problem = callProblems().first { throw problem }
    #endif
  }
}

/// A walk through a program that looks at calls.
private struct CallVerifier {
  let buffers: [Buffer]
  var problems: [Problem] = []
  /// The declarations of the functions that have been met.
  private var declarations: [String: Declaration?] = [:]

  init(buffers: [Buffer]) { self.buffers = buffers }

  /// Looks at statements.
  mutating func verify(_ statements: [Statement]) {
    for statement in statements {
      switch statement {
      case .define(let value, let instruction):
        if case .call(let name) = instruction.operation {
          verify(CPrinter.function(name, instruction, value.dtype), instruction, value, statement)
        }
      case .loop(let loop): verify(loop.body)
      case .branch(_, let yes, let no): verify(yes + no)
      default: break
      }
    }
  }

  /// Looks at a call.
  private mutating func verify(
    _ function: String, _ instruction: Instruction, _ value: Value, _ statement: Statement
  ) {
    let known = declarations[function]
    let found = known ?? prelude.first { $0.name == function }.flatMap(Declaration.init)
    if known == nil { declarations[function] = .some(found) }
    var kinds: [Problem.Kind] = []
    let operands = instruction.operands
    if let found {
      let expected = found.parameters.count
      if operands.count != expected {
        kinds.append(.wrongOperandCount(operands.count, expected: expected))
      }
      for (operand, type) in zip(operands + [value], found.parameters + [found.result])
      where operand.dtype.cType != type {
        kinds.append(.wrongCType(operand.dtype, expected: type))
      }
    } else {
      kinds.append(.noFunction(function))
    }
    problems += kinds.map { Problem($0, statement.text(buffers)) }
  }
}

/// The C types of a function's parameters and of its result.
struct Declaration {
  let parameters: [String]
  let result: String

  /// Reads how the function is declared that a piece is named after; nil if it has none.
  init?(_ piece: PreludePiece) {
    let lines = piece.text.split(separator: "\n")
    // Further in, and in braces, there are only calls.
    let first = lines.firstIndex { line in
      let parts = line.split(separator: " \(piece.name)(", maxSplits: 1)
      return line.first.map(\.isLetter) == true && parts.count == 2 && !parts[0].contains("{")
    }
    guard let first else { return nil }
    let parts = lines[first...].joined(separator: " ")
      .split(separator: " \(piece.name)(", maxSplits: 1)
    let list = parts[1].prefix { $0 != ")" }
    parameters =
      list == "void" ? [] : list.split(separator: ",").map { Declaration.type($0.words.dropLast()) }
    result = Declaration.type(parts[0].words)
  }

  /// A type, without what else is said about a function, by the name that it has in generated code.
  private static func type(_ words: some Collection<Substring>) -> String {
    let others: Set<Substring> = ["static", "inline", "const"]
    let type = words.filter {
      !others.contains($0) && !$0.hasPrefix("THEANO_") && !$0.hasPrefix("__attribute__")
    }
    .joined(separator: " ")
    switch type {
    case "int": return "int32_t"
    case "unsigned": return "uint32_t"
    case "long long": return "int64_t"
    case "unsigned long long": return "uint64_t"
    default: return type
    }
  }
}

extension Substring {
  /// What is between spaces.
  fileprivate var words: [Substring] { split(separator: " ") }
}
