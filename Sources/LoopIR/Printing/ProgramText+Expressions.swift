import TheanoArrays

extension ProgramText {
  /// An operation on values.
  mutating func text(_ instruction: Instruction) -> String {
    var x: [String] = []
    for operand in instruction.operands { x.append(name(operand)) }
    switch instruction.operation {
    case .integer(let number): return "\(number)"
    case .real(let bits): return "\(Double(bitPattern: bits))"
    case .select where x.count == 3: return "\(x[0]) ? \(x[1]) : \(x[2])"
    case .call(let name): return "\(name)(\(x.joined(separator: ", ")))"
    case .load(let access): return text(access)
    case .read(let register): return name(register)
    case .length(let input, let axis): return "length \(axis) of input \(input)"
    case .worker: return "worker"
    case .isSame(let a, let b): return "\(name(a)) is \(name(b))"
    default:
      if let sign = instruction.operation.sign, x.count == 2 { return "\(x[0]) \(sign) \(x[1])" }
      return "\(instruction.operation)(\(x.joined(separator: ", ")))"
    }
  }

  /// A product of matrices.
  mutating func text(_ product: MatrixProduct) -> String {
    let (a, b, c) = (text(product.a), text(product.b), text(product.c))
    let sizes = list([product.m, product.n, product.k])
    let (alpha, beta) = (name(product.alpha), name(product.beta))
    return "product [\(sizes)] \(c) = \(alpha) * \(a) * \(b) + \(beta) * \(c)"
  }

  /// A matrix in memory.
  private mutating func text(_ operand: MatrixProduct.Operand) -> String {
    let start = text(operand.start)
    let rows = text(operand.rowStride)
    return "\(start) (\(rows), \(text(operand.columnStride)))"
  }

  /// A node evaluated outside.
  mutating func text(_ evaluation: Evaluation) -> String {
    var operands: [String] = []
    for operand in evaluation.operands {
      let start = text(operand.start)
      operands.append("\(start) [\(list(operand.lengths))]")
    }
    var results: [String] = []
    for result in evaluation.results {
      results.append("\(name(result.buffer)) [\(list(result.lengths))]")
    }
    return "\(results.joined(separator: ", ")) = node \(evaluation.node)"
      + "(\(operands.joined(separator: ", ")))"
  }
}

extension Instruction {
  /// Whether it is a known number.
  var isLiteral: Bool {
    switch operation {
    case .integer, .real: true
    default: false
    }
  }
}

extension Operation {
  /// How an operation on two values is written between them.
  fileprivate var sign: String? {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .remainder: "%"
    case .and: "&"
    case .or: "|"
    case .xor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    default: nil
    }
  }
}

extension Buffer.Place: CustomStringConvertible {
  /// The place for people.
  package var description: String {
    switch self {
    case .input(let input): "input \(input)"
    case .result(let result): "result \(result)"
    case .slot(let slot, let perWorker): "slot \(slot)\(perWorker ? " of each worker" : "")"
    case .local: "local"
    case .external: "external"
    }
  }
}
