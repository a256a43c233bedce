import TheanoArrays
import TheanoGraph
import TheanoOps

/// The compiler's own graph: nodes by number, equal ones merged when they are inserted.
///
/// Nodes are immutable, names too: the first of equal nodes may be the user's own. Two pure operations that are
/// equal, of the same operands, are one node; operands of commutative operations may come in either order. Equal
/// constants are one variable. Nodes of graphs that are brought in have numbers too, so that what is known of a
/// node stands in arrays.
struct NodeTable {
  /// The number of a node.
  typealias ID = NodeNumbers.ID

  /// All nodes that have been met, inserted or not.
  private(set) var numbers = NodeNumbers()
  /// Whether each is one that was inserted and stands for all equal ones.
  private var isCanonical: [Bool] = []
  /// The last node inserted of each hash of what makes nodes equal.
  private var byHash: [Int: ID] = [:]
  /// For each node the one inserted before it of the same hash.
  private var previous: [ID?] = []
  private var constants: [ConstantContent: Variable] = [:]

  /// Returns what there is in the graph of `outputs`, and makes room, if it is the first one, for as many more
  /// nodes, so that the tables need not grow step by step.
  mutating func survey(_ outputs: [Variable]) -> NodeNumbers.Survey {
    let survey = numbers.survey(outputs)
    if !isCanonical.isEmpty { return survey }
    let count = 2 * survey.count
    numbers.reserve(count)
    isCanonical.reserveCapacity(count)
    previous.reserveCapacity(count)
    byHash.reserveCapacity(count)
    return survey
  }

  /// The node of a number.
  subscript(id: ID) -> Apply { numbers.nodes[id] }

  /// The number of a node, which it gets now if it has none.
  mutating func id(of node: Apply) -> ID { numbers.id(of: node) }

  /// The number of the node that computes an operand; nil if that is a leaf.
  mutating func operand(_ place: Int, of id: ID) -> ID? { numbers.operand(place, of: id) }

  /// Whether a node is one that stands for all equal ones.
  func isCanonical(_ id: ID) -> Bool { id < isCanonical.count && isCanonical[id] }

  /// Returns the number of the node that stands for `node`, whose operands are variables of this table: an
  /// earlier one if they are equal, else itself.
  mutating func insert(_ node: Apply) -> ID {
    var id = id(of: node)
    if isCanonical(id) { return id }
    var hash: Int?
    if node.op.isPure {
      let isCommutative = isCommutative(id)
      let content = contentHash(node, isCommutative)
      var candidate = byHash[content]
      while let known = candidate {
        if isEqual(self[known], node, isCommutative) { return known }
        candidate = previous[known]
      }
      if isCommutative, node.inputs[1].isConstant, !node.inputs[0].isConstant {
        // Constants come first, as in Theano.
        id = self.id(of: node.withOperandsSwapped)
      }
      hash = content
    }
    while previous.count < numbers.count {
      previous.append(nil)
      isCanonical.append(false)
    }
    isCanonical[id] = true
    if let hash { previous[id] = byHash.updateValue(id, forKey: hash) }
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

  private func isCommutative(_ id: ID) -> Bool {
    guard numbers.functions[numbers.kinds[id]] != nil else { return false }
    return (self[id].op as? any ElementwiseOp)?.isCommutative ?? false
  }

  /// A hash of what makes nodes equal: the operation and the operands.
  private func contentHash(_ node: Apply, _ isCommutative: Bool) -> Int {
    var hasher = Hasher()
    node.op.hash(into: &hasher)
    hasher.combine(ObjectIdentifier(type(of: node.op)))
    if isCommutative {
      hasher.combine(node.inputs.reduce(0) { $0 &+ $1.hashValue })
    } else {
      for input in node.inputs { hasher.combine(input) }
    }
    return hasher.finalize()
  }

  /// Whether nodes compute the same: equal operations of the same operands, to equal types.
  private func isEqual(_ a: Apply, _ b: Apply, _ isCommutative: Bool) -> Bool {
    guard a.op.isEqual(to: b.op), a.outputTypes == b.outputTypes else { return false }
    return a.inputs == b.inputs || isCommutative && a.inputs.elementsEqual(b.inputs.reversed())
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
