import TheanoArrays
import TheanoGraph
import TheanoOps

/// The compiler's own graph: nodes by number, equal ones merged when they are inserted.
///
/// Nodes are immutable. Two pure operations that are equal, of the same operands, are one node; operands of
/// commutative operations may come in either order. Equal constants are one variable.
struct NodeTable {
  /// The number of a node.
  typealias ID = Int

  /// All nodes, each after its operands.
  private(set) var nodes: [Apply] = []
  private var ids: [ObjectIdentifier: ID] = [:]
  private var byContent: [Content: ID] = [:]
  private var constants: [ConstantContent: Variable] = [:]

  /// The number of a node of this table; nil for others.
  func id(of node: Apply) -> ID? { ids[ObjectIdentifier(node)] }

  /// Inserts a node whose operands are variables of this table; returns the node that stands for it, which
  /// is an earlier one if they are equal.
  mutating func insert(_ node: Apply) -> ID {
    if let known = id(of: node) { return known }
    if node.op.isPure {
      let content = Content(node)
      if let known = byContent[content] {
        keepNames(of: node, in: nodes[known])
        return known
      }
      byContent[content] = nodes.count
    }
    ids[ObjectIdentifier(node)] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }

  /// Returns the variable that stands for a leaf: for a constant the first one that is equal.
  mutating func insert(leaf: Variable) -> Variable {
    guard let value = leaf.constant, leaf.name == nil else { return leaf }
    let content = ConstantContent(value, leaf.type)
    if let known = constants[content] { return known }
    constants[content] = leaf
    return leaf
  }

  private func keepNames(of node: Apply, in known: Apply) {
    for place in node.outputTypes.indices where known[nameOf: place] == nil {
      if let name = node[nameOf: place] { known[nameOf: place] = name }
    }
  }

  /// What makes nodes equal.
  private struct Content: Hashable {
    let op: any Op
    let types: [TensorType]
    let inputs: [Variable]

    init(_ node: Apply) {
      op = node.op
      types = node.outputTypes
      let isCommutative = (op as? any ElementwiseOp)?.isCommutative ?? false
      // The order of hash values serves as well as any other.
      inputs =
        isCommutative && node.inputs[1].hashValue < node.inputs[0].hashValue
        ? node.inputs.reversed() : node.inputs
    }

    static func == (a: Content, b: Content) -> Bool {
      a.inputs == b.inputs && a.op.isEqual(to: b.op) && a.types == b.types
    }

    func hash(into hasher: inout Hasher) {
      op.hash(into: &hasher)
      hasher.combine(ObjectIdentifier(type(of: op)))
      hasher.combine(inputs)
    }
  }

  /// What makes constants equal: types and bits. Of large ones, whether they share memory.
  private struct ConstantContent: Hashable {
    let type: TensorType
    let bytes: [UInt8]
    let storage: ObjectIdentifier?

    init(_ value: NDArray, _ type: TensorType) {
      self.type = type
      let isSmall = value.byteCount <= 4096
      bytes = isSmall ? value.withUnsafeBytes { Array($0) } + Array("\(value.dtype)".utf8) : []
      storage = isSmall ? nil : ObjectIdentifier(value.storage)
    }
  }
}
