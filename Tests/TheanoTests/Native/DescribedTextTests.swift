import Testing

@testable import Theano

/// What people read of machine code.
@Suite("C texts with comments", .enabled(if: hasCompiler))
struct DescribedTextTests {
  private let x = dmatrix("x")

  /// The lines of a text that are not comments.
  private func code(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { line in
      !line.drop { $0 == " " }.hasPrefix("//")
    }
  }

  /// The lines of a text that are comments.
  private func comments(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { $0.contains("// ") }
  }

  /// Expects that the text which a function shows is that which was compiled, but for comments; returns it.
  private func checked<Output>(_ f: Function<Output>) throws -> String {
    let native = try #require(f.compiled.evaluator.native).current
    let text = try f.cSource
    #expect(code(text) == code(native.texts.joined(separator: "\n")))
    return text
  }

  @Test("Each group of loops has its expression and its line, with the user's names")
  func expressions() throws {
    let weights = shared(try NDArray([1.0, 2, 3, 4]).reshaped(to: [2, 2]), name: "weights")
    let hidden = tanh(dot(x, weights))
    hidden.name = "hidden"
    let f = try function([x], [hidden, exp(hidden + 1).sum(axis: 0)], mode: .native)
    let text = try checked(f)
    for part in ["hidden = ", "tanh((x \\dot weights))", "Sum{", "DescribedTextTests.swift:"] {
      #expect(comments(text).contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test("Loops and choices have them too")
  func loopsAndChoices() throws {
    let (W, c) = (dmatrix("W"), dscalar("c"))
    let (states, _) = try scan(sequences: x, outputsInfo: [x[0]], nonSequences: W) { x, h, W in
      tanh(x + dot(h, W))
    }
    let (sums, _) = try scan(sequences: x, outputsInfo: [x[0] * 2]) { x, s in s * 0.5 + x }
    let choice = ifelse(c .> 0, exp(x), x * 3)
    let f = try function([x, W, c], [states, sums, choice], mode: .native)
    let text = try checked(f)
    for part in ["tanh(", "exp(x)", "scan", "DescribedTextTests.swift:"] {
      #expect(comments(text).contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test("Large functions, and functions whose intermediate results are watched")
  func variants() throws {
    let y = dmatrix("y")
    var h: Variable = x
    for step in 0..<300 { h = tanh(h * 1.5 + y) - 0.5 * h + (step % 8 == 0 ? 0.1 * h.sum() : 0) }
    #expect(try checked(function([x, y], h, mode: .native)).contains("theano_run_2("))
    _ = try checked(function([x], exp(x).sum(axis: 1), mode: .nanGuard))
    _ = try checked(function([x], exp(x).sum(axis: 1), mode: .native, profile: true))
  }

  @Test("The text of the version for the present lengths of shared variables")
  func versions() throws {
    let weights = shared(try NDArray([Double](repeating: 1, count: 17)), name: "weights")
    let f = try function([], (weights * 2).sum(), mode: .native)
    #expect(try checked(f).contains("17"))
    try weights.setValue(NDArray([Double](repeating: 1, count: 19)))
    #expect(try f().item() == 38.0)
    let text = try checked(f)
    #expect(text.contains("19") && text.contains("weights"))
  }
}
