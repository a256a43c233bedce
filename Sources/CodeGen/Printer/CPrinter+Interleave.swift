import TheanoLoopIR

/// Several vectors at a time through loops of long chains of operations.
///
/// A processor has many operations in flight, but only the next few hundred instructions to take them from. In a
/// long chain each of these waits for the one before. So such loops run over blocks of constant length, for which
/// the compiler puts the same steps of several vectors beside each other; what is left over runs as it is.
extension CPrinter {
  /// How many iterations are in a block: four of the widest vectors of float32.
  static let interleavedBlock = 64
  /// How many steps after each other are a long chain: those of one function such as exp.
  private static let longChain = 10
  /// The same for loops that are printed twice anyway, and so take compilers long.
  private static let longChainOfTwo = 60
  /// How many instructions a body may have that is printed once more.
  private static let largestBody = 1000

  /// Whether a loop, which may be printed in two versions, has blocks of iterations beside each other.
  func isInterleaved(_ loop: Loop, hasTwoVersions: Bool) -> Bool {
    guard ahead.isEmpty, loop.kind == .free || loop.kind == .parallel,
      loop.body.count <= Self.largestBody,
      literals[loop.count].flatMap({ Int($0) }).map({ $0 >= Self.interleavedBlock }) ?? true
    else { return false }
    var depths: [Value: Int] = [:]
    var longest = 0
    for statement in loop.body {
      switch statement {
      case .define(let value, let instruction) where value.dtype.isFloat:
        let depth = instruction.operands.reduce(0) { max($0, depths[$1] ?? 0) }
        depths[value] = depth + instruction.chainLength
        longest = max(longest, depth + instruction.chainLength)
      case .define, .store, .comment: continue
      default: return false
      }
    }
    return longest >= (hasTwoVersions ? Self.longChainOfTwo : Self.longChain)
  }

  /// Prints a loop's iterations from `start` on in blocks beside each other, and returns the variable in which
  /// the first is that is left.
  mutating func printInterleaved(
    _ loop: Loop, _ start: String, _ end: String, isInPlace: Bool
  ) throws -> String {
    let (first, step) = ("t\(loop.index.id)", Self.interleavedBlock)
    line("int64_t \(first) = \(start);")
    try block("for (; \(end) - \(first) >= \(step); \(first) += \(step))") { printer in
      if isInPlace { printer.line("THEANO_INDEPENDENT") }
      printer.line("THEANO_INTERLEAVED")
      let head = printer.head(printer.text(loop.index), first, "\(first) + \(step)")
      try printer.block(head) { try $0.printAll(loop.body) }
    }
    return first
  }
}

extension Instruction {
  /// About how many additions take as long.
  fileprivate var chainLength: Int {
    switch operation {
    case .call: 10
    case .divide, .remainder: 3
    case .convert: 0
    default: 1
    }
  }
}
