import TheanoLoopIR

/// Removes what nobody uses: values, registers, elements of temporary memory, loops that are then empty.
func removeUnused(_ program: inout LoopProgram) {
  // Each round may leave memory unread that the next removes.
  while true {
    var pass = UnusedPass(program)
    let body = pass.run(program.body)
    program.body = body
    if !pass.hasRemovedMemory { return }
  }
}

private struct UnusedPass {
  /// The values that later statements read.
  private var used: Set<Value> = []
  /// The registers that are read somewhere.
  private var read: Set<Register> = []
  /// The temporary buffers that nothing reads.
  private var unread: Set<BufferID> = []
  /// Whether stores were removed.
  private(set) var hasRemovedMemory = false

  init(_ program: LoopProgram) {
    var loaded: Set<BufferID> = []
    UnusedPass.findReads(program.body, &loaded, &read)
    for index in program.buffers.indices where !loaded.contains(BufferID(index)) {
      switch program.buffers[index].place {
      case .slot, .local: unread.insert(BufferID(index))
      case .input, .result, .external: break
      }
    }
  }

  /// Finds what is read anywhere.
  private static func findReads(
    _ statements: [Statement], _ loaded: inout Set<BufferID>, _ read: inout Set<Register>
  ) {
    for statement in statements {
      switch statement {
      case .define(_, let instruction):
        if case .load(let access) = instruction.operation { loaded.insert(access.buffer) }
        if case .read(let register) = instruction.operation { read.insert(register) }
      case .loop(let loop): findReads(loop.body, &loaded, &read)
      case .branch(_, let yes, let no): findReads(yes + no, &loaded, &read)
      case .product(let product):
        loaded.formUnion([product.a.start.buffer, product.b.start.buffer, product.c.start.buffer])
      case .evaluate(let evaluation):
        loaded.formUnion(evaluation.operands.map(\.start.buffer))
      default: break
      }
    }
  }

  /// Returns the statements that are needed, found from the last to the first.
  mutating func run(_ statements: [Statement]) -> [Statement] {
    var kept: [Statement] = []
    for statement in statements.reversed() {
      if let needed = visit(statement) { kept.append(needed) }
    }
    return kept.reversed()
  }

  private mutating func visit(_ statement: Statement) -> Statement? {
    switch statement {
    case .define(let value, let instruction):
      guard used.contains(value) else { return nil }
      used.formUnion(instruction.reads)
      return statement
    case .declare(let register, _), .assign(let register, _), .combine(let register, _, _):
      guard read.contains(register) else { return nil }
    case .store(let access, _), .accumulate(let access, _, _):
      if unread.contains(access.buffer) {
        hasRemovedMemory = true
        return nil
      }
    case .reserve(let buffer, _):
      if unread.contains(buffer) { return nil }
    case .loop(var loop):
      loop.body = run(loop.body)
      if loop.body.allSatisfy(\.isComment) { return nil }
      used.insert(loop.count)
      return .loop(loop)
    case .branch(let condition, let yes, let no):
      let (yes, no) = (run(yes), run(no))
      if (yes + no).allSatisfy(\.isComment) { return nil }
      used.insert(condition)
      return .branch(condition, yes, no)
    default: break
    }
    used.formUnion(Content([statement]).values)
    return statement
  }
}

extension Statement {
  /// Whether it is a comment.
  fileprivate var isComment: Bool { if case .comment = self { true } else { false } }
}
