import TheanoArrays

/// What a program in the making keeps to find NaN and infinities among the elements of its tensors.
///
/// Each nest of loops has a truth value of its own, which is true if an element was not finite: nothing leaves
/// the loop, which stays as fast as one that combines elements.
struct FiniteWatch {
  /// What the nests found.
  var registers: [Register] = []
  /// Whether the last of them belongs to the present nest.
  var isCurrent = false
  /// What is watched already.
  var values: Set<Value> = []
  /// Memory all elements of which have been watched when they were written.
  var buffers: Set<BufferID> = []

  /// Notes that a scope begins in one of this depth: in the program itself that is a new nest.
  mutating func enter(_ depth: Int) {
    if depth == 0 { isCurrent = false }
  }
}

extension LoopBuilder {
  /// Has the program watch its tensors' elements for NaN and infinities.
  package func startWatching() { watch = FiniteWatch() }

  /// Whether the program watches its tensors' elements.
  package var isWatching: Bool { watch != nil }

  /// Returns `value`; a program that watches fails at its end if it was not finite.
  package func watched(_ value: Value) -> Value {
    if watch != nil && value.dtype.isComplex {
      _ = watched(realPart(value))
      _ = watched(imaginaryPart(value))
    }
    guard watch != nil, value.dtype.isFloat, literal(value) == nil,
      watch?.values.insert(value).inserted == true
    else { return value }
    let size = emit(Instruction(.absolute, [value]), value.dtype)
    let isWrong = not(lessOrEqual(size, real(value.dtype.greatestFinite, value.dtype)))
    add(.combine(watchingRegister(), .or, isWrong), besides: isWrong)
    return value
  }

  /// Watches the elements of a result that an operation has written to memory.
  package func watchMemory(of x: Tensor) {
    guard watch != nil, x.dtype.isFloat, case .memory(let buffer, let prefix) = x.source else {
      return
    }
    loops(x.lengths) { _ = watched(load(buffer, prefix + $0)) }
    markWatched(buffer, prefix)
  }

  /// Notes that the elements whose places begin with `prefix` were watched when they were written.
  package func markWatched(_ buffer: BufferID, _ prefix: [Value]) {
    if prefix.isEmpty { watch?.buffers.insert(buffer) }
  }

  /// Whether the elements of a buffer need not be watched when they are read: they have been before, or the
  /// buffer is an input of the program, which may hold anything.
  func isTrusted(_ buffer: BufferID) -> Bool {
    isInput(buffer) || watch?.buffers.contains(buffer) ?? true
  }

  /// The register of the present nest.
  private func watchingRegister() -> Register {
    if watch?.isCurrent == true, let register = watch?.registers.last { return register }
    let register = programRegister(truth(false))
    watch?.registers.append(register)
    watch?.isCurrent = true
    return register
  }

  /// Has the program fail here if something that it watched was not finite.
  package func checkWatched() {
    guard let registers = watch?.registers, !registers.isEmpty else { return }
    watch = nil
    checking(for: { CheckOrigin("the guard against NaN and infinities") }) {
      check(not(registers.map(read).reduce(truth(false), or)))
    }
  }

  /// Whether a buffer is an input of the program, which may hold anything.
  package func isInput(_ buffer: BufferID) -> Bool {
    if case .input = buffers[buffer.index].place { true } else { false }
  }
}

extension DType {
  /// The greatest number of a float dtype.
  fileprivate var greatestFinite: Double {
    switch self {
    case .float16: 65504
    case .float32: Double(Float.greatestFiniteMagnitude)
    default: Double.greatestFiniteMagnitude
    }
  }
}
