import TheanoArrays
import TheanoLoopIR

/// Prints a program as C that a person can read.
package struct CPrinter {
  let program: LoopProgram
  /// The text of the functions before the entry point.
  var functions: [String] = []
  /// The lines of the function that is being printed.
  var lines: [String] = []
  var indent = 1
  /// Known values, as they are written where they are used.
  var literals: [Value: String] = [:]
  /// Values that count a loop.
  var indices: Set<Value> = []
  /// The registers in whose place a loop uses another variable for now.
  var partials: [Register: String] = [:]
  /// Values that are known to be small, for functions that have a variant for such.
  var near: Set<Value> = []
  /// Where values are that were made ahead.
  var ahead: [Value: String] = [:]
  /// The names of prelude functions that are used.
  var used: Set<String> = []
  /// Whether an error is returned by the function that is being printed, or recorded in the frame.
  var loopCount = 0
  /// The frame that products are given: none with threads of its own in a loop that threads share.
  var productFrame = "frame"
  /// Whether there are loops that threads may share.
  var sharesLoops = false
  /// Names of buffers by number.
  let names: [String]
  /// Buffers whose memory may be that of another.
  let aliased: Set<BufferID>
  /// In how many of the program's statements each buffer is used.
  var uses: [BufferID: Int]
  /// Whether the program is printed in pieces.
  var isCut = false
  /// The functions of loops of a program in pieces, by their texts without names.
  var shared: [String: FunctionHead] = [:]
  /// The piece that is being printed.
  var part = TextPart()
  /// For each input the place of its first length among all.
  let firstLengths: [Int]
  /// The name of the entry point.
  let entry: String
  /// The least work for which a loop is split over threads.
  var parallelWork = CPrinter.standardWork

  /// Creates a printer.
  package init(_ program: LoopProgram, entry: String = CPrinter.standardEntry) {
    self.program = program
    self.entry = entry
    var lengthCount = 0
    firstLengths = program.interface.inputs.map {
      lengthCount += $0.rank
      return lengthCount - $0.rank
    }
    names = program.buffers.enumerated().map { "\(identifier($1.name))_\($0)" }
    var aliased: Set<BufferID> = []
    for (index, buffer) in program.buffers.enumerated() {
      switch buffer.place {
      case .input(let input) where program.interface.reusable.contains(input):
        aliased.insert(BufferID(index))
      case .result(let result) where program.interface.reusable[result] != nil:
        aliased.insert(BufferID(index))
      default: break
      }
    }
    self.aliased = aliased
    var uses: [BufferID: Int] = [:]
    for statement in program.body {
      for buffer in Content([statement]).buffers { uses[buffer, default: 0] += 1 }
    }
    self.uses = uses
  }

  /// The name of a program's entry point where it has a text of its own.
  package static let standardEntry = "theano_run"

  /// Returns the C text of a program: the prelude it uses, its loops, the entry point `theano_run`.
  /// - Throws: `LoweringError` if the prelude lacks a function that the program calls.
  package static func text(of program: LoopProgram) throws -> String {
    try text(of: [(entry: standardEntry, program: program)])
  }

  /// Returns one C text of several programs, by the names of their entry points, with one prelude. Programs that
  /// may be cut are cut into pieces of about the weight given.
  /// - Throws: `LoweringError` if the prelude lacks a function that a program calls.
  package static func text(
    of programs: [(entry: String, program: LoopProgram)], parallelWork: Int = standardWork,
    pieceWeight: Int = standardPieceWeight
  ) throws -> String {
    var used: Set<String> = []
    var functions: [String] = []
    for (entry, program) in programs {
      try program.requireCalls()
      var printer = CPrinter(program, entry: entry)
      printer.parallelWork = parallelWork
      if program.keptSlot != nil {
        let whole = try printer.wholeText(pieceWeight)
        functions += whole.functions
        used.formUnion(whole.used)
        continue
      }
      for statement in program.body { try printer.print(statement, isTop: true) }
      let head = "int32_t \(entry)(theano_frame *frame) {"
      // The compiler does not know that it is 0.
      let zero = printer.sharesLoops ? ["  const int64_t zero = frame->workers < 1;"] : []
      let lines = [head] + printer.declarations() + zero + printer.lines + ["  return 0;", "}"]
      functions += printer.functions + [lines.joined(separator: "\n")]
      used.formUnion(printer.used)
    }
    return ([try preludeText(used)] + functions).joined(separator: "\n\n") + "\n"
  }

  /// The name of a function beside the entry point.
  func functionName(_ number: Int) -> String {
    (entry == CPrinter.standardEntry ? "" : "\(entry)_") + "loop_\(number)"
  }

  /// The declarations of all buffers' pointers.
  private func declarations() -> [String] {
    let usedInLoops = program.body.reduce(into: Set<BufferID>()) { found, statement in
      if case .loop = statement { found.formUnion(Content([statement]).buffers) }
    }
    return declarations(usedInLoops)
  }

  /// The declarations of all buffers' pointers, save for arrays that one loop alone uses.
  private func declarations(_ usedInLoops: Set<BufferID>) -> [String] {
    program.buffers.indices.compactMap { index in
      let buffer = program.buffers[index]
      let type = buffer.dtype.cType
      switch buffer.place {
      case .input(let input):
        return "  const \(type) *\(names[index]) = frame->inputs[\(input)];"
      case .local:
        // One that a single statement uses is declared there.
        if uses[BufferID(index)] == 1 && usedInLoops.contains(BufferID(index)) { return nil }
        return "  \(array(BufferID(index)))"
      case .slot, .result, .external: return "  \(type) *\(names[index]) = 0;"
      }
    }
  }

  // MARK: Lines

  /// Adds a line.
  mutating func line(_ text: String) {
    lines.append(String(repeating: "  ", count: indent) + text)
  }

  /// Adds lines between braces after `head`.
  mutating func block(_ head: String, _ body: (inout CPrinter) throws -> Void) rethrows {
    line(head.isEmpty ? "{" : head + " {")
    indent += 1
    try body(&self)
    indent -= 1
    line("}")
  }

  // MARK: Statements

  /// Prints a statement; loops of the program itself become functions.
  mutating func print(_ statement: Statement, isTop: Bool = false) throws {
    switch statement {
    case .define(let value, let instruction): define(value, instruction)
    case .declare(let register, let value):
      line("\(register.dtype.cType) \(name(register)) = \(text(value));")
    case .assign(let register, let value): line("\(name(register)) = \(text(value));")
    case .combine(let register, let combination, let value):
      combine(register, combination, value)
    case .store(let access, let value): line("\(element(access)) = \(text(value));")
    case .accumulate(let access, let combination, let value):
      accumulate(access, combination, value)
    case .loop(let loop):
      if !isTop {
        try printLoop(loop)
      } else if isCut {
        try printShared(loop)
      } else {
        try printFunction(loop)
      }
    case .branch(let condition, let yes, let no):
      try block("if (\(text(condition)))") { try $0.printAll(yes) }
      if !no.isEmpty { try block("else") { try $0.printAll(no) } }
    case .exit(let condition): line("if (\(text(condition))) break;")
    case .reserve(let buffer, let size): reserve(buffer, size)
    case .check(let condition, let number, _): line("if (!(\(text(condition)))) return \(number);")
    case .product(let product): print(product)
    case .evaluate(let evaluation): print(evaluation)
    case .lengths(let result, let lengths):
      let offset = program.interface.results[..<result].reduce(0) { $0 + $1.rank }
      for (axis, length) in lengths.enumerated() {
        line("frame->result_lengths[\(offset + axis)] = \(text(length));")
      }
    case .comment(let text): line(lineComment(text))
    }
  }

  /// Prints several statements.
  mutating func printAll(_ statements: [Statement]) throws {
    for statement in statements { try print(statement) }
  }

  private mutating func reserve(_ id: BufferID, _ size: Stride) {
    let buffer = program[id]
    // A size that is out of range is more memory than there is.
    let far = isCut ? "_far" : ""
    let bytes = (size.lengths.map(text) + ["\(size.factor)l"]).reduce("\(buffer.dtype.size)l") {
      "theano_times\(far)(\($0), \($1))"
    }
    switch buffer.place {
    case .slot(let slot, let perWorker):
      let count = perWorker ? "\(bytes) * frame->workers" : bytes
      line("\(name(id)) = theano_reserve\(far)(frame, \(slot), \(count));")
    case .result(let result): line("\(name(id)) = theano_result(frame, \(result), \(bytes));")
    case .input, .local, .external: return
    }
    line("if (!\(name(id))) return -1;")
  }

  private mutating func print(_ product: MatrixProduct) {
    let suffix = product.dtype.suffix
    func place(_ operand: MatrixProduct.Operand) -> String {
      "&\(element(operand.start)), \(text(operand.rowStride)), \(text(operand.columnStride))"
    }
    line(
      "frame->services->gemm_\(suffix)(\(productFrame), \(text(product.m)), \(text(product.n)), "
        + "\(text(product.k)), \(text(product.alpha)), \(place(product.a)), "
        + "\(place(product.b)), \(text(product.beta)), \(place(product.c)));")
  }

  private mutating func print(_ evaluation: Evaluation) {
    line("{")
    indent += 1
    let operands = evaluation.operands.map { "&\(element($0.start))" }
    line("const void *operands[] = {\(list(operands))};")
    line(
      "const int64_t lengths[] = {\(list(evaluation.operands.flatMap { $0.lengths.map(text) }))};")
    line("void *results[\(max(1, evaluation.results.count))];")
    let rank = evaluation.results.reduce(0) { $0 + $1.lengths.count }
    line("int64_t result_lengths[\(max(1, rank))];")
    line(
      "if (frame->services->evaluate(frame, \(evaluation.node), operands, lengths, results, "
        + "result_lengths)) return -2;")
    var offset = 0
    for (index, result) in evaluation.results.enumerated() {
      line("\(name(result.buffer)) = results[\(index)];")
      for length in result.lengths {
        if literals[length] == nil { line("\(text(length)) = result_lengths[\(offset)];") }
        offset += 1
      }
    }
    indent -= 1
    // The lengths are used after the braces, so they are declared before.
    let fresh = evaluation.results.flatMap(\.lengths).filter { literals[$0] == nil }
    let start = lines.lastIndex(of: String(repeating: "  ", count: indent) + "{") ?? lines.count
    let declared = fresh.map { String(repeating: "  ", count: indent) + "int64_t \(text($0));" }
    lines.insert(contentsOf: declared, at: start)
    line("}")
  }

  /// A list between braces, which C wants not to be empty.
  private func list(_ items: [String]) -> String {
    items.isEmpty ? "0" : items.joined(separator: ", ")
  }
}

/// Returns a name as C allows it.
private func identifier(_ name: String) -> String {
  let letters = name.unicodeScalars.map { scalar in
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      ? Character(scalar) : "_"
  }
  let text = String(letters.prefix(24))
  return text.first.map { $0.isLetter } == true ? text : "t" + text
}
