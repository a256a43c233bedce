import Testing
import TheanoRewrites

@testable import Theano

@Suite("Modes: which rewrites a function's graph goes through")
struct ModeTests {
  private let x = dscalar("x")

  @Test("The default rewrites, reference does not")
  func levels() throws {
    let y = (x * 1 + 0) * 2
    var configuration = Configuration.current
    configuration.mode = nil
    let f = try Configuration.$current.withValue(configuration) { try function([x], y) }
    #expect(pp(f.graph[0]) == "(TensorConstant{2.0} * x)")
    #expect(try pp(function([x], y, mode: .reference).graph[0]) == pp(y))
    #expect(try function([x], y, mode: .reference)(3).item() == 6.0)
  }

  @Test("fastCompile merges and folds, and leaves algebra alone")
  func fastCompile() throws {
    let f = try function([x], [exp(x) * 1, exp(x) + 0], mode: .fastCompile)
    #expect(f.nodes.map(\.op.name).sorted() == ["add", "exp", "mul"])
  }

  @Test("Rules and phases can be left out by name")
  func excluding() throws {
    let y = x * 1 + 0
    let withoutRule = try function([x], y, mode: .fastRun.excluding("x + 0 → x"))
    #expect(withoutRule.nodes.map(\.op.name) == ["add"])
    let withoutPhase = try function(
      [x], log(1 + x), mode: .fastRun.excluding("canonicalise", "stabilise", "specialise"))
    #expect(withoutPhase.nodes.map(\.op.name) == ["add", "log"])
  }

  @Test("Rules and phases can be added by name")
  func including() throws {
    let y = x * 1 + 0
    let added = try function([x], y, mode: .reference.including("x + 0 → x"))
    #expect(added.nodes.map(\.op.name) == ["mul"])
    let phase = try function([x], y, mode: .reference.including("canonicalise"))
    #expect(phase.nodes.isEmpty)
  }

  @Test("A name that no rule and no phase has is an error")
  func unknownName() throws {
    do {
      _ = try function([x], x + 1, mode: .fastRun.excluding("no such rule"))
      Issue.record("nothing was thrown")
    } catch let error as GraphError {
      #expect(error.message.contains("'no such rule'"))
    }
  }

  @Test("A trace has each application, before and after, with its time")
  func trace() throws {
    let f = try function([x], (x + 0) * 1, mode: Mode(trace: true))
    let rules = f.rewrites.applications.map(\.rule)
    #expect(rules.contains("x + 0 → x") && rules.contains("x * 1 → x"))
    #expect(f.rewrites.description.contains("→ x"))
    let seconds = f.rewrites.profile.map(\.seconds)
    #expect(seconds == seconds.sorted(by: >) && seconds.contains { $0 > 0 })
    #expect(try function([x], x + 0).rewrites.applications.isEmpty)
  }

  @Test("Rules for loops are traced, and can be left out")
  func loops() throws {
    let (v, w) = (dvector("v"), dscalar("w"))
    let (rows, _) = try scan(sequences: v, nonSequences: w) { row, w in tanh(row * w) }
    let rule = "work on sequences is done for all steps"
    let without = try function([v, w], rows, mode: Mode(trace: true).excluding(rule))
    #expect(without.nodes.contains { $0.op.name == "Scan" })
    let with = try function([v, w], rows, mode: Mode(trace: true))
    #expect(!with.nodes.contains { $0.op.name == "Scan" })
    #expect(with.rewrites.applications.contains { $0.rule.contains(rule) && $0.phase == "scan" })
    #expect(try with([1, 2], 0.5).reals == without([1, 2], 0.5).reals)
  }

  @Test("A function's printed graph is the rewritten one, numbered in the order of execution")
  func printed() throws {
    let f = try function([x], exp(x * 1) * 2, mode: .fastRun)
    let text = debugString(f)
    #expect(text.contains("exp") && text.contains("   1") && !text.contains("   2"))
  }

  @Test("Debug mode computes the same")
  func debug() throws {
    let v = dvector("v")
    let cost = log(1 + exp(v)).sum() + (v * 2 * 3).sum()
    let f = try function([v], [cost, grad(cost, wrt: v)], mode: .debug)
    let g = try function([v], [cost, grad(cost, wrt: v)], mode: .reference)
    let (a, b) = (try f([0.5, -2.0]), try g([0.5, -2.0]))
    for (left, right) in zip(a, b) {
      #expect(zip(left.reals, right.reals).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test("Debug mode accepts what rules may change: lost digits, and infinities that are no numbers")
  func debugAcceptsAccuracy() throws {
    let v = dvector("v")
    let outputs = [log(1 - sigmoid(v)), log(1 - exp(v)), v ** 0.5, (log(1 - sigmoid(v)) + 1) * 2]
    let f = try function([v], outputs, mode: .debug)
    let found = try f([30.0, 36.5, 1e-308, -.infinity, 1000])
    #expect(found[0].reals[1] == -36.5 && found[0].reals[4] == -1000)
    #expect(found[1].reals[2].isNaN && found[2].reals[3].isNaN)
  }

  @Test("Debug mode names the rule that changed a value, and the user's line")
  func debugFindsTheRule() throws {
    let a = Wildcard("a")
    let wrong = RewritePhase("wrong", [RuleFamily { Rewrite("sin x → cos x", sin(a), to: cos(a)) }])
    let right = RewritePhase("right", [RuleFamily { Rewrite("x * 1 → x", a * 1, to: a) }])
    let built = [sin(x * 1) + 2]
    let (results, report) = try Optimiser(phases: [right, wrong], isTracing: true).optimise(built)
    let graph = FunctionGraph(
      inputs: [x], leaves: [x], outputCount: 1, results: results, built: built, updated: [],
      rewrites: report)
    let check = try RewriteCheck(graph, Program(inputs: [x], outputs: results))
    do {
      _ = try check.run([NDArray(0.3)], shared: [])
      Issue.record("nothing was thrown")
    } catch let error as EvaluationError {
      #expect(error.message.contains("'sin x → cos x' of the phase 'wrong'"))
      #expect(error.message.contains("ModeTests.swift"))
    }
  }
}
