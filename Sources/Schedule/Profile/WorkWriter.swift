import TheanoArrays
import TheanoLoopIR

/// Writes statements that compute how much work others are, from the lengths that these use.
struct WorkWriter {
  /// The work of a group of statements: nil if it is not known.
  struct Sums {
    var operations: Value?
    var bytes: Value
    /// Whether everything could be computed at the place where it was asked for.
    var isWhole = true
  }

  var program: LoopProgram
  /// The statements written so far, of the scope that is open.
  var statements: [Statement] = []
  /// The values that are there.
  private var known: Set<Value> = []
  /// How values are computed that can be computed anywhere.
  private var definitions: [Value: Instruction] = [:]
  /// What stands for values that are not there.
  private var substitutes: [Value: Value] = [:]

  /// Prepares a program without statements.
  init(_ program: LoopProgram) { self.program = program }

  // MARK: Statements

  /// Adds a statement.
  mutating func add(_ statement: Statement) {
    switch statement {
    case .define(let value, _): known.insert(value)
    case .evaluate(let evaluation): known.formUnion(evaluation.results.flatMap(\.lengths))
    default: break
    }
    statements.append(statement)
  }

  /// Adds the definition of an int64.
  mutating func emit(_ instruction: Instruction) -> Value {
    let value = program.freshValue(.int64)
    add(.define(value, instruction))
    return value
  }

  /// A number.
  mutating func number(_ number: Int) -> Value { emit(Instruction(.integer(Int128(number)))) }

  /// Returns the statements that `body` adds in a scope of its own, in which `values` are known.
  mutating func scope(
    _ values: [Value] = [], _ body: (inout WorkWriter) -> Void
  ) -> [Statement] {
    let outer = (statements: statements, known: known, substitutes: substitutes)
    statements = []
    known.formUnion(values)
    body(&self)
    defer { (statements, known, substitutes) = outer }
    return statements
  }

  /// Learns how the values of a statement are computed.
  mutating func learn(_ statement: Statement) {
    switch statement {
    case .define(let value, let instruction):
      // What divides integers has to stand where it is checked that it can.
      let isDivision = [.divide, .remainder].contains(instruction.operation)
      if instruction.isPure && (!isDivision || value.dtype.isFloat) {
        definitions[value] = instruction
      }
    case .loop(let loop): for statement in loop.body { learn(statement) }
    case .branch(_, let yes, let no): for statement in yes + no { learn(statement) }
    default: break
    }
  }

  // MARK: Values

  /// Returns a value, or one that is computed anew in the same way; nil if that cannot be done here.
  private mutating func value(_ value: Value) -> Value? {
    if let substitute = substitutes[value] { return substitute }
    if known.contains(value) { return value }
    guard let instruction = definitions[value] else { return nil }
    var operands: [Value] = []
    for operand in instruction.operands {
      guard let operand = self.value(operand) else { return nil }
      operands.append(operand)
    }
    let substitute = program.freshValue(value.dtype)
    add(.define(substitute, Instruction(instruction.operation, operands)))
    substitutes[value] = substitute
    return substitute
  }

  /// Returns a product of values; nil if one cannot be computed here.
  mutating func product(_ factor: Int, _ values: [Value]) -> Value? {
    var product = factor == 1 && !values.isEmpty ? nil : number(factor)
    for factor in values {
      guard let factor = value(factor) else { return nil }
      product = product.map { emit(Instruction(.multiply, [$0, factor])) } ?? factor
    }
    return product
  }

  /// Returns how often something is done; nil if that cannot be computed here.
  private mutating func count(_ term: WorkTerm) -> Value? {
    guard var count = product(term.factor, term.lengths + term.loops.map(\.count)) else {
      return nil
    }
    // If this is not known, the loops run.
    for other in term.others.compactMap({ value($0) }) {
      let isRun = emit(Instruction(.minimum, [number(1), other]))
      count = emit(Instruction(.multiply, [count, isRun]))
    }
    for condition in term.conditions {
      guard let truth = value(condition.value) else { return nil }
      var one = emit(Instruction(.convert, [truth]))
      if !condition.holds { one = emit(Instruction(.subtract, [number(1), one])) }
      count = emit(Instruction(.multiply, [count, one]))
    }
    return count
  }

