import TheanoArrays
import TheanoLoopIR

/// Has products of matrices scaled and added where they belong: `W - a · dot(x, y)` needs no memory for the
/// product, and, made in the memory of W, passes over W once less.
func accumulateProducts(_ program: inout LoopProgram) {
  let products = Set(
    program.body.compactMap { statement -> BufferID? in
      guard case .product(let product) = statement else { return nil }
      let target = product.c.start.buffer
      if case .slot = program[target].place { return target }
      return nil
    })
  if products.isEmpty { return }
  let sums = program.body.enumerated().compactMap { place, statement -> (Int, Loop, ScaledSum)? in
    guard case .loop(let loop) = statement, let sum = ScaledSum(loop, products: products) else {
      return nil
    }
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
  /// The operands of products of lengths.
  private let factors: [Value: [Value]]

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
    let multiplied = program.body.compactMap { statement -> (Value, [Value])? in
      guard case .define(let value, let instruction) = statement,
        instruction.operation == .multiply, value.dtype == .int64
      else { return nil }
      return (value, instruction.operands)
    }
    factors = Dictionary(multiplied) { first, _ in first }
  }

  /// A number of iterations as a product of lengths.
  func extent(of count: Value) -> Stride {
    guard let operands = factors[count] else {
      return Stride.one.times(count, known: program.constants[count])
    }
    return operands.reduce(.one) { $0.times(extent(of: $1)) }
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

/// A loop that does nothing but compute a number times what is in temporary memory, element by element, or what is in
/// other memory plus or minus that.
private struct ScaledSum {
  let result: BufferID
  let term: BufferID
  /// The number of elements.
  private let count: Value
  /// What the term is added to; nil: nothing.
  private var old: BufferID?
  /// The number; nil: 1.
  private var factor: Value?
  private var isSubtracted = false

  /// Takes a loop apart; nil if it does anything else. `products` are the temporary results of products.
  init?(_ loop: Loop, products: Set<BufferID>) {
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
    let dense = [Access.Term(loop.index, .one)]
    /// The buffer of which a value is the element at the loop's place.
    func element(_ value: Value) -> BufferID? {
      guard case .load(let access)? = computed[value]?.operation, access.terms == dense else {
        return nil
      }
      return access.buffer
    }
    guard let target, target.access.terms == dense, target.value.dtype.isFloat,
      let last = computed[target.value]
    else { return nil }
    result = target.access.buffer
    count = loop.count
    /// The buffer of which a value is the element, or a number times that, with the number.
    func term(_ value: Value) -> (BufferID, factor: Value?)? {
      if let term = element(value) { return (term, nil) }
      guard let product = computed[value], product.operation == .multiply,
        let factor = product.operands.first(where: { computed[$0] == nil }),
        let term = product.operands.lazy.compactMap(element).first
      else { return nil }
      return (term, factor)
    }
    if [.add, .subtract].contains(last.operation) {
      isSubtracted = last.operation == .subtract
      // Of a difference the old value comes first.
      for (first, second) in isSubtracted ? [(0, 1)] : [(0, 1), (1, 0)] {
        guard let old = element(last.operands[first]),
          let (term, factor) = term(last.operands[second]), products.contains(term), old != term,
          computed.count == (factor == nil ? 3 : 4)
        else { continue }
        (self.term, self.old, self.factor) = (term, old, factor)
        return
      }
      return nil
    }
    guard let (term, factor) = term(target.value), factor != nil, products.contains(term),
      computed.count == 2
    else { return nil }
    (self.term, self.factor) = (term, factor)
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
    // All elements are read, not some rows.
    if known.extent(of: count) != program[term].size { return false }
    // The result may be made in the memory of an input.
    let replaced = program.replacedInput(of: result).map(Buffer.Place.input)
    let operands = [product.a.start.buffer, product.b.start.buffer]
    if operands.contains(where: { $0 == result || program[$0].place == replaced }) { return false }
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
    if let old {
      let copy = copying(old, loop, dtype, &program)
      if let input = program.replacedInput(of: result), program[old].place == .input(input) {
        let isElsewhere = define(
          .bool, Instruction(.not, [define(.bool, Instruction(.isSame(result, old)))]))
        statements.append(.branch(isElsewhere, [copy], []))
      } else {
        statements.append(copy)
      }
    }
    let one = define(dtype, Instruction(.real(1.0.bitPattern)))
    if old != nil { product.beta = one }
    product.alpha = factor ?? one
    if isSubtracted { product.alpha = define(dtype, Instruction(.negate, [product.alpha])) }
    product.c.start = Access(result, [])
    return statements + [.product(product)]
  }

  /// The loop that copies a buffer to the result.
  private func copying(
    _ old: BufferID, _ loop: Loop, _ dtype: DType, _ program: inout LoopProgram
  ) -> Statement {
    let index = program.freshValue(.int64)
    let element = program.freshValue(dtype)
    let place = [Access.Term(index, .one)]
    return .loop(
      Loop(
        index, count: loop.count, kind: .free,
        body: [
          .define(element, Instruction(.load(Access(old, place)))),
          .store(Access(result, place), element),
        ]))
  }
}

extension LoopProgram {
  /// The input in whose memory a buffer, if it is a result, may be made.
  fileprivate func replacedInput(of buffer: BufferID) -> Int? {
    guard case .result(let result) = self[buffer].place else { return nil }
    return interface.reusable[result]
  }
}

extension Content {
  /// Whether a buffer is read or written.
  fileprivate func uses(_ buffer: BufferID) -> Bool {
    read.contains(buffer) || written.contains(buffer)
  }
}
