import TheanoGraph
import TheanoOps

/// The nodes of graphs by number, with what walks ask of them in arrays.
///
/// A large graph does not fit into the processor's cache, so that it is the way from a node to its operands, to
/// their nodes and to the numbers of these that takes a walk's time. Here it is gone once for each edge.
struct NodeNumbers {
  /// The number of a node.
  typealias ID = Int
  /// The number of a type of operation.
  typealias Kind = Int

  /// All nodes that have been met.
  private(set) var nodes: [Apply] = []
  /// The kind of each node's operation.
  private(set) var kinds: [Kind] = []
  /// The type of operation that each kind is.
  private(set) var types: [any Op.Type] = []
  /// The function that element-wise operations of each kind apply; nil of others.
  private(set) var functions: [Any.Type?] = []
  private var ids: [ObjectIdentifier: ID] = [:]
  private var kindOfType: [ObjectIdentifier: Kind] = [:]
  /// For each operand of each node the number of the node that computes it.
  private var operands: [ID] = []
  /// Where the operands of each node begin, and at last where those of the next node will.
  private var starts = [0]

  /// What stands for the number of an operand that is a leaf.
  private static let leaf = -1
  /// What stands for the number of an operand that has not been looked at.
  private static let unknown = -2

  /// The number of nodes.
  var count: Int { nodes.count }

  /// Makes room for some nodes, so that the arrays need not grow step by step.
  mutating func reserve(_ count: Int) {
    nodes.reserveCapacity(count)
    kinds.reserveCapacity(count)
    ids.reserveCapacity(count)
    starts.reserveCapacity(count + 1)
    operands.reserveCapacity(2 * count)
  }

  /// The number of a node, which it gets now if it has none.
  mutating func id(of node: Apply) -> ID {
    let id = nodes.count
    let known = ids[ObjectIdentifier(node), default: id]
    if known < id { return known }
    ids[ObjectIdentifier(node)] = id
    nodes.append(node)
    kinds.append(kind(of: type(of: node.op)))
    // Numbering these as well would recurse as deep as the graph is.
    for _ in node.inputs { operands.append(Self.unknown) }
    starts.append(operands.count)
    return id
  }

  /// How many operands a node has.
  func operandCount(of id: ID) -> Int { starts[id + 1] - starts[id] }

  /// The number of the node that computes an operand; nil if that is a leaf.
  mutating func operand(_ place: Int, of id: ID) -> ID? {
    let slot = starts[id] + place
    var operand = operands[slot]
    if operand == Self.unknown {
      operand = nodes[id].inputs[place].owner.map { self.id(of: $0) } ?? Self.leaf
      operands[slot] = operand
    }
    return operand == Self.leaf ? nil : operand
  }

  /// Whether all nodes that compute the operands of a node, which have been looked at, have a property.
  func operands(of id: ID, allSatisfy property: (ID) -> Bool) -> Bool {
    for slot in starts[id]..<starts[id + 1] {
      let operand = operands[slot]
      if operand != Self.leaf, operand == Self.unknown || !property(operand) { return false }
    }
    return true
  }

  private mutating func kind(of type: any Op.Type) -> Kind {
    let key = ObjectIdentifier(type)
    if let known = kindOfType[key] { return known }
    kindOfType[key] = types.count
    types.append(type)
    functions.append((type as? any ElementwiseOp.Type)?.function)
    return types.count - 1
  }
}
