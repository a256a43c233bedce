import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoScan

/// Lengths of loops' results, known without running them.
package let loopLengths = RuleFamily(at: LengthOfAxis.self) {
  Rewrite(
    "length of a loop's result → of its operands", at: .ops([LengthOfAxis.self]),
    examples: [
      RewriteExample("steps", [.init([.n]), .init([.m])]) {
        try history($0[0], $0[1]).length(ofAxis: 0)
      } to: {
        $0[0].length(ofAxis: 0) + 1
      },
      RewriteExample("of a state", [.init([.n]), .init([.m])]) {
        try history($0[0], $0[1]).length(ofAxis: 1)
      },
    ]
  ) { node, _ in
    guard let op = node.op as? LengthOfAxis, let loop = node.inputs[0].owner,
      let scan = loop.op as? Scan, scan.kept.allSatisfy({ $0 == nil })
    else { return nil }
    let place = node.inputs[0].index
    let isState = scan.states.indices.contains(place)
    if op.axis > 0 {
      return isState ? [loop.inputs[scan.firstState + place].length(ofAxis: op.axis)] : nil
    }
    if scan.hasUntil { return nil }
    let count = cast(loop.inputs[0], .int64).asCheckedStepCount
    return [isState ? count + Variable(weak: scan.states[place].depth) : count]
  }
}

/// The history of a loop over `x` whose state begins with `s`, for examples.
private func history(_ x: Variable, _ s: Variable) throws -> Variable {
  let (rows, _) = try scan(sequences: x, outputsInfo: s) { x, s in s * x }
  return rows.owner?.inputs.first ?? rows
}
