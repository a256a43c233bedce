import TheanoArrays
import TheanoLoopIR

extension CPrinter {
  /// How many elements are added up in the elements' own dtype before they go into the sum.
  private static let blockLength = 1024

  /// Prints a loop where it stands.
  ///
  /// `range` is the part of it that runs; nil: all.
  mutating func printLoop(_ loop: Loop, range: (String, String)? = nil) throws {
    indices.insert(loop.index)
    let sums = loop.kind == .serial ? [] : loop.combined
    if sums.isEmpty {
      let (start, end) = range ?? ("0", text(loop.count))
      let isInPlace = loop.kind == .free && isInPlace(loop)
      return try printIterations(loop, start, end, isInPlace: isInPlace)
    }
    try printSum(loop, sums)
  }

  /// Whether a loop without others inside may read and write the same memory, each iteration its own.
  private func isInPlace(_ loop: Loop) -> Bool {
    let content = Content(loop.body)
    return !content.buffers.isDisjoint(with: aliased)
      && !loop.body.contains { if case .loop = $0 { true } else { false } }
  }

  /// The head of a loop.
  func head(_ index: String, _ start: String, _ end: String) -> String {
    "for (int64_t \(index) = \(start); \(index) < \(end); \(index)++)"
  }

  /// Prints a loop that combines elements in registers: blocks of it in variables of their own, in an order
  /// that the compiler may choose.
  private mutating func printSum(_ loop: Loop, _ sums: [(Register, Combination, DType)]) throws {
    let count = text(loop.count)
    let isBlocked = sums.contains { $0.1 == .sum && !$0.0.dtype.isDiscrete }
    let outer = partials
    let start = isBlocked ? "b\(loop.index.id)" : "0"
    let end = isBlocked ? "e\(loop.index.id)" : count
    if isBlocked {
      let step = CPrinter.blockLength
      line("for (int64_t \(start) = 0; \(start) < \(count); \(start) += \(step)) {")
      indent += 1
      line("const int64_t \(end) = \(count) - \(start) < \(step) ? \(count) : \(start) + \(step);")
    } else {
      line("{")
      indent += 1
    }
    for (register, combination, dtype) in sums { startPart(register, combination, dtype) }
    for (register, _, _) in sums { partials[register] = "p\(register.id)" }
    try printIterations(loop, start, end)
    partials = outer
    for (register, combination, dtype) in sums { endPart(register, combination, dtype) }
    indent -= 1
    line("}")
  }

  /// Makes the variable in which a loop combines elements. Floats of which the largest or smallest is looked
  /// for become integers in the same order, which the compiler can compare several at a time.
  private mutating func startPart(_ register: Register, _ combination: Combination, _ dtype: DType)
  {
    let part = "p\(register.id)"
    let total = name(register)
    if combination.isExtremum && dtype.isFloat {
      let integer = dtype.orderedCType
      line("\(integer) \(part) = \(order(total, dtype));")
      line("\(integer) nan_\(part) = \(total) != \(total);")
    } else if combination == .sum && dtype.isComplex {
      line("\(dtype.cType) \(part) = {0, 0};")
    } else if combination == .sum {
      line("\(dtype.cType) \(part) = \(dtype.isFloat ? dtype.literal(0.0) : "0");")
    } else {
      line("\(dtype.cType) \(part) = \(total);")
    }
  }

  /// Takes the variable in which a loop combined elements into the register.
  private mutating func endPart(_ register: Register, _ combination: Combination, _ dtype: DType) {
    let part = "p\(register.id)"
    let total = name(register)
    if combination.isExtremum && dtype.isFloat {
      let nan = dtype.literal(Double.nan)
      used.insert("theano_unorder_\(dtype.suffix)")
      line("\(total) = nan_\(part) ? \(nan) : theano_unorder_\(dtype.suffix)(\(part));")
    } else if combination == .sum && dtype.isComplex {
      combineComplex(total, .sum, part, dtype)
    } else if combination == .sum {
      line("\(total) = \(expression(.sum, total, part, register.dtype));")
    } else {
      line("\(total) = \(part);")
    }
  }

  /// The integer that stands for a float where floats are put in order.
  private mutating func order(_ value: String, _ dtype: DType) -> String {
    used.insert("theano_order_\(dtype.suffix)")
    return "theano_order_\(dtype.suffix)(\(value))"
  }

  /// Prints the taking in of an element into a register.
  mutating func combine(_ register: Register, _ combination: Combination, _ value: Value) {
    let total = name(register)
    let dtype = value.dtype
    if dtype.isComplex { return combineComplex(total, combination, text(value), dtype) }
    guard partials[register] != nil, dtype.isFloat else {
      line("\(total) = \(expression(combination, total, text(value), register.dtype));")
      return
    }
    switch combination {
    case .sum, .product:
      let sign = combination == .sum ? "+" : "*"
      line("{ THEANO_REASSOCIATE \(total) = \(total) \(sign) \(text(value)); }")
    case .maximum, .minimum:
      let sign = combination == .maximum ? ">" : "<"
      let key = "k_\(total)"
      line("const \(dtype.orderedCType) \(key) = \(order(text(value), dtype));")
      line("\(total) = \(key) \(sign) \(total) ? \(key) : \(total);")
      line("nan_\(total) |= \(text(value)) != \(text(value));")
    case .and, .or:
      line("\(total) = \(expression(combination, total, text(value), dtype));")
    }
  }
}

extension Combination {
  /// Whether it looks for the largest or smallest.
  fileprivate var isExtremum: Bool { self == .maximum || self == .minimum }
}

extension DType {
  /// The C type of integers in the order of floats of this dtype.
  fileprivate var orderedCType: String { self == .float64 ? "int64_t" : "int32_t" }
}

extension Loop {
  /// The registers from outside that the body itself combines elements into, with the elements' dtype.
  var combined: [(Register, Combination, DType)] {
    // What is declared in the body is new in each iteration.
    var seen: Set<Register> = []
    for case .declare(let register, _) in body { seen.insert(register) }
    return body.compactMap { statement in
      guard case .combine(let register, let combination, let value) = statement,
        seen.insert(register).inserted
      else { return nil }
      return (register, combination, value.dtype)
    }
  }
}
