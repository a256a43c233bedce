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
struct Measuring {
  private(set) var groups: [String] = []
  var work: WorkWriter
  /// What has been said since the last group.
  private var comments: [String] = []
  private let buffer: BufferID
  private let one: Value

  /// Prepares the measurement of a program.
  init(program: LoopProgram) {
    work = WorkWriter(program)
    buffer = BufferID(program.buffers.count)
    one = work.emit(Instruction(.integer(1)))
  }

  /// The program with what has been added so far.
  private(set) var program: LoopProgram {
    get { work.program }
    set { work.program = newValue }
  }

  /// Adds a statement, measured if it takes time.
  mutating func add(_ statement: Statement, _ describe: (Int) -> String) {
    switch statement {
    case .comment(let text): comments.append(text)
    case .loop, .product, .evaluate, .branch: return measure(statement, describe)
    default: break
    }
    work.add(statement)
  }

  /// Adds a statement between two looks at the clock.
  private mutating func measure(_ statement: Statement, _ describe: (Int) -> String) {
    if case .evaluate(let evaluation) = statement { comments.append(describe(evaluation.node)) }
    var time: Value?
    let sums = work.addCounted(statement) { work, counted in
      let start = work.emit(Instruction(.call("clock")))
      work.add(counted)
      let end = work.emit(Instruction(.call("clock")))
      time = work.emit(Instruction(.subtract, [end, start]))
    }
    let place = measurementsPerGroup * groups.count
    for (offset, value) in [time, sums.bytes, sums.operations].enumerated() {
      store(value ?? work.number(0), at: place + offset)
    }
    comments += [statement].comments
    // What has no name goes on with what came before.
    let name = comments.isEmpty ? groups.last ?? "unnamed" : comments.joined(separator: "; ")
    groups.append(name)
    comments = []
  }

  /// Writes a measurement.
  private mutating func store(_ value: Value, at place: Int) {
    let terms = [Access.Term(one, Stride(factor: place, lengths: []))]
    work.add(.store(Access(buffer, place == 0 ? [] : terms), value))
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
      ] + work.statements
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
    return Scheduler.description(call.outputs[0], call) + ", evaluated outside"
  }
}
