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
  /// What has been computed in a scope.
  private struct Scope {
    /// The values of instructions; loads among them.
    var values: [Instruction: Value] = [:]
    /// The loads from each buffer whose elements change.
    var loads: [BufferID: [Instruction]] = [:]
  }

  /// The scopes that are open.
  private var scopes: [Scope] = []
  /// What stands for values that are not computed any more.
  private var replacements: [Value: Value] = [:]

  init(buffers: [Buffer]) { self.buffers = buffers }

  /// The value that stands for another.
  private func current(_ value: Value) -> Value { replacements[value] ?? value }

  /// Returns statements in a scope of their own.
  mutating func run(_ statements: [Statement]) -> [Statement] {
    scopes.append(Scope())
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
        if let known = scope.values[instruction], known.dtype == value.dtype {
          replacements[value] = known
          return nil
        }
      }
      remember(instruction, value)
      return .define(value, instruction)
    case .store(let access, let value):
      let (access, value) = (access.mapping(current), current(value))
      forget(access.buffer)
      remember(Instruction(.load(access)), value)
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

  /// Notes the value of an instruction.
  private mutating func remember(_ instruction: Instruction, _ value: Value) {
    let last = scopes.count - 1
    scopes[last].values[instruction] = value
    if case .load(let access) = instruction.operation, buffers[access.buffer.index].isMutable {
      scopes[last].loads[access.buffer, default: []].append(instruction)
    }
  }

  /// Forgets elements of buffers whose elements change.
  private mutating func forget(_ buffer: BufferID) {
    guard buffers[buffer.index].isMutable else { return }
    for index in scopes.indices {
      for load in scopes[index].loads.removeValue(forKey: buffer) ?? [] {
        scopes[index].values[load] = nil
      }
    }
  }

  /// Forgets elements of what statements change.
  private mutating func forgetWritten(in statements: [Statement]) {
    let content = Content(statements)
    for buffer in content.written.union(content.reserved) { forget(buffer) }
  }
}
