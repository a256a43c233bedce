import TheanoArrays
import TheanoLoopIR

/// How many elements of a long sum stay together.
private let blockLength = 1 << 16

/// Cuts long loops that combine elements in registers into blocks, so that threads can share them. The blocks are
/// the same whatever the number of threads, and so are the bits of the result.
func splitSums(_ program: inout LoopProgram) {
  var body: [Statement] = []
  for statement in program.body {
    if case .loop(let loop) = statement, let sums = splittableSums(loop, program) {
      body += split(loop, sums, &program)
    } else {
      body.append(statement)
    }
  }
  program.body = body
}

/// A register that a loop combines elements into.
private typealias RunningSum = (register: Register, combination: Combination, element: DType)

/// The registers of a loop that can be cut; nil if it cannot, or is known to be short.
private func splittableSums(_ loop: Loop, _ program: LoopProgram) -> [RunningSum]? {
  let content = Content(loop.body)
  let isFlat = loop.body.allSatisfy {
    switch $0 {
    case .define, .combine, .store, .comment: true
    default: false
    }
  }
  guard loop.kind == .free, isFlat, !content.freeRegisters.isEmpty,
    program.constants[loop.count].map({ $0 > 2 * blockLength }) ?? true
  else { return nil }
  var sums: [Register: RunningSum] = [:]
  for case .combine(let register, let combination, let value) in loop.body {
    if let known = sums[register], known.combination != combination { return nil }
    sums[register] = (register, combination, value.dtype)
  }
  for case .define(_, let instruction) in loop.body {
    if case .read = instruction.operation { return nil }
  }
  return sums.values.sorted { $0.register.id < $1.register.id }
}

/// Returns the statements that stand for a loop: blocks that each leave their part of the sums in memory, and a
/// loop that combines the parts.
private func split(
  _ loop: Loop, _ sums: [RunningSum], _ program: inout LoopProgram
) -> [Statement] {
  var statements: [Statement] = []
  /// Defines a value.
  func define(
    _ operation: Operation, _ operands: [Value] = [], _ dtype: DType = .int64,
    in list: inout [Statement]
  ) -> Value {
    let value = program.freshValue(dtype)
    list.append(.define(value, Instruction(operation, operands)))
    return value
  }
  let length = define(.integer(Int128(blockLength)), in: &statements)
  let more = define(.integer(Int128(blockLength - 1)), in: &statements)
  let padded = define(.add, [loop.count, more], in: &statements)
  let blocks = define(.call("quotient"), [padded, length], in: &statements)
  let size = Stride.one.times(blocks, known: nil)

  let block = program.freshValue(.int64)
  var body: [Statement] = []
  let first = define(.multiply, [block, length], in: &body)
  let rest = define(.subtract, [loop.count, first], in: &body)
  let count = define(.minimum, [length, rest], in: &body)
  let index = program.freshValue(.int64)
  var inner: [Statement] = []
  let place = define(.add, [first, index], in: &inner)
  inner += loop.body.map { statement in
    statement.mapping { $0 == loop.index ? place : $0 }
  }
  var parts: [Register: Register] = [:]
  var buffers: [BufferID] = []
  for sum in sums {
    let register = program.freshRegister(sum.register.dtype)
    parts[sum.register] = register
    let dtype = register.dtype
    let start: Value
    switch sum.combination {
    case .sum, .or: start = program.number(0, dtype, &body)
    case .product, .and: start = program.number(1, dtype, &body)
    // What the whole begins with does not change the largest or smallest.
    case .maximum, .minimum: start = define(.read(sum.register), [], dtype, in: &statements)
    }
    body.append(.declare(register, start))
    buffers.append(program.addSlot("parts", dtype, lengths: [blocks], size: size))
    statements.append(.reserve(buffers[buffers.count - 1], size))
  }
  inner = inner.map { statement in
    guard case .combine(let register, let combination, let value) = statement,
      let part = parts[register]
    else { return statement }
    return .combine(part, combination, value)
  }
  body.append(.loop(Loop(index, count: count, kind: .free, body: inner)))
  for (sum, buffer) in zip(sums, buffers) {
    guard let part = parts[sum.register] else { continue }
    let value = define(.read(part), [], part.dtype, in: &body)
    body.append(.store(Access(buffer, [Access.Term(block, .one)]), value))
  }
  statements.append(.loop(Loop(block, count: blocks, kind: .free, body: body)))

  let last = program.freshValue(.int64)
  var total: [Statement] = []
  for (sum, buffer) in zip(sums, buffers) {
    let access = Access(buffer, [Access.Term(last, .one)])
    let value = define(.load(access), [], sum.register.dtype, in: &total)
    total.append(.combine(sum.register, sum.combination, value))
  }
  statements.append(.loop(Loop(last, count: blocks, kind: .free, body: total)))
  return statements
}

extension LoopProgram {
  /// Defines a small whole number of a dtype.
  fileprivate mutating func number(
    _ number: Int, _ dtype: DType, _ statements: inout [Statement]
  ) -> Value {
    if dtype.isComplex {
      let parts = [number, 0].map { self.number($0, dtype.realCounterpart, &statements) }
      let value = freshValue(dtype)
      statements.append(.define(value, Instruction(.complex, parts)))
      return value
    }
    let value = freshValue(dtype)
    let operation: Operation =
      dtype.isFloat ? .real(Double(number).bitPattern) : .integer(Int128(number))
    statements.append(.define(value, Instruction(operation)))
    return value
  }
}
