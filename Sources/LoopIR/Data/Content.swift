/// What statements read, write and define: for moving them, merging them, making functions of them.
package struct Content {
  /// Values that are read.
  package private(set) var values: Set<Value> = []
  /// Values that are defined.
  package private(set) var defined: Set<Value> = []
  /// Registers that are read or changed.
  package private(set) var registers: Set<Register> = []
  /// Registers that are made.
  package private(set) var declared: Set<Register> = []
  /// Buffers that are read or written.
  package private(set) var buffers: Set<BufferID> = []
  /// Buffers that are written.
  package private(set) var written: Set<BufferID> = []
  /// Buffers whose elements are read.
  package private(set) var read: Set<BufferID> = []
  /// Buffers whose memory is asked for.
  package private(set) var reserved: Set<BufferID> = []
  /// The numbers of checks.
  package private(set) var checks: Set<Int> = []
  /// Whether something may end the program.
  package private(set) var canFail = false
  /// Whether matrices are multiplied, by a call.
  package private(set) var hasProducts = false
  /// Whether something other than computing happens: nodes outside, exits, lengths of results.
  package private(set) var hasOtherEffects = false

  /// Creates the content of nothing.
  package init() {}

  /// Creates the content of statements.
  package init(_ statements: [Statement]) { for statement in statements { add(statement) } }

  /// Adds what other statements read, write and define, where `old` has become `new`.
  package mutating func formUnion(_ other: Content, replacing old: Value, with new: Value) {
    let isRead = other.values.contains(old)
    values.formUnion(other.values)
    if isRead && old != new {
      values.remove(old)
      values.insert(new)
    }
    defined.formUnion(other.defined)
    if old != new { defined.remove(old) }
    registers.formUnion(other.registers)
    declared.formUnion(other.declared)
    buffers.formUnion(other.buffers)
    written.formUnion(other.written)
    read.formUnion(other.read)
    reserved.formUnion(other.reserved)
    checks.formUnion(other.checks)
    canFail = canFail || other.canFail
    hasProducts = hasProducts || other.hasProducts
    hasOtherEffects = hasOtherEffects || other.hasOtherEffects
  }

  /// Whether something is called, or other than computing happens.
  package var hasEffects: Bool { hasProducts || hasOtherEffects }
  /// Values that are read and come from outside.
  package var freeValues: Set<Value> { values.subtracting(defined) }
  /// Registers that come from outside.
  package var freeRegisters: Set<Register> { registers.subtracting(declared) }

  /// Adds the content of a statement.
  package mutating func add(_ statement: Statement) {
    switch statement {
    case .define(let value, let instruction):
      defined.insert(value)
      values.formUnion(instruction.reads)
      if case .load(let access) = instruction.operation { reads(access) }
      if case .read(let register) = instruction.operation { registers.insert(register) }
    case .declare(let register, let value):
      declared.insert(register)
      values.insert(value)
    case .assign(let register, let value), .combine(let register, _, let value):
      registers.insert(register)
      values.insert(value)
    case .store(let access, let value):
      writes(access)
      values.insert(value)
    case .accumulate(let access, _, let value):
      reads(access)
      writes(access)
      values.insert(value)
    case .loop(let loop):
      values.insert(loop.count)
      defined.insert(loop.index)
      for statement in loop.body { add(statement) }
    case .branch(let condition, let yes, let no):
      values.insert(condition)
      for statement in yes + no { add(statement) }
    case .exit(let condition):
      values.insert(condition)
      hasOtherEffects = true
    case .reserve(let buffer, let size):
      values.formUnion(size.lengths)
      buffers.insert(buffer)
      reserved.insert(buffer)
      canFail = true
    case .check(let condition, let number, _):
      values.insert(condition)
      checks.insert(number)
      canFail = true
    case .product(let product):
      values.formUnion([product.m, product.n, product.k, product.alpha, product.beta])
      for operand in [product.a, product.b, product.c] {
        values.formUnion(operand.rowStride.lengths + operand.columnStride.lengths)
      }
      reads(product.a.start)
      reads(product.b.start)
      reads(product.c.start)
      writes(product.c.start)
      hasProducts = true
    case .evaluate(let evaluation):
      for operand in evaluation.operands {
        reads(operand.start)
        values.formUnion(operand.lengths)
      }
      for result in evaluation.results {
        defined.formUnion(result.lengths)
        buffers.insert(result.buffer)
        written.insert(result.buffer)
        reserved.insert(result.buffer)
      }
      canFail = true
      hasOtherEffects = true
    case .lengths(_, let lengths):
      values.formUnion(lengths)
      hasOtherEffects = true
    case .comment: break
    }
  }

  private mutating func reads(_ access: Access) {
    values.formUnion(access.values)
    buffers.insert(access.buffer)
    read.insert(access.buffer)
  }

  private mutating func writes(_ access: Access) {
    values.formUnion(access.values)
    buffers.insert(access.buffer)
    written.insert(access.buffer)
  }
}
