import TheanoLoopIR

/// Loops over steps, and branches: what is done in them is counted nest by nest, as often as each is run.
extension WorkWriter {
  /// Has `add` add a statement, and returns its work. The statement that `add` is given counts by itself where that is
  /// the only way to know.
  mutating func addCounted(
    _ statement: Statement, _ add: (inout WorkWriter, Statement) -> Void
  ) -> Sums {
    learn(statement)
    guard statement.hasSteps else {
      add(&self, statement)
      return sums(of: statement)
    }
    var trial = self
    add(&trial, statement)
    if let sums = trial.fixedSums(of: statement) {
      self = trial
      return sums
    }
    let running = RunningSums(
      operations: program.freshRegister(.int64), bytes: program.freshRegister(.int64))
    self.add(.declare(running.operations, number(0)))
    self.add(.declare(running.bytes, number(0)))
    var isKnown = true
    let counted = counting(statement, running, &isKnown)
    add(&self, counted)
    let operations = emit(Instruction(.read(running.operations)))
    return Sums(
      operations: isKnown ? operations : nil, bytes: emit(Instruction(.read(running.bytes))))
  }

  // MARK: Steps that are all the same

  /// Returns the work of a statement, if it is known here: of a loop over steps that are all the same.
  private mutating func fixedSums(of statement: Statement) -> Sums? {
    if case .branch = statement { return nil }
    guard case .loop(let loop) = statement, loop.kind == .serial else {
      let sums = sums(of: statement)
      return sums.isWhole ? sums : nil
    }
    let direct = directWork(loop.body)
    var sums = Sums(operations: number(direct.operations), bytes: number(direct.bytes))
    for statement in loop.body {
      switch statement {
      case .exit: return nil
      case .loop, .branch, .product, .evaluate:
        guard let own = fixedSums(of: statement) else { return nil }
        sums.bytes = add(sums.bytes, own.bytes)
        sums.operations = own.operations.flatMap { own in
          sums.operations.map { add($0, own) }
        }
      default: break
      }
    }
    guard let count = product(1, [loop.count]) else { return nil }
    sums.operations = sums.operations.map { emit(Instruction(.multiply, [$0, count])) }
    sums.bytes = emit(Instruction(.multiply, [sums.bytes, count]))
    return sums
  }

  /// What the statements themselves do, without those inside them.
  private func directWork(_ statements: some Sequence<Statement>) -> (operations: Int, bytes: Int) {
    statements.reduce((0, 0)) { sums, statement in
      let bytes = statement.ownAccess.map {
        counts($0.buffer) ? program[$0.buffer].dtype.size : 0
      }
      return (sums.0 + statement.operationCount, sums.1 + (bytes ?? 0))
    }
  }

  // MARK: Steps that count by themselves

  /// The registers that the work is added up in.
  private struct RunningSums {
    var operations: Register
    var bytes: Register
  }

  /// Returns a statement that adds its work to registers; `isKnown` becomes false if its operations are not known.
  private mutating func counting(
    _ statement: Statement, _ running: RunningSums, _ isKnown: inout Bool
  ) -> Statement {
    switch statement {
    case .loop(var loop):
      loop.body = counting(loop.body, [loop.index], running, &isKnown)
      return .loop(loop)
    case .branch(let condition, let yes, let no):
      return .branch(
        condition, counting(yes, [], running, &isKnown), counting(no, [], running, &isKnown))
    default: return statement
    }
  }

  /// Returns statements that add their work to registers; `values` are known in them.
  private mutating func counting(
    _ statements: [Statement], _ values: [Value], _ running: RunningSums, _ isKnown: inout Bool
  ) -> [Statement] {
    var isKnownHere = isKnown
    let result = scope(values) { work in
      var direct: [Statement] = []
      for statement in statements {
        // What comes after an exit may not be done.
        if statement.mayExit {
          work.count(direct, running)
          direct = []
        }
        if statement.hasSteps {
          work.add(work.counting(statement, running, &isKnownHere))
          continue
        }
        work.add(statement)
        switch statement {
        case .loop, .product, .evaluate:
          let sums = work.sums(of: statement)
          isKnownHere = isKnownHere && sums.operations != nil
          if let operations = sums.operations { work.increase(running.operations, operations) }
          work.increase(running.bytes, sums.bytes)
        default: direct.append(statement)
        }
      }
      work.count(direct, running)
    }
    isKnown = isKnownHere
    return result
  }

  /// Adds the work of statements to registers.
  private mutating func count(_ statements: [Statement], _ running: RunningSums) {
    let direct = directWork(statements)
    for (register, number) in [
      (running.operations, direct.operations), (running.bytes, direct.bytes),
    ] where number > 0 {
      increase(register, self.number(number))
    }
  }

  /// Adds to a register.
  private mutating func increase(_ register: Register, _ value: Value) {
    let old = emit(Instruction(.read(register)))
    add(.assign(register, add(old, value)))
  }
}

extension Statement {
  /// Whether it may end the loop that it is in.
  fileprivate var mayExit: Bool {
    switch self {
    case .exit: true
    case .branch(_, let yes, let no): (yes + no).contains(where: \.mayExit)
    default: false
    }
  }

  /// Whether it runs others one after the other, or one of two lists of them.
  fileprivate var hasSteps: Bool {
    switch self {
    case .loop(let loop): loop.kind == .serial
    case .branch: true
    default: false
    }
  }
}
