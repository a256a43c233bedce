import TheanoArrays

/// A whole native program.
package struct LoopProgram: Sendable {
  /// The buffers, by number.
  package var buffers: [Buffer]
  /// What is done.
  package var body: [Statement]
  /// What goes in and comes out.
  package var interface: ProgramInterface
  /// What each check belongs to, by its number less 1.
  package let checks: [CheckOrigin]
  /// The lengths that are known.
  package let constants: [Value: Int]
  /// The slot in which pieces of the program find what others have left; nil: the program is not cut.
  package private(set) var keptSlot: Int?
  /// A number above those of all values.
  package private(set) var valueCount: Int
  /// A number not below that of any register.
  private var lastRegister: Int

  /// Creates a program.
  package init(
    buffers: [Buffer], body: [Statement], interface: ProgramInterface, valueCount: Int,
    checks: [CheckOrigin] = []
  ) {
    self.buffers = buffers
    self.body = body
    self.interface = interface
    self.checks = checks
    self.valueCount = valueCount
    lastRegister = Content(body).declared.map(\.id).max() ?? 0
    constants = Dictionary(
      body.compactMap { statement -> (Value, Int)? in
        guard case .define(let value, let instruction) = statement, value.dtype == .int64,
          case .integer(let number) = instruction.operation
        else { return nil }
        return (value, Int(truncatingIfNeeded: number))
      }
    ) { first, _ in first }
  }

  /// Returns a value of a number that no other has.
  package mutating func freshValue(_ dtype: DType) -> Value {
    valueCount += 1
    return Value(id: valueCount - 1, dtype: dtype)
  }

  /// Returns a register of a number that no other has.
  package mutating func freshRegister(_ dtype: DType) -> Register {
    lastRegister += 1
    return Register(id: lastRegister, dtype: dtype)
  }

  /// Adds memory that the runtime keeps from call to call, which a statement has to ask for.
  package mutating func addSlot(
    _ name: String, _ dtype: DType, lengths: [Value], size: Stride
  ) -> BufferID {
    buffers.append(
      Buffer(name, dtype, .slot(-1, perWorker: false), lengths: lengths, size: size))
    return BufferID(buffers.count - 1)
  }

  /// Lets the program be cut into pieces that are compiled by themselves; all slots have their numbers.
  package mutating func allowPieces() {
    if keptSlot != nil { return }
    keptSlot = interface.slotCount
    interface.slotCount += 1
  }

  /// The buffer of a number.
  package subscript(id: BufferID) -> Buffer {
    get { buffers[id.index] }
    set { buffers[id.index] = newValue }
  }
}

extension LoopProgram {
  /// Whether it calls the routines that multiply matrices.
  package var hasProducts: Bool { body.contains(where: \.hasProducts) }
}

extension Statement {
  /// Whether there is a product of matrices in it.
  fileprivate var hasProducts: Bool {
    switch self {
    case .product: true
    case .loop(let loop): loop.body.contains(where: \.hasProducts)
    case .branch(_, let yes, let no): (yes + no).contains(where: \.hasProducts)
    default: false
    }
  }
}
