import TheanoGraph
import TheanoScan

/// A rule for loops: it changes a loop, if there is something to change.
struct LoopRewrite: Sendable {
  /// What it does; the name by which a mode can leave it out.
  let name: String
  /// Changes a loop of each of whose results the last rows in a number are read, nil for all; returns whether it
  /// did.
  let apply: @Sendable (_ loop: inout Loop, _ needs: [Int?]) throws -> Bool

  init(_ name: String, _ apply: @escaping @Sendable (inout Loop, [Int?]) throws -> Bool) {
    self.name = name
    self.apply = apply
  }
}

/// The name of the rule by which loops of equal numbers of steps become one.
let mergingRuleName = "loops of equal numbers of steps are one"

/// The names of all rules for loops.
package let loopRuleNames = [mergingRuleName] + loopRewrites.map(\.name)

/// What is tried on each loop, in order.
let loopRewrites: [LoopRewrite] = [
  LoopRewrite("constants go into the body") { loop, _ in try loop.takeInConstants() },
  LoopRewrite("equal inputs are one") { loop, _ in try loop.mergeInputs() },
  LoopRewrite("unused inputs and results go") { $0.dropUnused($1) },
  LoopRewrite("equal states are one") { loop, _ in try loop.mergeStates() },
  LoopRewrite("equal results are one") { loop, _ in loop.mergeMaps() },
  LoopRewrite("lengths of rows are known outside") { loop, _ in try loop.moveOutLengths() },
  LoopRewrite("a loop of one step is its body") { loop, _ in try loop.runOneStep() },
  LoopRewrite("what does not change is computed outside") { loop, _ in
    try !loop.isLazy && loop.moveOutInvariants()
  },
  LoopRewrite("work on sequences is done for all steps") { loop, _ in
    try !loop.isLazy && loop.moveOutRows()
  },
  LoopRewrite("results of states alone are computed outside") {
    try !$0.isLazy && $0.moveOutResults($1)
  },
  LoopRewrite("sums over steps are one sum or product") { try !$0.isLazy && $0.moveOutSums($1) },
]

extension Loop {
  /// Whether a step may leave out some of its work, which therefore must not be done outside: it may be wrong, or
  /// take long.
  fileprivate var isLazy: Bool { toposort(bodyOutputs).contains { $0.op is any LazyOp } }
}
