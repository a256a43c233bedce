import TheanoLoopIR

/// How much a loop has to do: whether threads are worth waking.
extension CPrinter {
  /// About how many instructions a loop takes, as an expression of what is known outside of it; in floats, as
  /// a product of lengths may be too large for an integer.
  func work(_ loop: Loop, _ captures: Captures) -> String {
    work(loop, text(loop.count), Bounds(self, loop, captures))
  }

  /// The work of a loop whose count is an expression.
  private func work(_ loop: Loop, _ count: String, _ bounds: Bounds) -> String {
    let body = work(loop.body, bounds)
    return "\(count) * \(body.count == 1 ? body[0] : "(\(body.joined(separator: " + ")))")"
  }

  /// The work of statements, in parts.
  private func work(_ statements: [Statement], _ bounds: Bounds) -> [String] {
    var own = 1
    var inner: [String] = []
    for statement in statements {
      switch statement {
      case .define(_, let instruction):
        if case .call = instruction.operation { own += 12 } else { own += 1 }
      case .loop(let nested):
        inner.append(bounds[nested.count].map { work(nested, $0, bounds) } ?? "64.0")
      case .branch(_, let yes, let no):
        // The longer side stands for both.
        inner += work(yes.weight > no.weight ? yes : no, bounds)
      case .product(let product):
        let sizes = [product.m, product.n, product.k].compactMap { bounds[$0] }
        // An instruction does several of its multiplications.
        inner.append(sizes.count < 3 ? "64.0" : "0.125 * " + sizes.joined(separator: " * "))
      default: own += 1
      }
    }
    return ["\(own).0"] + inner
  }
}

/// Expressions that are at least as large as lengths, also where these are computed inside a loop.
private struct Bounds {
  private let printer: CPrinter
  private let known: Set<Value>
  /// How values inside the loop are computed.
  private var definitions: [Value: Instruction] = [:]

  /// Finds the definitions inside of a loop.
  init(_ printer: CPrinter, _ loop: Loop, _ captures: CPrinter.Captures) {
    self.printer = printer
    known = Set(captures.values)
    collect(loop.body)
  }

  private mutating func collect(_ statements: [Statement]) {
    for statement in statements {
      switch statement {
      case .define(let value, let instruction): definitions[value] = instruction
      case .loop(let loop): collect(loop.body)
      case .branch(_, let yes, let no): collect(yes + no)
      default: break
      }
    }
  }

  /// An expression for a value; nil if there is none, or only a long one.
  subscript(_ value: Value) -> String? { bound(value, depth: 0) }

  private func bound(_ value: Value, depth: Int) -> String? {
    if printer.literals[value] != nil || known.contains(value) { return printer.text(value) }
    guard let instruction = definitions[value], depth < 4 else { return nil }
    let operands = instruction.operands.map { bound($0, depth: depth + 1) }
    switch (instruction.operation, operands.first ?? nil, operands.last ?? nil) {
    case (.minimum, let a?, let b?):
      if let a = Int(a), let b = Int(b) { return "\(min(a, b))" }
      return "(\(a) < \(b) ? \(a) : \(b))"
    case (.minimum, let a, let b): return a ?? b
    case (.add, let a?, let b?): return "(\(a) + \(b))"
    // What is taken away is not negative.
    case (.subtract, let a?, _): return a
    case (.call("quotient"), let a?, let b?) where isPositive(instruction.operands[1]):
      return "(\(a) / \(b))"
    default: return nil
    }
  }

  /// Whether a value is known to be a positive integer.
  private func isPositive(_ value: Value) -> Bool {
    printer.literals[value].flatMap { Int($0) } ?? 0 > 0
  }
}
