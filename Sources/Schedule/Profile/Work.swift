import TheanoArrays
import TheanoLoopIR

/// How often something is done: a number times lengths, for each iteration of loops, where conditions hold.
struct WorkTerm {
  /// What has to be so for anything to be done.
  struct Condition: Hashable {
    var value: Value
    /// Whether the value has to be true, or false.
    var holds: Bool
  }

  var factor: Int
  var lengths: [Value] = []
  /// The loops of which each iteration does it, from the outside in.
  var loops: [Loop]
  /// How often other loops run, which must not be 0.
  var others: [Value] = []
  var conditions: [Condition]
}

/// Terms that are added up.
struct WorkTerms {
  private(set) var terms: [WorkTerm] = []
  /// The places of terms by all that they have but their factors.
  private var places: [[AnyHashable]: Int] = [:]

  /// Adds a term.
  mutating func add(_ term: WorkTerm) {
    let key: [AnyHashable] = [term.lengths, term.loops.map(\.index), term.others, term.conditions]
    if let place = places[key] {
      terms[place].factor &+= term.factor
    } else {
      places[key] = terms.count
      terms.append(term)
    }
  }
}

/// What a nest of loops, or a single statement, does each time it is run: floating-point operations, and the elements
/// of memory that it reads and writes.
///
/// Each instruction or call on floats is an operation, a multiplication with an addition two, a product of matrices
/// 2 m n k.
struct Work {
  private(set) var operations = WorkTerms()
  /// The elements of each buffer, an element as often as statements read or write it.
  private(set) var elements: [BufferID: WorkTerms] = [:]
  /// Whether all operations are known: there are no nodes evaluated outside, nor loops that end early.
  private(set) var isKnown = true
  /// The loops around the present place, from the outside in.
  private var loops: [Loop] = []
  private var conditions: [WorkTerm.Condition] = []
  /// The indices of loops that values change with.
  private var changing: [Value: Set<Value>] = [:]

  /// Finds what a statement does.
  init(_ statement: Statement) { add([statement]) }

  /// Adds what statements do.
  private mutating func add(_ statements: [Statement]) {
    let count = statements.reduce(0) { $0 + $1.operationCount }
    if count > 0 { operations.add(term(count)) }
    for statement in statements {
      if let access = statement.ownAccess { add(access) }
      switch statement {
      case .define(let value, let instruction):
        changing[value] = indices(of: instruction)
      case .loop(let loop):
        changing[loop.index] = [loop.index]
        loops.append(loop)
        add(loop.body)
        loops.removeLast()
      case .branch(let condition, let yes, let no):
        for (side, holds) in [(yes, true), (no, false)] {
          conditions.append(.init(value: condition, holds: holds))
          add(side)
          conditions.removeLast()
        }
      case .product(let product):
        operations.add(term(2, [product.m, product.n, product.k]))
        add(product.a.start, [product.m, product.k])
        add(product.b.start, [product.k, product.n])
        add(product.c.start, [product.m, product.n])
      case .evaluate(let evaluation):
        isKnown = false
        for operand in evaluation.operands { add(operand.start, operand.lengths) }
        for result in evaluation.results { add(Access(result.buffer, []), result.lengths) }
      case .exit: isKnown = false
      default: break
      }
    }
  }

  /// Something that is done at the present place.
  private func term(_ factor: Int, _ lengths: [Value] = []) -> WorkTerm {
    WorkTerm(factor: factor, lengths: lengths, loops: loops, conditions: conditions)
  }

  /// Adds a read or written element, or a part of a buffer with as many as the product of `lengths`. Loops with which
  /// its place does not change do not make it more.
  private mutating func add(_ access: Access, _ lengths: [Value] = []) {
    let values = access.values + lengths + conditions.map(\.value)
    var needed = values.reduce(into: Set<Value>()) { $0.formUnion(changing[$1] ?? []) }
    var term = WorkTerm(factor: 1, lengths: lengths, loops: [], conditions: conditions)
    for loop in loops.reversed() {
      if needed.contains(loop.index) {
        needed.formUnion(changing[loop.count] ?? [])
        term.loops.insert(loop, at: 0)
      } else {
        term.others.append(loop.count)
      }
    }
    elements[access.buffer, default: WorkTerms()].add(term)
  }

  /// The indices of loops that the result of an instruction changes with.
  private func indices(of instruction: Instruction) -> Set<Value> {
    if case .read = instruction.operation { return Set(loops.map(\.index)) }
    return instruction.reads.reduce(into: []) { $0.formUnion(changing[$1] ?? []) }
  }
}

extension Statement {
  /// How many floating-point operations the statement itself is.
  var operationCount: Int {
    switch self {
    case .define(let value, let instruction) where value.dtype.isFloat: instruction.operation.count
    case .combine(let register, _, _) where register.dtype.isFloat: 1
    case .accumulate(_, _, let value) where value.dtype.isFloat: 1
    case .combine(_, _, let value) where value.dtype.isComplex: 2
    case .accumulate(_, _, let value) where value.dtype.isComplex: 2
    default: 0
    }
  }

  /// The element that the statement itself reads or writes.
  var ownAccess: Access? {
    switch self {
    case .define(_, let instruction):
      if case .load(let access) = instruction.operation { access } else { nil }
    case .store(let access, _), .accumulate(let access, _, _): access
    default: nil
    }
  }
}

extension Operation {
  /// How many floating-point operations it is on floats.
  fileprivate var count: Int {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .negate, .absolute, .minimum, .maximum,
      .call:
      1
    case .fusedMultiplyAdd: 2
    default: 0
    }
  }
}
