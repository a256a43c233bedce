import TheanoArrays
import TheanoLoopIR

/// Has products of matrices added where they belong: `W - a · dot(x, y)`, made in the memory of W, needs no
/// memory for the product, and passes over W once less.
func accumulateProducts(_ program: inout LoopProgram) {
  for place in program.body.indices.reversed() {
    guard case .loop(let loop) = program.body[place], let sum = ScaledSum(loop, program) else {
      continue
    }
    for earlier in program.body[..<place].indices.reversed() {
      guard case .product(let product) = program.body[earlier],
        product.c.start.buffer == sum.term
      else { continue }
      if sum.canTakeIn(product, at: earlier, of: program, before: place) {
        let statements = sum.taking(product, instead: loop, &program)
        program.body.replaceSubrange(place...place, with: statements)
        program.body.remove(at: earlier)
      }
      break
    }
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
    _ product: MatrixProduct, at place: Int, of program: LoopProgram, before loop: Int
  ) -> Bool {
    let isDense =
      product.c.start.terms.isEmpty && product.c.columnStride == .one
      && program[term].size
        == product.c.rowStride.times(product.m, known: program.constants[product.m])
    guard isDense, program.isNumber(product.alpha, 1), program.isNumber(product.beta, 0) else {
      return false
    }
    let operands = [product.a.start.buffer, product.b.start.buffer]
    if operands.contains(old) { return false }
    // Nothing else reads the product, or replaces its operands meanwhile.
    let others = program.body.indices.filter { $0 != place && $0 != loop }
    if others.contains(where: { Content([program.body[$0]]).uses(term) }) { return false }
    for statement in program.body[(place + 1)..<loop] {
      for written in Content([statement]).written {
        if operands.contains(written) { return false }
        if case .result(let result) = program[written].place,
          let input = program.interface.reusable[result],
          operands.contains(where: { program[$0].place == .input(input) })
        {
          return false
        }
      }
    }
    return true
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

extension LoopProgram {
  /// Whether a value is known to be a number.
  fileprivate func isNumber(_ value: Value, _ number: Double) -> Bool {
    body.contains {
      if case .define(value, let instruction) = $0 {
        instruction.operation == .real(number.bitPattern)
      } else {
        false
      }
    }
  }
}
