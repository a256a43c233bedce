import TheanoArrays
import TheanoGraph
import TheanoOps

/// The compiler's own graph: nodes by number, equal ones merged when they are inserted.
///
/// Nodes are immutable. Two pure operations that are equal, of the same operands, are one node; operands of
/// commutative operations may come in either order. Equal constants are one variable. Nodes of graphs that
/// are brought in have numbers too, so that what is known of a node stands in arrays.
struct NodeTable {
  /// The number of a node.
  typealias ID = Int

  /// All nodes that have been met.
  private(set) var nodes: [Apply] = []
  /// Whether each is one that stands for all equal ones.
  private var isCanonical: [Bool] = []
  private var ids: [ObjectIdentifier: ID] = [:]
  private var byContent: [Content: ID] = [:]
  private var constants: [ConstantContent: Variable] = [:]
  /// The types of operations that are known not to be element-wise: a quicker test than the conversion.
  private var notElementwise: Set<ObjectIdentifier> = []

  /// Makes room for the nodes of a graph, so that the tables need not grow step by step.
  mutating func reserve(_ count: Int) {
    nodes.reserveCapacity(count)
    isCanonical.reserveCapacity(count)
    ids.reserveCapacity(count)
    byContent.reserveCapacity(count)
  }

  /// The number of a node, which it gets now if it has none.
  mutating func id(of node: Apply) -> ID {
    let key = ObjectIdentifier(node)
    if let known = ids[key] { return known }
    ids[key] = nodes.count
    nodes.append(node)
    isCanonical.append(false)
    return nodes.count - 1
  }

  /// Returns the number of the node that stands for `node`, whose operands are variables of this table: an
  /// earlier one if they are equal, else itself.
  mutating func insert(_ node: Apply) -> ID {
    var id = id(of: node)
    if isCanonical[id] { return id }
    if node.op.isPure {
      let isCommutative = isCommutative(node.op)
      let content = Content(node, isCommutative: isCommutative)
      if let known = byContent[content] {
        keepNames(of: node, in: nodes[known])
        return known
      }
      if isCommutative, node.inputs[1].isConstant, !node.inputs[0].isConstant {
        // Constants come first, as in Theano.
        id = self.id(of: node.withOperandsSwapped)
      }
      byContent[content] = id
    }
    isCanonical[id] = true
    return id
  }

  /// Returns the variable that stands for a leaf: for a constant the first one that is equal.
  mutating func insert(leaf: Variable) -> Variable {
    guard let value = leaf.constant, leaf.name == nil else { return leaf }
    let content = ConstantContent(value, leaf.type)
    if let known = constants[content] { return known }
    constants[content] = leaf
    return leaf
  }

  private mutating func isCommutative(_ op: any Op) -> Bool {
    let key = ObjectIdentifier(type(of: op))
    if notElementwise.contains(key) { return false }
    guard let op = op as? any ElementwiseOp else {
      notElementwise.insert(key)
      return false
    }
    return op.isCommutative
  }

  private func keepNames(of node: Apply, in known: Apply) {
    guard node.hasNames else { return }
    for place in node.outputTypes.indices where known[nameOf: place] == nil {
      if let name = node[nameOf: place] { known[nameOf: place] = name }
    }
  }

  /// What makes nodes equal.
  private struct Content: Hashable {
    let op: any Op
    let types: [TensorType]
    let inputs: [Variable]

    init(_ node: Apply, isCommutative: Bool) {
      op = node.op
      types = node.outputTypes
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
      for input in inputs { hasher.combine(input) }
    }
  }

  /// What makes constants equal: types and bits. Of large ones, whether they share memory.
  private struct ConstantContent: Hashable {
    let type: TensorType
    let dtype: DType
    let bytes: [UInt8]
    let storage: ObjectIdentifier?

    init(_ value: NDArray, _ type: TensorType) {
      self.type = type
      dtype = value.dtype
      let isSmall = value.byteCount <= 4096
      bytes = isSmall ? value.withUnsafeBytes { Array($0) } : []
      storage = isSmall ? nil : ObjectIdentifier(value.storage)
    }
  }
}
