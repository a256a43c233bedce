import TheanoLoopIR

/// Functions that belong together in a text, and what they use.
struct TextPart {
  var functions: [String] = []
  /// The names of prelude functions.
  var used: Set<String> = []
  /// The functions in it that other parts call, and those of other parts that it calls, as they are declared.
  var defined: Set<String> = []
  var called: Set<String> = []
  /// About how much a compiler has to do for it.
  var weight = 0
  /// Whether a function of a loop may fail.
  var canFail = false
}

/// Large programs are printed as pieces: functions that the entry point calls one after the other.
extension CPrinter {
  /// About how much there is in a piece.
  package static let standardPieceWeight = 250
  /// About how much there is in a text, of which several are compiled at once.
  package static let standardTextWeight = 4000

  /// Returns the C texts of a program, which are compiled by themselves and linked: one, unless it is large.
  /// - Throws: `LoweringError` if the prelude lacks a function that the program calls.
  package static func texts(
    of program: LoopProgram, pieceWeight: Int = CPrinter.standardPieceWeight,
    textWeight: Int = CPrinter.standardTextWeight
  ) throws -> [String] {
    guard program.keptSlot != nil else { return [try text(of: program)] }
    try program.requireCalls()
    var printer = CPrinter(program)
    let (head, parts) = try printer.parts(pieceWeight)
    var texts: [[TextPart]] = []
    var weight = 0
    for part in parts {
      if texts.isEmpty || weight + part.weight > textWeight {
        texts.append([])
        weight = 0
      }
      texts[texts.count - 1].append(part)
      weight += part.weight
    }
    let modifiers = "__attribute__((visibility(\"hidden\"), noinline))"
    return try texts.map { try text(head, $0, modifiers) }
  }

  /// Returns one text of a program in pieces.
  mutating func wholeText(_ pieceWeight: Int) throws -> (used: Set<String>, functions: [String]) {
    let (head, parts) = try self.parts(pieceWeight)
    let definition = "#define THEANO_PIECE static THEANO_ONE_COPY"
    return (
      parts.reduce(into: Set(["theano_times_far"])) { $0.formUnion($1.used) },
      [definition, head] + parts.flatMap(\.functions)
    )
  }

  /// Returns a text of parts of a program.
  private static func text(_ head: String, _ parts: [TextPart], _ modifiers: String) throws
    -> String
  {
    let used = parts.reduce(into: Set(["theano_times_far"])) { $0.formUnion($1.used) }
    let defined = parts.reduce(into: Set<String>()) { $0.formUnion($1.defined) }
    let called = parts.reduce(into: Set<String>()) { $0.formUnion($1.called) }
    let others = called.subtracting(defined).sorted().map { "\($0);" }.joined(separator: "\n")
    let texts = [try preludeText(used), "#define THEANO_PIECE \(modifiers)", head, others]
    return (texts + parts.flatMap(\.functions)).joined(separator: "\n\n") + "\n"
  }

  /// Prints the pieces of a program, and the entry point at their end.
  private mutating func parts(_ weight: Int) throws -> (head: String, parts: [TextPart]) {
    let cut = ProgramPieces(program, weight: weight)
    uses = cut.uses
    isCut = true
    indices = cut.indices
    var parts: [TextPart] = []
    for number in cut.pieces.indices { parts.append(try part(number, cut)) }
    var entry = TextPart()
    lines = []
    for case (let value, .length(let input, let axis)) in cut.inputLengths.map({
      ($0, $1.operation)
    }) {
      literals[value] = inputLength(input, axis)
    }
    line("\(keptType) *kept = theano_reserve(frame, \(program.keptSlot ?? 0), sizeof *kept);")
    line("if (!kept) return -1;")
    line("int32_t error;")
    print(cut.steps, cut)
    entry.called = Set(cut.pieces.indices.map { "THEANO_PIECE \(pieceHead($0))" })
    let head = "int32_t \(self.entry)(theano_frame *frame) {"
    entry.functions = [([head] + lines + ["  return 0;", "}"]).joined(separator: "\n")]
    return (cut.type(keptType), parts + [entry])
  }

  /// The name of the type of what pieces leave for each other.
  private var keptType: String { "\(entry)_kept" }

  /// The head of the function of a piece.
  private func pieceHead(_ number: Int) -> String {
    "int32_t \(entry)_\(number + 1)(theano_frame *frame, \(keptType) *restrict kept)"
  }

