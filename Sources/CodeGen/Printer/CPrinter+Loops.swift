import TheanoArrays
import TheanoLoopIR

extension CPrinter {
  /// How many elements are added up in the elements' own dtype before they go into the sum.
  private static let blockLength = 1024

  /// Prints a loop where it stands.
  mutating func printLoop(_ loop: Loop) throws {
    indices.insert(loop.index)
    let sums = loop.kind == .serial ? [] : loop.combined
    if sums.isEmpty {
      return try block(head(text(loop.index), "0", text(loop.count))) { try $0.printAll(loop.body) }
    }
    try printSum(loop, sums)
  }

  /// The head of a loop.
  private func head(_ index: String, _ start: String, _ end: String) -> String {
    "for (int64_t \(index) = \(start); \(index) < \(end); \(index)++)"
  }

  /// Prints a loop that combines elements in registers: blocks of it in variables of their own, in an order
  /// that the compiler may choose.
  private mutating func printSum(_ loop: Loop, _ sums: [(Register, Combination, DType)]) throws {
    let index = text(loop.index)
    let count = text(loop.count)
    let isBlocked = sums.contains { $0.1 == .sum && $0.0.dtype.isFloat }
    let outer = partials
    let start = isBlocked ? "b\(loop.index.id)" : "0"
    let end = isBlocked ? "e\(loop.index.id)" : count
    if isBlocked {
      let step = CPrinter.blockLength
      line("for (int64_t \(start) = 0; \(start) < \(count); \(start) += \(step)) {")
      indent += 1
      line("const int64_t \(end) = \(count) - \(start) < \(step) ? \(count) : \(start) + \(step);")
    } else {
      line("{")
      indent += 1
    }
    for (register, combination, dtype) in sums {
      let part = "p\(register.id)"
      let initial = combination == .sum ? dtype.literal(0.0) : name(register)
      line("\(dtype.cType) \(part) = \(dtype.isFloat ? initial : combination == .sum ? "0" : initial);")
      if combination.keepsNaN && dtype.isFloat { line("int32_t nan_\(part) = \(initial) != \(initial);") }
    }
    for (register, _, _) in sums { partials[register] = "p\(register.id)" }
    try block(head(index, start, end)) { try $0.printAll(loop.body) }
    partials = outer
    for (register, combination, dtype) in sums {
      let part = "p\(register.id)"
      let total = name(register)
      if combination == .sum {
        line("\(total) += \(part);")
      } else if combination.keepsNaN && dtype.isFloat {
        line("\(total) = nan_\(part) ? \(dtype.literal(Double.nan)) : \(part);")
      } else {
        line("\(total) = \(part);")
      }
    }
    indent -= 1
    line("}")
  }

  /// Prints the taking in of an element into a register.
  mutating func combine(_ register: Register, _ combination: Combination, _ value: Value) {
    let total = name(register)
    let dtype = value.dtype
    guard partials[register] != nil, dtype.isFloat else {
      line("\(total) = \(expression(combination, total, text(value), register.dtype));")
      return
    }
    let end = dtype == .float32 ? "f" : ""
    switch combination {
    case .sum, .product:
      let sign = combination == .sum ? "+" : "*"
      line("{ THEANO_REASSOCIATE \(total) = \(total) \(sign) \(text(value)); }")
    case .maximum, .minimum:
      let function = combination == .maximum ? "fmax" : "fmin"
      line("\(total) = __builtin_\(function)\(end)(\(total), \(text(value)));")
      line("nan_\(total) |= \(text(value)) != \(text(value));")
    case .and, .or:
      line("\(total) = \(expression(combination, total, text(value), dtype));")
    }
  }

  // MARK: Functions

  /// Prints a loop of the program as a function of its own, so that the compiler knows that its buffers do not
  /// overlap, and a call of it.
  mutating func printFunction(_ loop: Loop) throws {
    loopCount += 1
    let function = functionName(loopCount)
    var content = Content()
    content.add(.loop(loop))
    let values = content.freeValues.filter { literals[$0] == nil }.sorted { $0.id < $1.id }
    let registers = content.freeRegisters.sorted { $0.id < $1.id }
    let own = content.reserved
    let buffers = content.buffers.filter { !own.contains($0) }.sorted { $0.index < $1.index }
    var parameters = ["theano_frame *frame"]
    for buffer in buffers {
      let constant = content.written.contains(buffer) ? "" : "const "
      let restrict = aliased.contains(buffer) ? "" : "restrict "
      parameters.append("\(constant)\(program[buffer].dtype.cType) *\(restrict)\(name(buffer))")
    }
    parameters += values.map { "const \($0.dtype.cType) \(text($0))" }
    parameters += registers.map { "\($0.dtype.cType) *out_\(name($0))" }

    var inner = self
    inner.lines = []
    inner.indent = 1
    for buffer in own.sorted(by: { $0.index < $1.index }) {
      inner.line("\(program[buffer].dtype.cType) *\(name(buffer)) = 0;")
    }
    for register in registers {
      inner.line("\(register.dtype.cType) \(name(register)) = *out_\(name(register));")
    }
    try inner.printLoop(loop)
    for register in registers { inner.line("*out_\(name(register)) = \(name(register));") }
    let whole =
      ["static int32_t \(function)(\(parameters.joined(separator: ", "))) {"] + inner.lines
      + ["  return 0;", "}"]
    functions = inner.functions + [whole.joined(separator: "\n")]
    used = inner.used
    literals = inner.literals
    indices = inner.indices
    let arguments =
      ["frame"] + buffers.map(name) + values.map { text($0) }
      + registers.map { "&\(name($0))" }
    let call = "\(function)(\(arguments.joined(separator: ", ")))"
    if content.canFail {
      line("{ const int32_t error = \(call); if (error) return error; }")
    } else {
      line("\(call);")
    }
  }
}

extension Combination {
  /// Whether a NaN among the elements makes the whole a NaN in a way that comparisons would miss.
  var keepsNaN: Bool { self == .maximum || self == .minimum }
}

extension Loop {
  /// The registers that the body itself combines elements into, with the elements' dtype.
  var combined: [(Register, Combination, DType)] {
    var seen: Set<Register> = []
    return body.compactMap { statement in
      guard case .combine(let register, let combination, let value) = statement,
        seen.insert(register).inserted
      else { return nil }
      return (register, combination, value.dtype)
    }
  }
}
