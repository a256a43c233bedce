import TheanoArrays

/// Builds a program, statement by statement.
///
/// A pure instruction is placed in the outermost scope that has its operands, and equal ones are one value:
/// what does not change in a loop is computed before it. Known integers are computed at once.
package final class LoopBuilder {
  /// A list of statements in the making: the program, the body of a loop, a side of a branch.
  private struct Scope {
    var statements: [Statement] = []
    var values: [Instruction: Value] = [:]
    /// Elements of tensors that have been computed here, by tensor and place.
    var elements: [ElementKey: Value] = [:]
    var known: [Int] = []
  }

  /// An element of a tensor.
  private struct ElementKey: Hashable {
    var tensor: Tensor
    var index: [Value]
  }

  /// The buffers so far.
  package private(set) var buffers: [Buffer] = []
  private var scopes = [Scope()]
  /// The depth of the scope in which a value is defined, by the value's number.
  private var depths: [Int] = []
  /// The integers that are known, by the value's number.
  private var integers: [Int?] = []
  /// The numbers that are known, by the value's number.
  private var literals: [Int: Operation] = [:]
  /// The parts of complex numbers that were made of them, by the value's number.
  private var parts: [Int: (real: Value, imaginary: Value)] = [:]
  private var registerCount = 0
  /// What each check belongs to, by its number less 1.
  package private(set) var checks: [CheckOrigin] = []
  /// Finds out what checks that are made now belong to.
  private var origin: () -> CheckOrigin = { .unknown }
  private var aliases: [Value: Value] = [:]
  /// What watches for NaN and infinities; nil if nothing does.
  var watch: FiniteWatch?
  /// What has to be false when the loops and branches that are open have ended, and what it belongs to.
  private var awaited: [(Register, CheckOrigin)] = []
  /// What is said at the beginning of the next loop.
  private var note: String?

  /// Creates an empty program.
  package init() {}

  /// How many scopes are open around the present place: 0 in the program itself.
  package var depth: Int { scopes.count - 1 }

  /// The statements so far; all scopes but the program's own are closed.
  package var statements: [Statement] { scopes[0].statements }

  /// How many values there are.
  package var valueCount: Int { depths.count }

  // MARK: Values

  /// Returns a fresh value of a scope.
  private func fresh(_ dtype: DType, depth: Int, integer: Int? = nil) -> Value {
    depths.append(depth)
    integers.append(integer)
    return Value(id: depths.count - 1, dtype: dtype)
  }

  /// Returns a fresh value of the present scope, for a statement that defines it itself.
  package func freshValue(_ dtype: DType) -> Value { fresh(dtype, depth: depth) }

  /// Returns the integer that a value is known to be.
  package func known(_ value: Value) -> Int? { integers[canonical(value).id] }

  /// The value that stands for all those known to be equal to this one.
  package func canonical(_ value: Value) -> Value {
    var value = value
    while let next = aliases[value] { value = next }
    return value
  }

  /// The depth of the scope in which a value is defined.
  package func depth(of value: Value) -> Int { depths[value.id] }

  /// Returns the result of an instruction.
  package func emit(_ instruction: Instruction, _ dtype: DType) -> Value {
    let instruction = instruction.mapping(canonical)
    if let folded = folded(instruction, dtype) { return folded }
    let isLoad = if case .load = instruction.operation { true } else { false }
    if isLoad || !instruction.isPure { return emitHere(instruction, dtype) }
    let depth = instruction.operands.reduce(0) { Swift.max($0, depths[$1.id]) }
    // Values of different dtypes may come from the same operation on the same operands.
    if let known = scopes[depth].values[instruction], known.dtype == dtype { return known }
    let value = fresh(dtype, depth: depth, integer: integer(instruction, dtype))
    scopes[depth].statements.append(.define(value, instruction))
    scopes[depth].values[instruction] = value
    switch instruction.operation {
    case .integer, .real: literals[value.id] = instruction.operation
    case .complex: parts[value.id] = (instruction.operands[0], instruction.operands[1])
    default: break
    }
    return value
  }

  /// The parts of which a complex number was made, if it was.
  func parts(of value: Value) -> (real: Value, imaginary: Value)? { parts[canonical(value).id] }

  /// The number that a value is known to be.
  package func literal(_ value: Value) -> Operation? { literals[canonical(value).id] }

  /// Returns the result of an instruction that has to stand where it is.
  private func emitHere(_ instruction: Instruction, _ dtype: DType) -> Value {
    var canRepeat = false
    if case .load(let access) = instruction.operation {
      canRepeat = !buffers[access.buffer.index].isMutable
    }
    if canRepeat {
      for scope in scopes.reversed() {
        if let known = scope.values[instruction] { return known }
      }
    }
    let value = fresh(dtype, depth: depth)
    scopes[depth].statements.append(.define(value, instruction))
    if canRepeat { scopes[depth].values[instruction] = value }
    return value
  }

  /// The integer that an instruction gives, if it says so.
  private func integer(_ instruction: Instruction, _ dtype: DType) -> Int? {
    guard case .integer(let value) = instruction.operation, dtype == .int64 else { return nil }
    return Int(exactly: value)
  }

  /// Returns the value of arithmetic on known integers, or of what has no effect.
  private func folded(_ instruction: Instruction, _ dtype: DType) -> Value? {
    if let truth = foldedComparison(instruction) { return self.truth(truth) }
    switch instruction.operation {
    case .realPart: return parts(of: instruction.operands[0])?.real
    case .imaginaryPart: return parts(of: instruction.operands[0])?.imaginary
    default: break
    }
    guard dtype == .int64, instruction.operands.allSatisfy({ $0.dtype == .int64 }) else {
      return nil
    }
    let operands = instruction.operands
    let numbers = operands.map { integers[$0.id] }
    switch (instruction.operation, numbers.first ?? nil, numbers.last ?? nil) {
    case (.convert, _, _): return operands[0]
    case (.add, let a?, let b?): return constant(a &+ b)
    case (.add, 0, _), (.multiply, 1, _): return operands[1]
    case (.add, _, 0), (.subtract, _, 0), (.multiply, _, 1): return operands[0]
    case (.subtract, let a?, let b?): return constant(a &- b)
    case (.subtract, _, _) where operands[0] == operands[1]: return constant(0)
    case (.multiply, let a?, let b?): return constant(a &* b)
    case (.multiply, 0, _), (.multiply, _, 0): return constant(0)
    case (.minimum, let a?, let b?): return constant(Swift.min(a, b))
    case (.maximum, let a?, let b?): return constant(Swift.max(a, b))
    case (.minimum, _, _) where operands[0] == operands[1]: return operands[0]
    case (.maximum, _, _) where operands[0] == operands[1]: return operands[0]
    case (.call("quotient"), let a?, let b?) where b > 0 && a >= 0: return constant(a / b)
    case (.call("quotient"), _, 1): return operands[0]
    case (.call("rest"), let a?, let b?) where b > 0 && a >= 0: return constant(a % b)
    case (.call("rest"), _, 1): return constant(0)
    default: return nil
    }
  }

  /// Returns the truth of a comparison of places or lengths, if it is known.
  private func foldedComparison(_ instruction: Instruction) -> Bool? {
    guard instruction.operands.count == 2, instruction.operands.allSatisfy({ $0.dtype == .int64 })
    else { return nil }
    let (a, b) = (instruction.operands[0], instruction.operands[1])
    let numbers = (integers[a.id], integers[b.id])
    switch (instruction.operation, numbers) {
    case (.equal, (let a?, let b?)): return a == b
    case (.notEqual, (let a?, let b?)): return a != b
    case (.less, (let a?, let b?)): return a < b
    case (.lessOrEqual, (let a?, let b?)): return a <= b
    case (.equal, _) where a == b, (.lessOrEqual, _) where a == b: return true
    case (.notEqual, _) where a == b, (.less, _) where a == b: return false
    default: return nil
    }
  }

  // MARK: Statements

  /// Adds a statement here.
  package func add(_ statement: Statement) {
    writeNote()
    scopes[depth].statements.append(statement)
    switch statement {
    case .loop, .branch: if depth == 0 { checkAwaited() }
    default: break
    }
  }

  /// Says what follows: in the next loop, so that it stays with that, or before the next statement.
  package func note(_ text: String) { note = text }

  /// Adds what is to be said.
  private func writeNote() {
    guard let text = note else { return }
    note = nil
    scopes[depth].statements.append(.comment(text))
  }

  /// Adds a statement to the scope of a value.
  package func add(_ statement: Statement, besides value: Value) {
    scopes[depth(of: value)].statements.append(statement)
  }

  /// Returns a new register of the whole program.
  package func programRegister(_ initial: Value) -> Register {
    registerCount += 1
    let register = Register(id: registerCount, dtype: initial.dtype)
    scopes[0].statements.append(.declare(register, initial))
    return register
  }

  /// Runs `body` in a scope of its own and returns its statements.
  package func scope(_ body: () throws -> Void) rethrows -> [Statement] {
    watch?.enter(depth)
    scopes.append(Scope())
    defer { scopes.removeLast() }
    try body()
    return scopes[depth].statements
  }

  /// Runs `body` in the scope of a depth, before the loops and branches that are open inside it.
  package func outside<R>(to depth: Int, _ body: () throws -> R) rethrows -> R {
    let inner = scopes[(depth + 1)...]
    scopes.removeLast(inner.count)
    defer { scopes += inner }
    return try body()
  }

  /// Adds a loop over 0..<count.
  package func loop(
    _ count: Value, _ kind: Loop.Kind = .free, _ body: (Value) throws -> Void
  ) rethrows {
    let count = canonical(count)
    watch?.enter(depth)
    scopes.append(Scope())
    writeNote()
    let index = fresh(.int64, depth: depth)
    do {
      try body(index)
    } catch {
      scopes.removeLast()
      throw error
    }
    let statements = scopes.removeLast().statements
    add(.loop(Loop(index, count: count, kind: kind, body: statements)))
  }

  /// Adds loops over all places of a tensor of these lengths, the last fastest. An axis known to have one
  /// place needs no loop.
  package func loops(
    _ lengths: [Value], _ kind: Loop.Kind = .free, _ body: ([Value]) throws -> Void
  ) rethrows {
    try loops(lengths, lengths.map { _ in kind }, body)
  }

  /// Adds loops of these kinds; see the form with one kind.
  package func loops(
    _ lengths: [Value], _ kinds: [Loop.Kind], _ body: ([Value]) throws -> Void
  ) rethrows {
    func nest(_ axis: Int, _ index: [Value]) throws {
      if axis == lengths.count { return try body(index) }
      if known(lengths[axis]) == 1 { return try nest(axis + 1, index + [constant(0)]) }
      try loop(lengths[axis], kinds[axis]) { try nest(axis + 1, index + [$0]) }
    }
    try nest(0, [])
  }

  /// Adds a branch.
  package func branch(
    _ condition: Value, then: () throws -> Void, else other: () throws -> Void = {}
  ) rethrows {
    let yes = try scope(then)
    let no = try scope(other)
    add(.branch(canonical(condition), yes, no))
  }

  /// Runs `body`, the checks of which belong to what `origin` finds out if there are any.
  package func checking<R>(
    for origin: @escaping () -> CheckOrigin, _ body: () throws -> R
  ) rethrows -> R {
    let outer = self.origin
    self.origin = origin
    defer { self.origin = outer }
    return try body()
  }

  /// Ends the program with an error if a condition is false. Checks of what is known outside a loop or branch
  /// are made outside, unless the condition only counts here.
  package func check(_ condition: Value, onlyHere: Bool = false) {
    let condition = canonical(condition)
    if literal(condition) == .integer(1) { return }
    addCheck(condition, origin(), depth: onlyHere ? depth : depths[condition.id], isLate: false)
  }

  /// Adds a check to a scope.
  private func addCheck(_ condition: Value, _ origin: CheckOrigin, depth: Int, isLate: Bool) {
    checks.append(origin)
    scopes[depth].statements.append(.check(condition, checks.count, isLate: isLate))
  }

  /// Ends the program with an error if a condition is false, in a loop after all its iterations, which then can
  /// be computed together. What is computed until then must do no harm.
  package func checkLater(_ condition: Value) {
    let condition = canonical(condition)
    if depths[condition.id] == 0 { return check(condition) }
    // Compilers make vectors of "is one false", and not of "are all true".
    let isOneFalse = programRegister(truth(false))
    add(.combine(isOneFalse, .or, not(condition)), besides: condition)
    awaited.append((isOneFalse, origin()))
  }

  /// Checks what has to be false of the loops and branches that have just ended.
  private func checkAwaited() {
    let ended = awaited
    awaited = []
    for (register, origin) in ended {
      addCheck(not(read(register)), origin, depth: depth, isLate: true)
    }
  }

  /// Says how long the axes of a result are, where that is known: not in a loop that may not run.
  package func setLengths(ofResult result: Int, _ lengths: [Value]) {
    let lengths = lengths.map(canonical)
    let depth = lengths.reduce(0) { Swift.max($0, depths[$1.id]) }
    scopes[depth].statements.append(.lengths(result: result, lengths))
  }

  /// Returns a new register.
  package func register(_ initial: Value) -> Register {
    registerCount += 1
    let register = Register(id: registerCount, dtype: initial.dtype)
    add(.declare(register, canonical(initial)))
    return register
  }

  /// The present value of a register.
  package func read(_ register: Register) -> Value {
    emit(Instruction(.read(register)), register.dtype)
  }

  // MARK: Buffers

  /// Returns a new buffer, whose memory is asked for where its lengths are known.
  package func buffer(
    _ name: String, _ dtype: DType, _ place: Buffer.Place, lengths: [Value], isMutable: Bool = false
  ) -> BufferID {
    let lengths = lengths.map(canonical)
    let size = lengths.reduce(Stride.one) { $0.times($1, known: integers[$1.id]) }
    var buffer = Buffer(name, dtype, place, lengths: lengths, size: size)
    buffer.isMutable = isMutable
    buffers.append(buffer)
    let id = BufferID(buffers.count - 1)
    switch place {
    case .result, .slot:
      let depth = lengths.reduce(0) { Swift.max($0, depths[$1.id]) }
      scopes[depth].statements.append(.reserve(id, size))
    case .input, .local, .external: break
    }
    return id
  }

  /// Returns a new buffer whose lengths are not known yet, and whose memory is asked for by `reserve`.
  package func openBuffer(_ name: String, _ dtype: DType, rank: Int) -> BufferID {
    var buffer = Buffer(
      name, dtype, .slot(-1, perWorker: false), lengths: [], size: Stride(factor: 0, lengths: []))
    buffer.isMutable = true
    buffers.append(buffer)
    return BufferID(buffers.count - 1)
  }

  /// Asks here for memory for elements of an open buffer.
  package func reserve(_ buffer: BufferID, lengths: [Value]) {
    let size = lengths.map(canonical).reduce(Stride.one) { $0.times($1, known: integers[$1.id]) }
    add(.reserve(buffer, size))
  }

  /// Sets the lengths of an open buffer.
  package func setLengths(of buffer: BufferID, _ lengths: [Value]) {
    let lengths = lengths.map(canonical)
    buffers[buffer.index].lengths = lengths
    buffers[buffer.index].size = lengths.reduce(Stride.one) {
      $0.times($1, known: integers[$1.id])
    }
  }

  /// The distance of neighbours along each axis of a buffer.
  package func strides(of lengths: [Value]) -> [Stride] {
    var stride = Stride.one
    var strides: [Stride] = []
    for length in lengths.reversed() {
      strides.append(stride)
      let length = canonical(length)
      stride = stride.times(length, known: integers[length.id])
    }
    return strides.reversed()
  }

  /// Returns the place of an element of a buffer.
  package func access(_ buffer: BufferID, _ index: [Value], lengths: [Value]? = nil) -> Access {
    let strides = strides(of: lengths ?? buffers[buffer.index].lengths)
    let terms = zip(index, strides).compactMap { value, stride -> Access.Term? in
      let value = canonical(value)
      return integers[value.id] == 0 ? nil : Access.Term(value, stride)
    }
    return Access(buffer, terms)
  }

  /// Returns an element of a buffer.
  package func load(_ buffer: BufferID, _ index: [Value]) -> Value {
    emit(Instruction(.load(access(buffer, index))), buffers[buffer.index].dtype)
  }

  /// Writes an element of a buffer.
  package func store(_ buffer: BufferID, _ index: [Value], _ value: Value) {
    let dtype = buffers[buffer.index].dtype
    add(.store(access(buffer, index), convert(value, dtype)))
  }

  /// Marks a buffer as written more than once.
  package func setMutable(_ buffer: BufferID) { buffers[buffer.index].isMutable = true }

  // MARK: Lengths

  /// Checks that two lengths are equal, and takes them as one from here on.
  package func unify(_ a: Value, _ b: Value) {
    let (a, b) = (canonical(a), canonical(b))
    if a == b { return }
    check(emit(Instruction(.equal, [a, b]), .bool))
    // The known or the earlier one stands for both.
    let keepsA = integers[a.id] != nil || (integers[b.id] == nil && a.id < b.id)
    if depths[a.id] != 0 || depths[b.id] != 0 { return }
    aliases[keepsA ? b : a] = keepsA ? a : b
  }

  // MARK: Elements

  /// Returns an element of a tensor, computed by `make` unless it has been computed in a scope that is open.
  package func element(
    of tensor: Tensor, _ index: [Value], _ make: () throws -> Value
  ) rethrows -> Value {
    let key = ElementKey(tensor: tensor, index: index.map(canonical))
    for scope in scopes.reversed() {
      if let known = scope.elements[key] { return known }
    }
    let value = try make()
    scopes[depth].elements[key] = value
    return value
  }
}
