import Testing
import TheanoGraph
import TheanoOps

@testable import TheanoRewrites

@Suite("The rewrite engine")
struct RewriterTests {
  private let x = Variable(TensorType(.float64, shape: []), name: "x")

  /// Rewrites with the rules of these families.
  private func rewrite(_ outputs: [Variable], _ families: [RuleFamily]) throws -> [Variable] {
    var rewriter = Rewriter(report: RewriteReport())
    return try rewriter.rewrite(outputs, families, nodeCount: toposort(outputs).count)
  }

  @Test("Equal nodes are merged, operands of commutative operations in either order")
  func merges() throws {
    let y = Variable(TensorType(.float64, shape: []), name: "y")
    let results = try rewrite([exp(x + y) * 2, exp(y + x) * 2, exp(x - y), exp(y - x)], [])
    #expect(results[0] == results[1])
    #expect(results[2] != results[3])
    #expect(toposort(results).count == 7)
  }

  @Test("Operations with effects are not merged")
  func keepsImpure() throws {
    let results = try rewrite([printValue(x, message: "a"), printValue(x, message: "a")], [])
    #expect(results[0] != results[1])
  }

  @Test("Rules that lead back are named")
  func detectsCycles() throws {
    let a = Wildcard("a")
    let rules = RuleFamily {
      Rewrite("to cosine", sin(a), to: cos(a))
      Rewrite("to sine", cos(a), to: sin(a))
    }
    do {
      _ = try rewrite([exp(sin(x))], [rules])
      Issue.record("no cycle was found")
    } catch let failure as Rewriter.Failure {
      #expect(Set(failure.rules) == ["to cosine", "to sine"])
    }
  }

  @Test("Rules that go on for ever are stopped and named")
  func detectsGrowth() throws {
    let a = Wildcard("a")
    do {
      _ = try rewrite([sin(x)], [RuleFamily { Rewrite("grow", sin(a), to: sin(a + 1)) }])
      Issue.record("no end was found")
    } catch let failure as Rewriter.Failure {
      #expect(failure.rules == ["grow"])
    }
  }

  @Test("A phase that fails leaves the graph as it is")
  func survivesFailure() throws {
    let a = Wildcard("a")
    let phase = RewritePhase("bad", [RuleFamily { Rewrite("grow", sin(a), to: sin(a + 1)) }])
    let (results, _) = try Optimiser(phases: [phase]).optimise([sin(x)])
    #expect(pp(results[0]) == "sin(x)")
  }

  @Test("The user's graph stays as it is")
  func keepsOriginal() throws {
    let expression = (x + 0) * 1
    let before = debugString([expression])
    _ = try rewrite([expression], [sums, products])
    #expect(debugString([expression]) == before)
    let (first, second) = (exp(x), exp(x))
    second.name = "second"
    _ = try rewrite([first, second], [])
    #expect(first.name == nil)
  }
}