  /// Prints what the entry point does.
  private mutating func print(_ steps: [ProgramPieces.Step], _ cut: ProgramPieces) {
    func read(_ value: Value) -> String { literals[value] ?? cut.values[value] ?? "0" }
    for step in steps {
      switch step {
      case .piece(let number):
        line("if ((error = \(entry)_\(number + 1)(frame, kept))) return error;")
      case .loop(let loop, let body):
        let index = read(loop.index)
        block("for (\(index) = 0; \(index) < \(read(loop.count)); \(index)++)") {
          $0.print(body, cut)
        }
      case .branch(let condition, let yes, let no):
        block("if (\(read(condition)))") { $0.print(yes, cut) }
        if !no.isEmpty { block("else") { $0.print(no, cut) } }
      case .exit(let condition): line("if (\(read(condition))) break;")
      }
    }
  }

  /// Prints a piece.
  private mutating func part(_ number: Int, _ cut: ProgramPieces) throws -> TextPart {
    (lines, functions, used, part) = ([], [], [], TextPart())
    let statements = cut.pieces[number]
    var (declared, buffers) = (Content(), Set<BufferID>())
    for statement in statements {
      let content = Content([statement])
      // Here and not at the beginning, as compilers take long over much that is there all the time.
      for buffer in content.buffers.union(statement.comparedBuffers).sorted(by: {
        $0.index < $1.index
      })
      where buffers.insert(buffer).inserted {
        declare(buffer, isNew: content.reserved.contains(buffer), cut)
      }
      declare(content, besides: declared, cut)
      declared.add(statement)
      try print(statement, isTop: true)
      keep(statement, cut)
    }
    if part.canFail { lines.insert("  int32_t error;", at: 0) }
    for register in declared.registers.union(declared.declared).sorted(by: { $0.id < $1.id }) {
      if let target = cut.registers[register] { line("\(target) = \(name(register));") }
    }
    let head = "THEANO_PIECE \(pieceHead(number))"
    part.defined.insert(head)
    let function = ([head + " {"] + lines + ["  return 0;", "}"]).joined(separator: "\n")
    part.functions = functions + [function]
    part.used = used
    part.weight += statements.reduce(0) { $0 + $1.ownWeight }
    return part
  }

  /// Declares a buffer that a piece uses.
  private mutating func declare(_ buffer: BufferID, isNew: Bool, _ cut: ProgramPieces) {
    let type = program[buffer].dtype.cType
    switch (program[buffer].place, cut.buffers[buffer]) {
    case (.input(let input), _):
      line("const \(type) *\(name(buffer)) = frame->inputs[\(input)];")
    case (.local, let place?): line("\(type) *\(name(buffer)) = \(place);")
    case (.local, nil):
      // One that a single loop uses is declared there.
      if cut.isOfOneLoop(buffer) { return }
      line(array(buffer))
    case (_, let place):
      line("\(type) *\(name(buffer)) = \(isNew ? "0" : place ?? "0");")
    }
  }

  /// Declares what a statement uses of the values and registers that other pieces have left.
  private mutating func declare(
    _ content: Content, besides known: Content, _ cut: ProgramPieces
  ) {
    let sizes = program.workerSizes(known)
    let values = content.freeValues.union(program.workerSizes(content)).filter {
      !known.values.contains($0) && !known.defined.contains($0) && !sizes.contains($0)
        && literals[$0] == nil
    }
    for value in values.sorted(by: { $0.id < $1.id }) {
      if let length = cut.inputLengths[value] {
        define(value, length)
      } else if let place = cut.values[value] {
        line("const \(value.dtype.cType) \(text(value)) = \(place);")
      }
    }
    let registers = content.freeRegisters.filter {
      !known.registers.contains($0) && !known.declared.contains($0)
    }
    for register in registers.sorted(by: { $0.id < $1.id }) {
      guard let place = cut.registers[register] else { continue }
      line("\(register.dtype.cType) \(name(register)) = \(place);")
    }
  }

  /// Puts what a statement makes for others where they find it.
  private mutating func keep(_ statement: Statement, _ cut: ProgramPieces) {
    let made: (values: [Value], buffers: [BufferID]) =
      switch statement {
      case .define(let value, _): ([value], [])
      case .reserve(let buffer, _): ([], [buffer])
      case .evaluate(let evaluation):
        (evaluation.results.flatMap(\.lengths), evaluation.results.map(\.buffer))
      case .branch: ([], Array(Content([statement]).reserved))
      default: ([], [])
      }
    for value in made.values {
      if let target = cut.values[value] { line("\(target) = \(text(value));") }
    }
    for buffer in made.buffers.sorted(by: { $0.index < $1.index }) {
      if let target = cut.buffers[buffer] { line("\(target) = \(name(buffer));") }
    }
  }
}
