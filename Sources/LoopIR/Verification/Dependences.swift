/// What the steps of a loop that may run in any order do to each other, as far as it can be seen.
///
/// It can be seen where a place in memory does not depend on the step at all. Places that are computed may be
/// the same for two steps; whoever makes a loop free of these has to know better.
struct Dependences {
  /// What is wrong.
  private(set) var problems: [Problem.Kind] = []
  private let program: LoopProgram
  private let loop: Loop
  /// Values that may differ from step to step.
  private var varying: Set<Value>
  /// The registers that steps have for themselves.
  private var own: Set<Register> = []
  /// The registers that elements of all steps go into.
  private var totals: Set<Register> = []
  /// The buffers that steps write, with the places.
  private var written: [BufferID: [Access]] = [:]
  /// Buffers that are used by each step for itself alone, as far as can be seen: nothing outside the loop
  /// uses them, or each worker has its own.
  private let privates: Set<BufferID>

  /// Looks at a loop.
  ///
  /// With `isOutermost` its steps may be given to several threads, which need memory of their own.
  init(of loop: Loop, in program: LoopProgram, isOutermost: Bool, accessCounts: [BufferID: Int]) {
    self.program = program
    self.loop = loop
    varying = [loop.index]
    privates = Dependences.privates(of: loop, in: program, isOutermost, accessCounts)
    guard loop.kind != .serial else { return }
    collect(loop.body)
    look(at: loop.body)
  }

  /// Finds temporary memory that is used nowhere but in a loop.
  private static func privates(
    of loop: Loop, in program: LoopProgram, _ isOutermost: Bool, _ counts: [BufferID: Int]
  ) -> Set<BufferID> {
    if loop.kind == .serial { return [] }
    var own: [BufferID: Int] = [:]
    for statement in loop.body { statement.forEachAccess { own[$0.buffer, default: 0] += 1 } }
    let isShared = isOutermost && loop.kind != .summing || loop.kind == .parallel
    return Set(
      own.keys.filter { id in
        guard program.buffers.indices.contains(id.index), counts[id] == own[id] else {
          return false
        }
        switch program[id].place {
        case .slot(_, let perWorker): return perWorker || !isShared
        case .local: return true
        case .input, .result, .external: return false
        }
      })
  }

  /// Finds what is written, and what differs from step to step.
  private mutating func collect(_ statements: [Statement]) {
    for statement in statements {
      switch statement {
      case .define(let value, let instruction):
        if case .read(let register) = instruction.operation, own.contains(register) {
          varying.insert(value)
        }
        if instruction.reads.contains(where: varying.contains) { varying.insert(value) }
      case .declare(let register, _): own.insert(register)
      case .combine(let register, _, _): if !own.contains(register) { totals.insert(register) }
      case .store(let access, _), .accumulate(let access, _, _):
        written[access.buffer, default: []].append(access)
      case .product(let product):
        written[product.c.start.buffer, default: []].append(product.c.start)
      case .loop(let inner): collect(inner.body)
      case .branch(_, let yes, let no):
        collect(yes)
        collect(no)
      case .assign, .exit, .reserve, .check, .evaluate, .lengths, .comment: break
      }
    }
  }

  /// Finds what steps do to each other.
  private mutating func look(at statements: [Statement]) {
    for statement in statements {
      switch statement {
      case .define(_, let instruction):
        if case .read(let register) = instruction.operation, totals.contains(register) { report() }
        if case .load(let access) = instruction.operation { checkRead(access) }
      case .assign(let register, _): if !own.contains(register) { report() }
      case .store(let access, _): checkWrite(access)
      case .accumulate(let access, _, _): if loop.kind != .summing { checkWrite(access) }
      case .product(let product):
        checkRead(product.a.start)
        checkRead(product.b.start)
        checkWrite(product.c.start)
      case .loop(let inner): look(at: inner.body)
      case .branch(_, let yes, let no):
        look(at: yes)
        look(at: no)
      case .declare, .combine, .exit, .reserve, .check, .evaluate, .lengths, .comment: break
      }
    }
  }

  private mutating func report() { problems.append(.dependence(onLoop: loop.index.id)) }

  /// Whether a place differs from step to step, as far as can be seen.
  private func varies(_ access: Access) -> Bool { access.values.contains(where: varying.contains) }

  private mutating func checkWrite(_ access: Access) {
    if !privates.contains(access.buffer) && !varies(access) { report() }
  }

  /// What one step writes, no other may read.
  private mutating func checkRead(_ access: Access) {
    guard let writes = written[access.buffer], !privates.contains(access.buffer) else { return }
    let isOwn = writes.contains { write in
      write == access || write.stride(of: loop.index) == access.stride(of: loop.index)
    }
    if !isOwn { report() }
  }
}
