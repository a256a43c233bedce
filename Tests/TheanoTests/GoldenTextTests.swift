import TestSupport
import Testing
import Theano

/// Texts that Theano printed.
@Suite struct GoldenTextTests {
  @Test func prettyPrinting() throws {
    let file = try GoldenTheano.file.get()
    #expect(file.pp.count == 155)
    for golden in file.pp {
      let text = pp(try GoldenNames().printed(golden.expr))
      #expect(text == Self.texts[golden.expr] ?? golden.text, "\(golden.expr)")
    }
    #expect(Set(Self.texts.keys).isSubset(of: file.pp.map(\.expr)))
  }

  @Test func gradients() throws {
    let file = try GoldenTheano.file.get()
    #expect(file.ppGradient.count == 44)
    for golden in file.ppGradient {
      let names = GoldenNames()
      let text = pp(try grad(names.printed(golden.cost), wrt: names[golden.wrt]))
      let key = "\(golden.cost) by \(golden.wrt)"
      #expect(text == Self.gradientTexts[key] ?? golden.text, "\(key)")
    }
    let known = file.ppGradient.map { "\($0.cost) by \($0.wrt)" }
    #expect(Set(Self.gradientTexts.keys).isSubset(of: known))
  }

  @Test func trees() throws {
    let file = try GoldenTheano.file.get()
    #expect(file.debugprint.count == 19)
    for golden in file.debugprint {
      let names = GoldenNames()
      let variables =
        golden.expr == "[x + y, x * y]"
        ? [names.x + names.y, names.x * names.y] : [try names.printed(golden.expr)]
      let text = trimmed(debugString(variables))
      #expect(text == Self.trees[golden.expr] ?? trimmed(golden.text), "\(golden.expr)")
    }
    #expect(Set(Self.trees.keys).isSubset(of: file.debugprint.map(\.expr)))
  }

  private func trimmed(_ text: String) -> String {
    text.split(separator: "\n").map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
