import TheanoArrays
import TheanoLoopIR

/// A program cut into pieces that become functions of their own, as compilers take much longer over one long
/// function than over several short ones.
///
/// It is cut between statements of the program itself, and of the bodies of its serial loops and branches
/// where these are long. What one piece leaves for others is in memory, which has an array for each dtype.
struct ProgramPieces {
  /// What the entry point does.
  indirect enum Step {
    case piece(Int)
    case loop(Loop, [Step])
    case branch(Value, [Step], [Step])
    case exit(Value)
  }

  /// The statements of each piece.
  private(set) var pieces: [[Statement]] = []
  /// What the entry point does.
  private(set) var steps: [Step] = []
  /// Where values are that several pieces use.
  private(set) var values: [Value: String] = [:]
  /// The lengths of inputs, which each piece looks up.
  private(set) var inputLengths: [Value: Instruction] = [:]
  /// Where registers are that several pieces use.
  private(set) var registers: [Register: String] = [:]
  /// Where the memory is that several pieces use: its address, or small arrays themselves.
  private(set) var buffers: [BufferID: String] = [:]
  /// In how many statements of pieces each buffer is used.
  private(set) var uses: [BufferID: Int] = [:]
  /// The buffers that loops use.
  private var usedInLoops: Set<BufferID> = []
  /// The values that count the loops of the entry point.
  private(set) var indices: Set<Value> = []
  /// How much there is of each array.
  private var lengths: [DType: Int] = [:]
  /// How many addresses there are.
  private var addressCount = 0

  /// Cuts a program into pieces of about this weight, the bodies of its free loops not counted, which are
  /// functions of their own anyhow.
  init(_ program: LoopProgram, weight: Int) {
    var drivers: Set<Value> = []
    steps = cut(program.body, weight, &drivers)
    findShared(program, drivers)
  }

  // MARK: Pieces

  /// Cuts statements; `drivers` are the values that the entry point reads.
  private mutating func cut(
    _ statements: [Statement], _ limit: Int, _ drivers: inout Set<Value>
  ) -> [Step] {
    var steps: [Step] = []
    var open: [Statement] = []
    var weight = 0
    func close(_ all: inout ProgramPieces) {
      if open.isEmpty { return }
      steps.append(.piece(all.pieces.count))
      all.pieces.append(open)
      (open, weight) = ([], 0)
    }
    for statement in statements {
      let own = statement.ownWeight
      switch statement {
      case .loop(let loop) where loop.kind == .serial && own > limit:
        close(&self)
        drivers.formUnion([loop.index, loop.count])
        indices.insert(loop.index)
        steps.append(.loop(loop, cut(loop.body, limit, &drivers)))
      case .branch(let condition, let yes, let no) where own > limit:
        close(&self)
        drivers.insert(condition)
        let sides = (cut(yes, limit, &drivers), cut(no, limit, &drivers))
        steps.append(.branch(condition, sides.0, sides.1))
      case .exit(let condition):
        close(&self)
        drivers.insert(condition)
        steps.append(.exit(condition))
      case .define(let value, let instruction) where instruction.isLength:
        inputLengths[value] = instruction
      default:
        if weight + own > limit { close(&self) }
        open.append(statement)
        weight += own
      }
    }
    close(&self)
    return steps
  }

  // MARK: What pieces share

  /// Gives places to what several pieces use, and what pieces and the entry point use.
  private mutating func findShared(_ program: LoopProgram, _ drivers: Set<Value>) {
    var crossing = drivers
    var numbers: Set<Value> = []
    var crossingRegisters: Set<Register> = []
    var users: [BufferID: Int] = [:]
    for piece in pieces {
      for case .define(let value, let instruction) in piece where instruction.isNumber {
        numbers.insert(value)
      }
      let content = Content(piece)
      crossing.formUnion(content.freeValues)
      crossing.formUnion(program.workerSizes(content))
      crossingRegisters.formUnion(content.freeRegisters)
      for buffer in content.buffers.union(piece.flatMap(\.comparedBuffers)) {
        users[buffer, default: 0] += 1
      }
      for statement in piece {
        let buffers = Content([statement]).buffers
        for buffer in buffers { uses[buffer, default: 0] += 1 }
        if case .loop = statement { usedInLoops.formUnion(buffers) }
      }
    }
    crossing.subtract(numbers)
    crossing.subtract(inputLengths.keys)
    for value in crossing.sorted(by: { $0.id < $1.id }) {
      values[value] = place(value.dtype)
    }
    for register in crossingRegisters.sorted(by: { $0.id < $1.id }) {
      registers[register] = place(register.dtype)
    }
    let shared = users.filter { $1 > 1 }.keys.sorted { $0.index < $1.index }
    for buffer in shared {
      switch program[buffer].place {
      case .input: continue
      case .local:
        buffers[buffer] = "&" + place(program[buffer].dtype, count: program[buffer].size.factor)
      case .slot, .result, .external:
        buffers[buffer] = "kept->addresses[\(addressCount)]"
        addressCount += 1
      }
    }
  }

  /// Returns the place of new elements.
  private mutating func place(_ dtype: DType, count: Int = 1) -> String {
    let first = lengths[dtype, default: 0]
    lengths[dtype] = first + max(1, count)
    return "kept->\(dtype.suffix)[\(first)]"
  }

  /// Whether a loop of a piece is all that uses a buffer.
  func isOfOneLoop(_ buffer: BufferID) -> Bool {
    uses[buffer] == 1 && usedInLoops.contains(buffer)
  }

  /// The type of what pieces leave for each other.
  func type(_ name: String) -> String {
    let arrays = lengths.sorted { $0.key.suffix < $1.key.suffix }.map {
      "  \($0.cType) \($0.suffix)[\($1)];\n"
    }
    return """
      // What pieces of the program leave for each other.
      typedef struct {
        void *addresses[\(max(1, addressCount))];
      \(arrays.joined())} \(name);
      """
  }
}

extension Statement {
  /// About how much a compiler has to do for this in the function in which it stands: loops that are not
  /// serial are functions of their own.
  var ownWeight: Int {
    switch self {
    case .loop(let loop) where loop.kind != .serial: 10
    default: weight
    }
  }
}

extension LoopProgram {
  /// The lengths of workers' own memory that statements use and others ask for: where each begins is computed
  /// from them.
  func workerSizes(_ content: Content) -> Set<Value> {
    var sizes: Set<Value> = []
    for buffer in content.buffers
    where self[buffer].isPerWorker && !content.reserved.contains(buffer) {
      sizes.formUnion(self[buffer].size.lengths)
    }
    return sizes.subtracting(content.defined)
  }
}

extension Statement {
  /// The buffers whose addresses this compares.
  var comparedBuffers: [BufferID] {
    guard case .define(_, let instruction) = self,
      case .isSame(let a, let b) = instruction.operation
    else { return [] }
    return [a, b]
  }
}

extension Instruction {
  /// Whether it is the length of an axis of an input.
  fileprivate var isLength: Bool { if case .length = operation { true } else { false } }

  /// Whether it is a number, which is written where it is used.
  fileprivate var isNumber: Bool {
    switch operation {
    case .integer, .real: true
    default: false
    }
  }
}
