import TheanoArrays

extension LoopProgram {
  /// Returns what is wrong with this program: every rule that passes and the printer rely on.
  /// - Complexity: O(statements · depth of loops)
  package func problems() -> [Problem] {
    var verifier = Verifier(self)
    verifier.verify(body)
    return verifier.problems
  }
}

/// A walk through a program that knows what is there at each place.
struct Verifier {
  /// What is there at a place.
  struct Scope {
    var values: Set<Value> = []
    var registers: Set<Register> = []
    /// The buffers that have memory.
    var reserved: Set<BufferID> = []
    /// Whether this is the program itself, the loops of which may run on several threads.
    var isProgram = true
    /// The kind of the innermost loop.
    var loop: Loop.Kind?
    /// Whether an outer loop may run on several threads.
    var isFree = false
  }

  let program: LoopProgram
  var scope = Scope()
  private(set) var problems: [Problem] = []
  private var defined: Set<Value> = []
  private var declared: Set<Register> = []
  /// How often each buffer is read or written in the text of the program.
  private var accessCounts: [BufferID: Int] = [:]
  /// The statement that is looked at.
  private var statement = Statement.comment("")

  /// Starts at the beginning of a program.
  init(_ program: LoopProgram) {
    self.program = program
    for statement in program.body {
      statement.forEachAccess { accessCounts[$0.buffer, default: 0] += 1 }
    }
  }

  /// Notes a problem.
  mutating func report(_ kind: Problem.Kind) {
    problems.append(Problem(kind, statement.text(program.buffers)))
  }

  // MARK: Parts of statements

  /// Checks that a value is there, and of a dtype.
  mutating func read(_ value: Value, _ dtype: DType? = nil) {
    if !scope.values.contains(value) { report(.undefinedValue(value.id)) }
    if let dtype { expect(value.dtype, dtype) }
  }

  /// Checks a dtype.
  mutating func expect(_ dtype: DType, _ expected: DType) {
    if dtype != expected { report(.wrongDType(dtype, expected: expected)) }
  }

  /// Makes a value known.
  private mutating func define(_ value: Value) {
    if !defined.insert(value).inserted { report(.definedTwice(value.id)) }
    scope.values.insert(value)
  }

  /// Checks that a register is there.
  mutating func use(_ register: Register) {
    if !scope.registers.contains(register) { report(.undeclaredRegister(register.id)) }
  }

  /// Checks the lengths in a stride.
  mutating func read(_ stride: Stride) { for length in stride.lengths { read(length, .int64) } }

  /// Checks an address, and returns the buffer if there is such a one.
  @discardableResult
  mutating func read(_ access: Access, writes: Bool = false) -> Buffer? {
    for term in access.terms {
      read(term.value, .int64)
      read(term.stride)
    }
    guard program.buffers.indices.contains(access.buffer.index) else {
      report(.noBuffer(access.buffer.index))
      return nil
    }
    let buffer = program[access.buffer]
    switch buffer.place {
    case .input: if writes { report(.notWritable(access.buffer.index)) }
    case .local: break
    case .external:
      if writes { report(.notWritable(access.buffer.index)) }
      if !scope.reserved.contains(access.buffer) { report(.notReserved(access.buffer.index)) }
    case .slot, .result:
      if !scope.reserved.contains(access.buffer) { report(.notReserved(access.buffer.index)) }
    }
    return buffer
  }

  // MARK: Statements

  /// Checks statements in a scope of their own, and returns the scope at its end.
  @discardableResult
  private mutating func verifyInside(_ statements: [Statement], _ inner: Scope) -> Scope {
    let outer = scope
    scope = inner
    verify(statements)
    defer { scope = outer }
    return scope
  }

  /// Checks statements.
  mutating func verify(_ statements: [Statement]) {
    for statement in statements {
      self.statement = statement
      verify(statement)
    }
  }

  private mutating func verify(_ statement: Statement) {
    switch statement {
    case .define(let value, let instruction):
      verify(instruction, value)
      define(value)
    case .declare(let register, let value):
      read(value, register.dtype)
      if !declared.insert(register).inserted { report(.declaredTwice(register.id)) }
      scope.registers.insert(register)
    case .assign(let register, let value):
      use(register)
      read(value, register.dtype)
    case .combine(let register, let combination, let value):
      use(register)
      read(value)
      verify(combination, value.dtype, into: register.dtype)
    case .store(let access, let value):
      read(value, read(access, writes: true)?.dtype)
    case .accumulate(let access, let combination, let value):
      read(value)
      if let buffer = read(access, writes: true) {
        verify(combination, value.dtype, into: buffer.dtype)
      }
    case .loop(let loop): verify(loop)
    case .branch(let condition, let yes, let no):
      read(condition, .bool)
      var inner = scope
      inner.isProgram = false
      let first = verifyInside(yes, inner)
      let second = verifyInside(no, inner)
      scope.reserved.formUnion(first.reserved.intersection(second.reserved))
    case .exit(let condition):
      read(condition, .bool)
      if scope.loop != .serial { report(.exitOutsideSerialLoop) }
    case .reserve(let id, let size):
      read(size)
      guard program.buffers.indices.contains(id.index) else { return report(.noBuffer(id.index)) }
      verifyReserve(id)
    case .check(let condition, _, _): read(condition, .bool)
    case .product(let product): verify(product)
    case .evaluate(let evaluation): verify(evaluation)
    case .lengths(let result, let lengths):
      for length in lengths { read(length, .int64) }
      let results = program.interface.results
      if !results.indices.contains(result) || results[result].rank != lengths.count {
        report(.noPort(result))
      }
    case .comment: break
    }
  }

  private mutating func verifyReserve(_ id: BufferID) {
    switch program[id].place {
    case .slot(let slot, _):
      if !(0..<program.interface.slotCount ~= slot) { report(.notReservable(id.index)) }
    case .result(let result):
      if !program.interface.results.indices.contains(result) { report(.noPort(result)) }
    case .input, .local, .external: report(.notReservable(id.index))
    }
    if scope.isFree { report(.needsOneThread) }
    scope.reserved.insert(id)
  }

  private mutating func verify(_ loop: Loop) {
    read(loop.count, .int64)
    expect(loop.index.dtype, .int64)
    let dependences = Dependences(
      of: loop, in: program, isOutermost: scope.isProgram, accessCounts: accessCounts)
    for kind in dependences.problems { report(kind) }
    let outer = scope
    define(loop.index)
    scope.isProgram = false
    scope.loop = loop.kind
    scope.isFree = scope.isFree || loop.kind == .free || loop.kind == .parallel
    verifyInside(loop.body, scope)
    scope = outer
  }

  private mutating func verify(_ evaluation: Evaluation) {
    if scope.isFree { report(.needsOneThread) }
    for operand in evaluation.operands {
      read(operand.start)
      for length in operand.lengths { read(length, .int64) }
    }
    for result in evaluation.results {
      // A length that is known is a value that is there already.
      for length in result.lengths where !scope.values.contains(length) {
        expect(length.dtype, .int64)
        define(length)
      }
      guard program.buffers.indices.contains(result.buffer.index) else {
        report(.noBuffer(result.buffer.index))
        continue
      }
      if program[result.buffer].place != .external { report(.notWritable(result.buffer.index)) }
      scope.reserved.insert(result.buffer)
    }
  }
}
