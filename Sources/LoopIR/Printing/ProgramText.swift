import TheanoArrays

/// The text of programs and statements for people, and for tests.
///
/// With `numbersAnew`, values and registers have numbers in the order in which they appear, and known numbers
/// stand where they are used, so that a text says what a program does and not how it was built.
struct ProgramText {
  /// The buffers, by number; a buffer that is not there has a number for a name.
  private let buffers: [Buffer]
  /// What checks belong to, by their numbers less 1.
  private let checks: [CheckOrigin]
  private let numbersAnew: Bool
  private var lines: [String] = []
  private var indent = 0
  private var values: [Value: String] = [:]
  private var registers: [Register: String] = [:]
  private var valueCount = 0

  /// Creates an empty text.
  init(_ buffers: [Buffer], checks: [CheckOrigin] = [], numbersAnew: Bool) {
    self.buffers = buffers
    self.checks = checks
    self.numbersAnew = numbersAnew
  }

  /// The text so far.
  var text: String { lines.joined(separator: "\n") }

  // MARK: Names

  /// A value's name.
  mutating func name(_ value: Value, _ letter: String = "v") -> String {
    if let known = values[value] { return known }
    let name = "\(letter)\(numbersAnew ? valueCount : value.id)"
    valueCount += 1
    values[value] = name
    return name
  }

  /// A register's name.
  mutating func name(_ register: Register) -> String {
    if let known = registers[register] { return known }
    let name = "r\(numbersAnew ? registers.count : register.id)"
    registers[register] = name
    return name
  }

  /// A buffer's name.
  func name(_ buffer: BufferID) -> String {
    let name = buffers.indices.contains(buffer.index) ? buffers[buffer.index].name : "buffer"
    return "\(name)_\(buffer.index)"
  }

  /// Names of values, with commas.
  mutating func list(_ values: [Value]) -> String {
    var names: [String] = []
    for value in values { names.append(name(value)) }
    return names.joined(separator: ", ")
  }

  /// A product of lengths.
  mutating func text(_ stride: Stride) -> String {
    var factors: [String] = []
    for length in stride.lengths { factors.append(name(length)) }
    if stride.factor != 1 || factors.isEmpty { factors.append("\(stride.factor)") }
    return factors.joined(separator: " * ")
  }

  /// The place of an element.
  mutating func text(_ access: Access) -> String {
    var terms: [String] = []
    for term in access.terms {
      let value = name(term.value)
      terms.append(term.stride == .one ? value : "\(value) * \(text(term.stride))")
    }
    return "\(name(access.buffer))[\(terms.isEmpty ? "0" : terms.joined(separator: " + "))]"
  }

  // MARK: Lines

  /// Adds a line.
  private mutating func line(_ text: String) {
    lines.append(String(repeating: "  ", count: indent) + text)
  }

  /// Adds a program.
  mutating func add(_ program: LoopProgram) {
    for statement in program.body { collectLiterals(statement) }
    add(program.body)
    let body = lines
    lines = []
    for (index, buffer) in program.buffers.enumerated() {
      let size = list(buffer.lengths)
      let mark = buffer.isMutable ? ", mutable" : ""
      line("\(buffer.place) \(name(BufferID(index))): \(buffer.dtype) [\(size)]\(mark)")
    }
    lines += body
  }

  /// Notes the numbers that are known, so that they can stand where they are used.
  private mutating func collectLiterals(_ statement: Statement) {
    switch statement {
    case .define(let value, let instruction):
      switch instruction.operation {
      case .integer(let number): values[value] = "\(number)"
      case .real(let bits): values[value] = "\(Double(bitPattern: bits))"
      default: break
      }
    case .loop(let loop): for statement in loop.body { collectLiterals(statement) }
    case .branch(_, let yes, let no): for statement in yes + no { collectLiterals(statement) }
    default: break
    }
  }

  /// Adds statements.
  mutating func add(_ statements: [Statement]) {
    for statement in statements { add(statement) }
  }

  /// Adds statements a step further in.
  private mutating func addInside(_ statements: [Statement]) {
    indent += 1
    add(statements)
    indent -= 1
  }

  /// Adds a statement; with `isWhole` false only the first line of those that have others inside.
  mutating func add(_ statement: Statement, isWhole: Bool = true) {
    switch statement {
    case .define(let value, let instruction):
      if numbersAnew && instruction.isLiteral { return }
      let right = text(instruction)
      line("\(name(value)): \(value.dtype) = \(right)")
    case .declare(let register, let value):
      let initial = name(value)
      line("var \(name(register)): \(register.dtype) = \(initial)")
    case .assign(let register, let value): line("\(name(register)) = \(name(value))")
    case .combine(let register, let combination, let value):
      line("\(name(register)) \(combination)= \(name(value))")
    case .store(let access, let value): line("\(text(access)) = \(name(value))")
    case .accumulate(let access, let combination, let value):
      line("\(text(access)) \(combination)= \(name(value))")
    case .loop(let loop):
      let count = name(loop.count)
      line("\(loop.kind) for \(name(loop.index, "i")) in 0..<\(count) {")
      if isWhole {
        addInside(loop.body)
        line("}")
      }
    case .branch(let condition, let yes, let no):
      line("if \(name(condition)) {")
      guard isWhole else { return }
      addInside(yes)
      if !no.isEmpty {
        line("} else {")
        addInside(no)
      }
      line("}")
    case .exit(let condition): line("exit if \(name(condition))")
    case .reserve(let buffer, let size): line("reserve \(name(buffer)): \(text(size))")
    case .check(let condition, let number, let isLate):
      let origin = checks.indices.contains(number - 1) ? checks[number - 1] : .unknown
      let whose = origin == .unknown ? "" : " of \(origin)"
      line("check \(name(condition)) (\(number)\(whose))\(isLate ? ", late" : "")")
    case .product(let product): line(text(product))
    case .evaluate(let evaluation): line(text(evaluation))
    case .lengths(let result, let lengths): line("lengths of result \(result): [\(list(lengths))]")
    case .comment(let text): line("// \(text)")
    }
  }
}

extension Statement {
  /// The text of this statement without those inside it, with the numbers of values as they are.
  package func text(_ buffers: [Buffer]) -> String {
    var text = ProgramText(buffers, numbersAnew: false)
    text.add(self, isWhole: false)
    return text.text
  }
}

extension LoopProgram: CustomStringConvertible {
  /// The program for people: its buffers, then what is done. Equal for programs that differ only in numbers.
  package var description: String {
    var text = ProgramText(buffers, checks: checks, numbersAnew: true)
    text.add(self)
    return text.text + "\n"
  }
}
