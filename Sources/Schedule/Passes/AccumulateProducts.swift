import TheanoArrays
import TheanoLoopIR

/// Has products of matrices added where they belong: `W - a · dot(x, y)`, made in the memory of W, needs no
/// memory for the product, and passes over W once less.
func accumulateProducts(_ program: inout LoopProgram) {
  let sums = program.body.enumerated().compactMap { place, statement -> (Int, Loop, ScaledSum)? in
    guard case .loop(let loop) = statement, let sum = ScaledSum(loop, program) else { return nil }
    return (place, loop, sum)
  }
  if sums.isEmpty { return }
  let known = KnownProgram(program)
  var changed: [Int: [Statement]] = [:]
  for (place, loop, sum) in sums.reversed() {
    let products = known.table.writers(of: sum.term).filter { $0 < place }
    guard let earlier = products.last, case .product(let product) = program.body[earlier],
      sum.canTakeIn(product, at: earlier, of: known, before: place)
    else { continue }
    changed[place] = sum.taking(product, instead: loop, &program)
    changed[earlier] = []
  }
  program.body = program.body.enumerated().flatMap { changed[$0] ?? [$1] }
}

/// A program with what is known about its statements.
private struct KnownProgram {
  let program: LoopProgram
  let table: StatementTable
  /// The real numbers that are known.
  private let numbers: [Value: Double]
  /// The results that are made in the memory of each input.
  private let results: [Int: [BufferID]]

  init(_ program: LoopProgram) {
    self.program = program
    table = StatementTable(program)
    let pairs = program.body.compactMap { statement -> (Value, Double)? in
      guard case .define(let value, let instruction) = statement,
        case .real(let bits) = instruction.operation
      else { return nil }
      return (value, Double(bitPattern: bits))
    }
    numbers = Dictionary(pairs) { first, _ in first }
    var results: [Int: [BufferID]] = [:]
    for (index, buffer) in program.buffers.enumerated() {
      guard case .result(let result) = buffer.place,
        let input = program.interface.reusable[result]
      else { continue }
      results[input, default: []].append(BufferID(index))
    }
    self.results = results
  }

  /// Whether a value is known to be a number.
  func isNumber(_ value: Value, _ number: Double) -> Bool { numbers[value] == number }

  /// Whether a buffer's memory is written between two statements of the program.
  func isWritten(_ buffer: BufferID, after first: Int, before last: Int) -> Bool {
    var same = [buffer]
    if case .input(let input) = program[buffer].place { same += results[input] ?? [] }
    return same.contains { table.writers(of: $0).contains { first < $0 && $0 < last } }
  }
}

/// A loop that computes the new value of an input in its memory: the old one, plus or minus a number times
/// what is in temporary memory, element by element.
private struct ScaledSum {
  let result: BufferID
  let old: BufferID
  let term: BufferID
  /// The number; nil: 1.
  private var factor: Value?
  private var isSubtracted = false

  /// Takes a loop apart; nil if it does anything else.
  init?(_ loop: Loop, _ program: LoopProgram) {
    var computed: [Value: Instruction] = [:]
    var target: (access: Access, value: Value)?
    for statement in loop.body {
      switch statement {
      case .comment: continue
      case .define(let value, let instruction): computed[value] = instruction
      case .store(let access, let value) where target == nil: target = (access, value)
      default: return nil
      }
    }
    func element(_ value: Value) -> BufferID? {
      guard case .load(let access)? = computed[value]?.operation,
        access.terms == [Access.Term(loop.index, .one)]
      else { return nil }
      return access.buffer
    }
    guard let target, target.access.terms == [Access.Term(loop.index, .one)],
      case .result(let result) = program[target.access.buffer].place,
      let input = program.interface.reusable[result], let sum = computed[target.value],
      [.add, .subtract].contains(sum.operation), target.value.dtype.isFloat
    else { return nil }
    isSubtracted = sum.operation == .subtract
    // Of a difference the old value comes first.
    let orders = isSubtracted ? [(0, 1)] : [(0, 1), (1, 0)]
    for (first, second) in orders {
      guard let old = element(sum.operands[first]), program[old].place == .input(input) else {
        continue
      }
      var scaled = sum.operands[second]
      if computed[scaled]?.operation == .multiply, let factors = computed[scaled]?.operands,
        let constant = factors.first(where: { computed[$0] == nil })
      {
        factor = constant
        scaled = factors[0] == constant ? factors[1] : factors[0]
      }
      guard let term = element(scaled), case .slot = program[term].place,
        computed.count == (factor == nil ? 3 : 4)
      else { continue }
      self.old = old
      self.term = term
      self.result = target.access.buffer
      return
    }
    return nil
  }

  /// Whether a product of the program can be computed where the loop is, in place of it.
  func canTakeIn(
    _ product: MatrixProduct, at place: Int, of known: KnownProgram, before loop: Int
  ) -> Bool {
    let program = known.program
    let isDense =
      product.c.start.terms.isEmpty && product.c.columnStride == .one
      && program[term].size
        == product.c.rowStride.times(product.m, known: program.constants[product.m])
    guard isDense, known.isNumber(product.alpha, 1), known.isNumber(product.beta, 0) else {
      return false
    }
    let operands = [product.a.start.buffer, product.b.start.buffer]
    if operands.contains(old) { return false }
    // Nothing else reads the product, or replaces its operands meanwhile.
    let others = known.table.users(of: term).filter { $0 != place && $0 != loop }
    return !others.contains { known.table.contents[$0].uses(term) }
      && !operands.contains { known.isWritten($0, after: place, before: loop) }
  }

  /// The statements that stand for the product and the loop.
  func taking(
    _ product: MatrixProduct, instead loop: Loop, _ program: inout LoopProgram
  ) -> [Statement] {
    var product = product
    var statements = loop.body.filter { if case .comment = $0 { true } else { false } }
    let dtype = program[result].dtype
    /// Defines a value.
    func define(_ dtype: DType, _ instruction: Instruction) -> Value {
      let value = program.freshValue(dtype)
      statements.append(.define(value, instruction))
      return value
    }
    let isElsewhere = define(
      .bool, Instruction(.not, [define(.bool, Instruction(.isSame(result, old)))]))
    let index = program.freshValue(.int64)
    let element = program.freshValue(dtype)
    let copy = Loop(
      index, count: loop.count, kind: .free,
      body: [
        .define(element, Instruction(.load(Access(old, [Access.Term(index, .one)])))),
        .store(Access(result, [Access.Term(index, .one)]), element),
      ])
    statements.append(.branch(isElsewhere, [.loop(copy)], []))
    let one = define(dtype, Instruction(.real(1.0.bitPattern)))
    product.beta = one
    product.alpha = factor ?? one
    if isSubtracted { product.alpha = define(dtype, Instruction(.negate, [product.alpha])) }
    product.c.start = Access(result, [])
    return statements + [.product(product)]
  }
}

extension Content {
  /// Whether a buffer is read or written.
  fileprivate func uses(_ buffer: BufferID) -> Bool {
    read.contains(buffer) || written.contains(buffer)
  }
}
