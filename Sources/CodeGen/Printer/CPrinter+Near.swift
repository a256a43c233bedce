import TheanoArrays
import TheanoLoopIR

/// Functions that have a faster variant for arguments that are not large.
///
/// Vector code cannot take one way for one element and another for the next, so loops that call such
/// functions look at the arguments of many iterations first, if that is cheap, and run in a version
/// for small ones if all are small. For these both versions give the same.
extension CPrinter {
  /// How many iterations are looked at together.
  private static let nearBlock = 1024
  /// How many instructions arguments may take that are computed twice.
  private static let nearWork = 16

  /// What must be computed to know whether a loop's arguments are small.
  private struct Arguments {
    /// The definitions in the loop that the arguments depend on, in their order.
    var slice: [Statement] = []
    /// The arguments.
    var values: [Value] = []
  }

  /// The name of a function's variant for arguments that `theano_far` says nothing of.
  static func nearVariant(_ name: String, _ dtype: DType) -> String? {
    guard dtype == .float32 || dtype == .float64 else { return nil }
    return ["sin", "cos", "tan"].contains(name) ? "\(name)_near" : nil
  }

  /// Prints a loop's iterations from `start` to `end`, each of which may use memory that others do not
  /// if it `isInPlace`.
  mutating func printChecked(
    _ loop: Loop, _ start: String, _ end: String, isInPlace: Bool
  ) throws {
    let arguments = arguments(of: loop)
    let isInterleaved = isInterleaved(loop, hasTwoVersions: arguments != nil)
    func print(_ printer: inout CPrinter, _ start: String, _ end: String) throws {
      var start = start
      if isInterleaved {
        start = try printer.printInterleaved(loop, start, end, isInPlace: isInPlace)
      }
      if isInPlace { printer.line("THEANO_INDEPENDENT") }
      let head = printer.head(printer.text(loop.index), start, end)
      try printer.block(head) { try $0.printAll(loop.body) }
    }
    guard let arguments else { return try print(&self, start, end) }
    let (index, step) = ("n\(loop.index.id)", Self.nearBlock)
    let last = "m\(loop.index.id)"
    try block("for (int64_t \(index) = \(start); \(index) < \(end); \(index) += \(step))") {
      $0.line("const int64_t \(last) = \(end) - \(index) < \(step) ? \(end) : \(index) + \(step);")
      let dtypes = Set(arguments.values.map(\.dtype)).sorted { $0.size < $1.size }
      for dtype in dtypes {
        $0.used.insert("theano_far_\(dtype.suffix)")
        $0.line("int\(dtype.size * 8)_t far_\(dtype.suffix) = 0;")
      }
      try $0.block($0.head($0.text(loop.index), index, last)) { printer in
        try printer.printAll(arguments.slice)
        for value in arguments.values {
          let suffix = value.dtype.suffix
          printer.line("far_\(suffix) |= theano_far_\(suffix)(\(printer.text(value)));")
        }
      }
      let condition = dtypes.map { "far_\($0.suffix) < 0" }.joined(separator: " || ")
      try $0.block("if (\(condition))") { try print(&$0, index, last) }
      try $0.block("else") { printer in
        printer.near.formUnion(arguments.values)
        try print(&printer, index, last)
        printer.near.subtract(arguments.values)
      }
    }
  }

  /// The arguments that a loop should look at; nil if there are none or they cost too much.
  private func arguments(of loop: Loop) -> Arguments? {
    var definitions: [Value: Instruction] = [:]
    var arguments = Arguments()
    for statement in loop.body {
      if case .loop = statement { return nil }
      guard case .define(let value, let instruction) = statement else { continue }
      definitions[value] = instruction
      guard case .call(let name) = instruction.operation, let x = instruction.operands.first,
        Self.nearVariant(name, x.dtype) != nil, !arguments.values.contains(x)
      else { continue }
      arguments.values.append(x)
    }
    if arguments.values.isEmpty || loop.kind == .serial { return nil }
    let written = Content(loop.body).written
    var needed: Set<Value> = []
    var stack = arguments.values
    while let value = stack.popLast() {
      guard let instruction = definitions[value], needed.insert(value).inserted else { continue }
      guard needed.count <= Self.nearWork, instruction.isCheap(written) else { return nil }
      stack += instruction.reads
    }
    arguments.slice = loop.body.filter {
      if case .define(let value, _) = $0 { needed.contains(value) } else { false }
    }
    return arguments
  }
}

extension Instruction {
  /// Whether it may be done twice in a loop that writes the buffers `written`.
  fileprivate func isCheap(_ written: Set<BufferID>) -> Bool {
    switch operation {
    case .call, .divide, .remainder, .read: false
    case .load(let access): !written.contains(access.buffer)
    default: true
    }
  }
}
