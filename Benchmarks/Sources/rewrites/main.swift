import Foundation
import Theano

// What rewriting costs: large graphs, their growth, and attention. A line of JSON for each graph, then a table.
// With the argument `profile`, the rules that took the most time; with a number, only graphs up to that size;
// with other words, only families of graphs whose names begin so.

/// What was measured.
struct Measurement: Codable {
  var graph: String
  var nodes: Int
  var nodesAfter: Int
  /// Seconds to compile with all rewrites, less those without any.
  var seconds: Double
  var nodesPerSecond: Double
  /// The phase that took longest.
  var slowestPhase: String
}

let isProfiling = CommandLine.arguments.contains("profile")
let limit = CommandLine.arguments.compactMap { Int($0) }.first ?? 100_000
let chosen = CommandLine.arguments.dropFirst().filter { $0 != "profile" && Int($0) == nil }

/// Returns how many seconds `body` takes, and what it returns.
func timed<T>(_ body: () throws -> T) rethrows -> (Double, T) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = try body()
  return ((clock.now - start) / .seconds(1), result)
}

/// Measures what rewriting a graph costs, and prints it.
func measure(_ name: String, _ graph: Graph) throws -> Measurement {
  func compile(_ mode: Mode) throws -> Function<[NDArray]> {
    try function(graph.inputs, graph.outputs, mode: mode)
  }
  let nodes = graph.nodeCount
  var (plain, whole) = (Double.infinity, Double.infinity)
  var last: Function<[NDArray]>?
  // As often for large graphs as for small ones: the least of more runs is less.
  for _ in 0..<3 {
    plain = min(plain, try timed { try compile(.reference) }.0)
    let (seconds, f) = try timed { try compile(.fastRun) }
    whole = min(whole, seconds)
    last = f
  }
  let best = whole - plain
  let phases = last?.rewrites.phases ?? []
  let slowest = phases.max { $0.seconds < $1.seconds }
  let measurement = Measurement(
    graph: name, nodes: nodes, nodesAfter: toposort(last?.graph ?? []).count,
    seconds: (best * 1000).rounded() / 1000,
    nodesPerSecond: (Double(nodes) / best).rounded(), slowestPhase: slowest?.name ?? "")
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(measurement), as: UTF8.self))
  if isProfiling {
    let f = try compile(Mode(trace: true))
    for phase in f.rewrites.phases {
      print("  \(phase.name): \(phase.nodesBefore) → \(phase.nodesAfter), \(phase.seconds) s")
    }
    for rule in f.rewrites.profile.prefix(8) {
      print("  \(rule.name): \(rule.applied) of \(rule.tried), \(rule.seconds) s")
    }
  }
  return measurement
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

var rows: [String] = []
for family in families where isChosen(family.name) {
  var before: Measurement?
  for size in [6_250, 12_500, 25_000, 50_000, 100_000] where size <= limit {
    let graph = try family.build(max(1, size / family.nodes))
    let now = try measure("\(family.name), \(size)", graph)
    // Twice the nodes: the exponent of growth says how the time would grow if they were just that.
    let growth = before.map {
      pow(now.seconds / $0.seconds, log(2) / log(Double(now.nodes) / Double($0.nodes)))
    }
    rows.append(
      "| \(family.name) | \(now.nodes) | \(now.nodesAfter) | \(now.seconds) | "
        + "\(Int(now.nodesPerSecond)) | "
        + "\(growth.map { String(format: "%.2f", $0) } ?? "") | \(now.slowestPhase) |")
    before = now
  }
}
let others: [(name: String, build: () throws -> Graph)] = [
  ("chain of 10,000 steps", { try .chain(steps: 10_000, hasGradient: false) }),
  ("4 layers of attention", { try .attention(layers: 4, hasGradient: false) }),
  ("4 layers of attention, gradients", { try .attention(layers: 4, hasGradient: true) }),
]
for other in others where isChosen(other.name) {
  let now = try measure(other.name, other.build())
  rows.append(
    "| \(now.graph) | \(now.nodes) | \(now.nodesAfter) | \(now.seconds) | "
      + "\(Int(now.nodesPerSecond)) | | \(now.slowestPhase) |")
}
print(
  "\n| graph | nodes | nodes after | seconds | nodes/s | time for twice the nodes | slowest phase |"
)
print("|---|---|---|---|---|---|---|")
print(rows.joined(separator: "\n"))