  // MARK: Sums

  /// Returns the work of one run of a statement.
  mutating func sums(of statement: Statement) -> Sums {
    let work = Work(statement)
    let own = Content([statement]).reserved
    let buffers = work.elements.keys.sorted { $0.index < $1.index }.filter {
      counts($0) && (!own.contains($0) || program[$0].place == .external)
    }
    let totals = totals([work.operations.terms] + buffers.map { work.elements[$0]?.terms ?? [] })
    var sums = Sums(operations: work.isKnown ? totals[0] : nil, bytes: number(0))
    sums.isWhole = totals.allSatisfy { $0 != nil }
    for (buffer, total) in zip(buffers, totals.dropFirst()) {
      let size = product(program[buffer].size.factor, program[buffer].size.lengths)
      if size == nil { sums.isWhole = false }
      // What is read more often than it is long is read again.
      var elements = total ?? size ?? number(0)
      if let size { elements = emit(Instruction(.minimum, [elements, size])) }
      let bytes = number(program[buffer].dtype.size)
      sums.bytes = add(sums.bytes, emit(Instruction(.multiply, [bytes, elements])))
    }
    return sums
  }

  /// Whether elements of a buffer are counted: not those of small arrays on the stack, nor what one iteration has
  /// for itself.
  func counts(_ buffer: BufferID) -> Bool {
    switch program[buffer].place {
    case .local, .slot(_, perWorker: true): false
    case .input, .result, .slot, .external: true
    }
  }

  /// Returns a + b.
  mutating func add(_ a: Value, _ b: Value) -> Value { emit(Instruction(.add, [a, b])) }

  /// Returns the sums of lists of terms; nil for one that cannot be computed here.
  ///
  /// Where lengths of inner loops depend on the place in outer ones, these are run once more, to count.
  private mutating func totals(_ lists: [[WorkTerm]]) -> [Value?] {
    var totals: [Value?] = []
    var open = lists.map { _ in [WorkTerm]() }
    for (list, terms) in lists.enumerated() {
      var total = number(0)
      for term in terms {
        if let count = count(term) {
          total = add(total, count)
        } else {
          open[list].append(term)
        }
      }
      // What is in no loop can be computed nowhere.
      totals.append(open[list].contains { $0.loops.isEmpty } ? nil : total)
    }
    var seen: Set<Value> = []
    for loop in open.joined().compactMap(\.loops.first) where seen.insert(loop.index).inserted {
      let rest = open.map { $0.filter { $0.loops.first?.index == loop.index } }
      let counted = counts(of: rest, in: loop)
      for (list, count) in zip(rest.indices, counted) where !rest[list].isEmpty {
        guard let total = totals[list], let count else {
          totals[list] = nil
          continue
        }
        totals[list] = add(total, count)
      }
    }
    return totals
  }

  /// Returns the sums of lists of terms that are in a loop, which is run to count; nil for one that cannot be
  /// computed here.
  private mutating func counts(of lists: [[WorkTerm]], in loop: Loop) -> [Value?] {
    guard let count = value(loop.count) else { return lists.map { _ in nil } }
    let zero = number(0)
    let registers = lists.map { $0.isEmpty ? nil : program.freshRegister(.int64) }
    for case let register? in registers { add(.declare(register, zero)) }
    let inside = lists.map { terms in
      terms.map { term in
        var term = term
        term.loops.removeFirst()
        return term
      }
    }
    var isKnown = lists.map { _ in true }
    let index = program.freshValue(.int64)
    let body = scope([index]) { work in
      work.substitutes[loop.index] = index
      for (list, total) in work.totals(inside).enumerated() {
        guard let register = registers[list] else { continue }
        if let total { work.add(.combine(register, .sum, total)) }
        isKnown[list] = total != nil
      }
    }
    add(.loop(Loop(index, count: count, kind: .free, body: body)))
    return zip(registers, isKnown).map { register, isKnown in
      register.flatMap { isKnown ? emit(Instruction(.read($0))) : nil }
    }
  }
}
