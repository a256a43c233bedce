import Foundation
import Theano

// What rewriting costs: large graphs, their growth, and attention. A line of JSON for each graph, then a table.
// With the argument `profile`, the rules that took the most time; with a number, only graphs up to that size;
// with other words, only families of graphs whose names begin so.

// Rewriting alone: what machine code costs is measured by `benchmarks`.
setenv("THEANO_FLAGS", "linker=py", 1)

/// What was measured.
struct Measurement: Codable {
  var graph: String
  var nodes: Int
  var nodesAfter: Int
  /// Seconds that all phases take.
  var seconds: Double
  var nodesPerSecond: Double
  /// The phase that took longest.
  var slowestPhase: String
}

let isProfiling = CommandLine.arguments.contains("profile")
let limit = CommandLine.arguments.compactMap { Int($0) }.first ?? 100_000
let chosen = CommandLine.arguments.dropFirst().filter { $0 != "profile" && Int($0) == nil }

/// How often each graph is rewritten.
let rounds = 5

/// Measures what rewriting costs for graphs, one after the other in each round, so that a slow minute of the
/// machine is one for all of them; prints a line of JSON for each.
func measure(_ graphs: [(name: String, graph: Graph)]) throws -> [Measurement] {
  func compile(_ graph: Graph, _ mode: Mode) throws -> Function<[NDArray]> {
    try function(graph.inputs, graph.outputs, mode: mode)
  }
  var reports = [[RewriteReport]](repeating: [], count: graphs.count)
  for _ in 0..<rounds {
    for (place, graph) in graphs.enumerated() {
      reports[place].append(try compile(graph.graph, .fastRun).rewrites)
    }
  }
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return try zip(graphs, reports).map { graph, reports in
    // Of each phase the least of all rounds: what disturbs a round disturbs few of its phases.
    let phases = reports[0].phases.indices.compactMap { phase in
      reports.map { $0.phases[phase] }.min { $0.seconds < $1.seconds }
    }
    let seconds = phases.map(\.seconds).reduce(0, +)
    let nodes = graph.graph.nodeCount
    let measurement = Measurement(
      graph: graph.name, nodes: nodes, nodesAfter: phases.last?.nodesAfter ?? nodes,
      seconds: (seconds * 1000).rounded() / 1000,
      nodesPerSecond: (Double(nodes) / seconds).rounded(),
      slowestPhase: phases.max { $0.seconds < $1.seconds }?.name ?? "")
    print(String(decoding: try encoder.encode(measurement), as: UTF8.self))
    if isProfiling {
      let report = try compile(graph.graph, Mode(trace: true)).rewrites
      for phase in report.phases {
        print("  \(phase.name): \(phase.nodesBefore) → \(phase.nodesAfter), \(phase.seconds) s")
      }
      for rule in report.profile.prefix(8) {
        print("  \(rule.name): \(rule.applied) of \(rule.tried), \(rule.seconds) s")
      }
    }
    return measurement
  }
}

/// The families, each with how many nodes a unit has, about, and how it is built.
let families: [(name: String, nodes: Int, build: (Int) throws -> Graph)] = [
  ("dense layers", 4, { try .perceptron(layers: $0, hasGradient: false) }),
  ("dense layers, gradients", 15, { try .perceptron(layers: $0, hasGradient: true) }),
  ("residual blocks", 27, { try .residual(blocks: $0, hasGradient: false) }),
  ("residual blocks, gradients", 83, { try .residual(blocks: $0, hasGradient: true) }),
  ("element-wise chain", 7, { try .chain(steps: $0, hasGradient: false) }),
  ("element-wise chain, gradients", 16, { try .chain(steps: $0, hasGradient: true) }),
]

/// Whether a family is to be measured.
func isChosen(_ name: String) -> Bool {
  chosen.isEmpty || chosen.contains { name.hasPrefix($0) }
}

/// Returns how the time grows from one measurement to another for twice the nodes: the exponent of the growth
/// says how it would if they were just that.
func growth(from first: Measurement, to last: Measurement) -> String {
  let exponent = log(last.seconds / first.seconds) / log(Double(last.nodes) / Double(first.nodes))
  return String(format: "%.2f", pow(2, exponent))
}

/// Returns a row of the table.
func row(_ now: Measurement, _ growth: String) -> String {
  "| \(now.graph) | \(now.nodes) | \(now.nodesAfter) | \(now.seconds) | \(Int(now.nodesPerSecond)) | "
    + "\(growth) | \(now.slowestPhase) |"
}

var rows: [String] = []
for family in families where isChosen(family.name) {
  let sizes = [6_250, 12_500, 25_000, 50_000, 100_000].filter { $0 <= limit }
  let measurements = try measure(
    try sizes.map { (family.name, try family.build(max(1, $0 / family.nodes))) })
  for (place, now) in measurements.enumerated() {
    rows.append(row(now, place == 0 ? "" : growth(from: measurements[place - 1], to: now)))
  }
  if let first = measurements.first, let last = measurements.last, sizes.count > 1 {
    rows.append("| *from the first to the last* | | | | | *\(growth(from: first, to: last))* | |")
  }
}
let others: [(name: String, build: () throws -> Graph)] = [
  ("chain of 10,000 steps", { try .chain(steps: 10_000, hasGradient: false) }),
  ("4 layers of attention", { try .attention(layers: 4, hasGradient: false) }),
  ("4 layers of attention, gradients", { try .attention(layers: 4, hasGradient: true) }),
]
for other in others where isChosen(other.name) {
  for now in try measure([(other.name, try other.build())]) { rows.append(row(now, "")) }
}
print(
  "\n| graph | nodes | nodes after | seconds | nodes/s | time for twice the nodes | slowest phase |"
)
print("|---|---|---|---|---|---|---|")
print(rows.joined(separator: "\n"))
