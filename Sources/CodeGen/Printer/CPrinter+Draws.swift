import TheanoArrays
import TheanoLoopIR

/// Random numbers that neighbouring iterations take from shared blocks are made ahead, many blocks at a time.
extension CPrinter {
  /// How many iterations' numbers are made at a time: `THEANO_AHEAD` of the prelude is room for them.
  private static let drawnAhead = 256
  /// How many iterations a loop must have if their number is known.
  private static let fewest = 16
  /// The functions of the prelude that make such a number of a key and an element's number.
  private static let sharedNumbers: Set = ["word32", "word64", "normal32", "normal64"]

  /// The numbers of a loop that can be made ahead.
  private struct Draws {
    /// A number: the function that makes it, and its operands.
    struct Number {
      var value: Value
      var function: String
      /// The stream's key, and the element's number in the stream.
      var key, element: Value
    }

    /// The definitions in the loop that operands depend on, in their order.
    var slice: [Statement] = []
    /// The numbers, in the order in which the loop defines them.
    var numbers: [Number] = []
  }

  /// The numbers of a loop that belong to elements one after the other.
  private func drawsAhead(of loop: Loop) -> Draws? {
    let count = literals[loop.count].flatMap { Int($0) } ?? Self.fewest
    if loop.kind == .serial || count < Self.fewest { return nil }
    var linear = LinearValues(loop)
    var draws = Draws()
    for case .define(let value, let instruction) in loop.body {
      guard case .call(let function) = instruction.operation,
        Self.sharedNumbers.contains(function)
      else { continue }
      let (key, element) = (instruction.operands[0], instruction.operands[1])
      guard linear.step(of: key) == 0, linear.step(of: element) == 1 else { continue }
      draws.numbers.append(.init(value: value, function: function, key: key, element: element))
    }
    if draws.numbers.isEmpty { return nil }
    let needed = linear.definitions(of: draws.numbers.flatMap { [$0.key, $0.element] })
    draws.slice = loop.body.filter {
      if case .define(let value, _) = $0 { needed.contains(value) } else { false }
    }
    return draws
  }

  /// Prints a loop's iterations from `start` to `end`, each of which may use memory that others do not
  /// if it `isInPlace`.
  mutating func printIterations(
    _ loop: Loop, _ start: String, _ end: String, isInPlace: Bool = false
  ) throws {
    guard let draws = drawsAhead(of: loop) else {
      return try printChecked(loop, start, end, isInPlace: isInPlace)
    }
    try printAhead(draws, loop, start, end) { printer, start, end in
      try printer.printChecked(loop, start, end, isInPlace: isInPlace)
    }
  }

  /// Prints a loop over parts of iterations for which numbers are made; `body` prints those of a part.
  private mutating func printAhead(
    _ draws: Draws, _ loop: Loop, _ start: String, _ end: String,
    _ body: (inout CPrinter, _ start: String, _ end: String) throws -> Void
  ) throws {
    let (part, last) = ("d\(loop.index.id)", "l\(loop.index.id)")
    try block("for (int64_t \(part) = \(start), \(last); \(part) < \(end); \(part) = \(last))") {
      printer in
      let places = draws.numbers.map { printer.text($0.value) }
      for place in places { printer.line("uint64_t key_\(place), first_\(place);") }
      try printer.block("") {
        $0.line("const int64_t \($0.text(loop.index)) = \(part);")
        try $0.printAll(draws.slice)
        for (number, place) in zip(draws.numbers, places) {
          $0.line("key_\(place) = \($0.text(number.key));")
          $0.line("first_\(place) = \($0.text(number.element));")
        }
      }
      // The next part begins with a block.
      let length = "\(Self.drawnAhead) - (int64_t)(first_\(places[0]) & 3)"
      printer.line("\(last) = \(end) - \(part) < \(length) ? \(end) : \(part) + \(length);")
      for (number, place) in zip(draws.numbers, places) {
        let type = number.value.dtype.cType
        printer.used.insert("theano_\(number.function)_u64")
        printer.line("\(type) room_\(place)[THEANO_AHEAD];")
        let arguments = "room_\(place), key_\(place), first_\(place), \(last) - \(part)"
        printer.line(
          "const \(type) *draws_\(place) = room_\(place) + theano_\(number.function)_ahead(\(arguments));"
        )
        printer.ahead[number.value] = "draws_\(place)[\(printer.text(loop.index)) - \(part)]"
      }
      try body(&printer, part, last)
      for number in draws.numbers { printer.ahead[number.value] = nil }
    }
  }
}

/// How whole numbers in a loop grow from one iteration to the next.
private struct LinearValues {
  /// What counts the iterations.
  private let index: Value
  /// How values are computed in the loop itself.
  private var instructions: [Value: Instruction] = [:]
  /// The steps that are known: nil where a value does not grow evenly.
  private var steps: [Value: Int?] = [:]

  /// Finds the values that a loop defines.
  init(_ loop: Loop) {
    index = loop.index
    for case .define(let value, let instruction) in loop.body { instructions[value] = instruction }
  }

  /// By how much a value grows with each iteration; nil if not always by the same.
  mutating func step(of value: Value) -> Int? {
    if value == index { return 1 }
    guard let instruction = instructions[value] else { return 0 }
    if let known = steps[value] { return known }
    let operands = instruction.operands.map { step(of: $0) }
    let result = Self.combined(instruction, value.dtype, operands)
    steps[value] = result
    return result
  }

  /// The step of what is computed of operands with these steps.
  private static func combined(_ instruction: Instruction, _ dtype: DType, _ x: [Int?]) -> Int? {
    switch (instruction.operation, x.first ?? nil, x.last ?? nil) {
    case (.add, let a?, let b?): a + b
    case (.subtract, let a?, let b?): a - b
    case (.convert, let a?, _) where dtype.isWide && instruction.operands[0].dtype.isWide: a
    default: instruction.isPure && x.allSatisfy { $0 == 0 } ? 0 : nil
    }
  }

  /// The values defined in the loop that some are computed of, with themselves.
  func definitions(of values: [Value]) -> Set<Value> {
    var needed: Set<Value> = []
    var stack = values
    while let value = stack.popLast() {
      guard let instruction = instructions[value], needed.insert(value).inserted else { continue }
      stack += instruction.reads
    }
    return needed
  }
}

extension DType {
  /// Whether it is of the integers that a conversion between them does not change modulo 2^64.
  fileprivate var isWide: Bool { self == .int64 || self == .uint64 }
}
