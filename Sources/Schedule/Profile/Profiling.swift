import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// How many numbers are measured for each group: nanoseconds, bytes, floating-point operations.
package let measurementsPerGroup = 3

/// Has a program measure its loops, products and nodes evaluated outside: gives it one more result, a vector of
/// int64 with the measurements of each. Returns what each computes; `describe` says it of a node outside.
func measureGroups(_ program: inout LoopProgram, describe: (Int) -> String) -> [String] {
  var measuring = Measuring(program: program)
  for statement in program.body { measuring.add(statement, describe) }
  measuring.finish()
  program = measuring.program
  return measuring.groups
}

/// A program while measurements are added to it.
private struct Measuring {
  var program: LoopProgram
  var groups: [String] = []
  private var body: [Statement] = []
  /// What has been said since the last group.
  private var comments: [String] = []
  /// The values that are known where the program is now.
  private var known: Set<Value> = []
  private let buffer: BufferID
  private let one: Value

  init(program: LoopProgram) {
    self.program = program
    buffer = BufferID(program.buffers.count)
    one = self.program.freshValue(.int64)
    body.append(.define(one, Instruction(.integer(1))))
  }

  /// Adds a statement, measured if it takes time.
  mutating func add(_ statement: Statement, _ describe: (Int) -> String) {
    switch statement {
    case .define(let value, _): known.insert(value)
    case .comment(let text): comments.append(text)
    case .loop, .product, .evaluate, .branch: return measure(statement, describe)
    default: break
    }
    body.append(statement)
  }

  /// Adds a statement between two looks at the clock.
  private mutating func measure(_ statement: Statement, _ describe: (Int) -> String) {
    let start = now()
    body.append(statement)
    if case .evaluate(let evaluation) = statement {
      known.formUnion(evaluation.results.flatMap(\.lengths))
      comments.append(describe(evaluation.node))
    }
    let time = emit(Instruction(.subtract, [now(), start]))
    let content = Content([statement])
    let own = content.reserved.subtracting(statement.evaluatedBuffers)
    let bytes = content.buffers.subtracting(own).map { id -> Work in
      let size = program[id].size
      return Work(factor: size.factor &* program[id].dtype.size, counts: size.lengths)
    }
    var work = WorkCount()
    work.add([statement], times: Work(factor: 1, counts: []))
    let place = measurementsPerGroup * groups.count
    store(time, at: place)
    store(sum(bytes), at: place + 1)
    store(sum(work.isKnown ? work.terms : []), at: place + 2)
    comments += [statement].comments
    // What has no name goes on with what came before.
    let name = comments.isEmpty ? groups.last ?? "unnamed" : comments.joined(separator: "; ")
    groups.append(name)
    comments = []
  }

  /// Returns the time.
  private mutating func now() -> Value { emit(Instruction(.call("clock"))) }

  /// Adds the definition of an int64.
  private mutating func emit(_ instruction: Instruction) -> Value {
    let value = program.freshValue(.int64)
    body.append(.define(value, instruction))
    return value
  }

  /// Returns a sum, as far as the counts are known here.
  private mutating func sum(_ terms: [Work]) -> Value {
    var total = emit(Instruction(.integer(0)))
    for term in terms where term.counts.allSatisfy(known.contains) {
      var product = emit(Instruction(.integer(Int128(term.factor))))
      for count in term.counts { product = emit(Instruction(.multiply, [product, count])) }
      total = emit(Instruction(.add, [total, product]))
    }
    return total
  }

  /// Writes a measurement.
  private mutating func store(_ value: Value, at place: Int) {
    let terms = [Access.Term(one, Stride(factor: place, lengths: []))]
    body.append(.store(Access(buffer, place == 0 ? [] : terms), value))
  }

  /// Gives the measurements their memory.
  mutating func finish() {
    let count = program.freshValue(.int64)
    let size = Stride(factor: measurementsPerGroup * groups.count, lengths: [])
    let result = program.interface.results.count
    program.buffers.append(Buffer("profile", .int64, .result(result), lengths: [count], size: size))
    program.interface.results.append(ProgramInterface.Port(.int64, rank: 1))
    program.interface.reusable.append(nil)
    program.body =
      [
        .define(count, Instruction(.integer(Int128(size.factor)))), .reserve(buffer, size),
        .lengths(result: result, [count]),
      ] + body
  }
}

extension Statement {
  /// The buffers that a node evaluated outside fills.
  fileprivate var evaluatedBuffers: Set<BufferID> {
    if case .evaluate(let evaluation) = self { Set(evaluation.results.map(\.buffer)) } else { [] }
  }
}

extension [Statement] {
  /// What is said in these statements, once each.
  fileprivate var comments: [String] {
    var seen: Set<String> = []
    return flatMap { statement -> [String] in
      switch statement {
      case .comment(let text): [text]
      case .loop(let loop): loop.body.comments
      case .branch(_, let yes, let no): (yes + no).comments
      default: []
      }
    }.filter { seen.insert($0).inserted }
  }
}

extension Scheduler {
  /// What a node evaluated outside computes, for people.
  func outsideDescription(_ number: Int) -> String {
    let call = outside[number]
    return description(call.outputs[0], call) + ", evaluated outside"
  }
}
