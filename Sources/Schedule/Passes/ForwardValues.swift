import TheanoLoopIR

/// Uses what has been computed instead of computing or loading it again: equal instructions in scopes that are
/// open become one, and an element that has been stored is not loaded.
func forwardValues(_ program: inout LoopProgram) {
  var pass = ForwardPass(buffers: program.buffers)
  program.body = pass.run(program.body)
}

private struct ForwardPass {
  /// The buffers of the program.
  let buffers: [Buffer]
  /// For each open scope the values of instructions; loads among them.
  private var scopes: [[Instruction: Value]] = []
  /// What stands for values that are not computed any more.
  private var replacements: [Value: Value] = [:]

  init(buffers: [Buffer]) { self.buffers = buffers }

  /// The value that stands for another.
  private func current(_ value: Value) -> Value { replacements[value] ?? value }

  /// Returns statements in a scope of their own.
  mutating func run(_ statements: [Statement]) -> [Statement] {
    scopes.append([:])
    defer { scopes.removeLast() }
    var result: [Statement] = []
    result.reserveCapacity(statements.count)
    for statement in statements { if let kept = visit(statement) { result.append(kept) } }
    return result
  }

  /// Returns a statement with values as they are now; nil if it computes what is known.
  private mutating func visit(_ statement: Statement) -> Statement? {
    switch statement {
    case .define(let value, let instruction):
      let instruction = instruction.mapping(current)
      guard isRepeatable(instruction) else { return .define(value, instruction) }
      for scope in scopes.reversed() {
        if let known = scope[instruction], known.dtype == value.dtype {
          replacements[value] = known
          return nil
        }
      }
      scopes[scopes.count - 1][instruction] = value
      return .define(value, instruction)
    case .store(let access, let value):
      let (access, value) = (access.mapping(current), current(value))
      forget(access.buffer)
      scopes[scopes.count - 1][Instruction(.load(access))] = value
      return .store(access, value)
    case .accumulate(let access, let combination, let value):
      forget(access.buffer)
      return .accumulate(access.mapping(current), combination, current(value))
    case .loop(var loop):
      forgetWritten(in: loop.body)
      loop.count = current(loop.count)
      loop.body = run(loop.body)
      forgetWritten(in: loop.body)
      return .loop(loop)
    case .branch(let condition, let yes, let no):
      let result = Statement.branch(current(condition), run(yes), run(no))
      forgetWritten(in: yes + no)
      return result
    case .product, .evaluate:
      forgetWritten(in: [statement])
      return statement.mapping(current)
    default: return statement.mapping(current)
    }
  }

  /// Whether an instruction gives the same again until something is stored.
  private func isRepeatable(_ instruction: Instruction) -> Bool {
    if case .load = instruction.operation { return true }
    return instruction.isPure
  }

  /// Forgets elements of buffers whose elements change.
  private mutating func forget(_ buffer: BufferID) {
    guard buffers[buffer.index].isMutable else { return }
    for index in scopes.indices {
      let stale = scopes[index].keys.filter { instruction in
        if case .load(let access) = instruction.operation { return access.buffer == buffer }
        return false
      }
      for key in stale { scopes[index][key] = nil }
    }
  }

  /// Forgets elements of what statements change.
  private mutating func forgetWritten(in statements: [Statement]) {
    let content = Content(statements)
    for buffer in content.written.union(content.reserved) { forget(buffer) }
  }
}
