import TheanoGraph
import TheanoOps

/// Which nodes are needed only on one side of a branch: a tree of regions, the first of which is what is
/// always computed.
struct Regions {
  /// The region around each region; the first is its own.
  private var parents = [0]
  private var depths = [0]
  /// The regions of the sides of each branch.
  private(set) var sides: [Apply: (then: Int, else: Int)] = [:]
  /// The nodes of each region, in order.
  private(set) var nodes: [[LoweredNode]] = [[]]

  /// Divides a list of nodes in order.
  /// - Complexity: O((nodes + edges) · depth of branches in branches)
  init(_ all: [LoweredNode], outputs: [Variable]) {
    var regions: [Apply: Int] = [:]
    for output in outputs { if let owner = output.owner { regions[owner] = 0 } }
    for node in all.reversed() {
      let own = regions[node.call] ?? 0
      var split: (then: Int, else: Int)?
      if node.call.op is IfElse {
        split = (newRegion(in: own), newRegion(in: own))
        sides[node.call] = split
      }
      for (place, input) in node.call.inputs.enumerated() {
        guard let owner = input.owner else { continue }
        var region = own
        if let split, place > 0 {
          region = place <= (node.call.inputs.count - 1) / 2 ? split.then : split.else
        }
        regions[owner] = regions[owner].map { common($0, region) } ?? region
      }
    }
    nodes = parents.map { _ in [] }
    for node in all { nodes[regions[node.call] ?? 0].append(node) }
  }

  /// Adds a region inside another.
  private mutating func newRegion(in parent: Int) -> Int {
    parents.append(parent)
    depths.append(depths[parent] + 1)
    return parents.count - 1
  }

  /// The innermost region around both.
  private func common(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while a != b {
      if depths[a] >= depths[b] { a = parents[a] } else { b = parents[b] }
    }
    return a
  }
}
