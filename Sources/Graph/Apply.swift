import Synchronization
import TheanoArrays

/// The application of an operation to operands: a node of the graph.
///
/// Equality is identity. Unchecked `Sendable`: everything is set once by the initialiser, save the names,
/// which a lock guards, and the inputs, which `deinit` takes out when no other reference exists.
public final class Apply: @unchecked Sendable {
  /// The operation.
  public let op: any Op
  /// The operands.
  public private(set) var inputs: [Variable]
  /// The types of the results.
  public let outputTypes: [TensorType]
  /// Where the node was built.
  public let site: Site
  private let names = Mutex<[Int: String]>([:])

  /// Creates a node of results of known types, without asking the operation.
  package init(_ op: any Op, _ inputs: [Variable], types: [TensorType], site: Site) {
    self.op = op
    self.inputs = inputs
    outputTypes = types
    self.site = site
  }

  /// The results; those of equal nodes and places are equal.
  public var outputs: [Variable] { outputTypes.indices.map { Variable(owner: self, index: $0) } }

  /// The result at `index`.
  package func output(_ index: Int) -> Variable { Variable(owner: self, index: index) }

  /// Whether the user has named a result.
  package var hasNames: Bool { names.withLock { !$0.isEmpty } }

  /// The user's name for the result at `index`.
  package subscript(nameOf index: Int) -> String? {
    get { names.withLock { $0[index] } }
    set { names.withLock { $0[index] = newValue } }
  }

  // Freeing a chain node by node would recurse as deep as the chain is long.
  deinit {
    var pending = inputs
    inputs = []
    while var variable = pending.popLast() {
      guard isKnownUniquelyReferenced(&variable), var owner = variable.takeOwner() else { continue }
      if isKnownUniquelyReferenced(&owner) {
        pending.append(contentsOf: owner.inputs)
        owner.inputs = []
      }
    }
  }
}

extension Apply: Hashable, CustomStringConvertible {
  /// Whether both are the same node.
  public static func == (a: Apply, b: Apply) -> Bool { a === b }

  /// Hashes the node's identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  /// The operation with its operands' names, for example `Elemwise{add,no_inplace}(x, y)`.
  public var description: String {
    "\(op.debugName)(\(inputs.map(\.description).joined(separator: ", ")))"
  }
}
