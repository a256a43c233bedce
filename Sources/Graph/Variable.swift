import Synchronization
import TheanoArrays

/// A symbolic tensor: an input, a constant, a shared variable, or the result of an operation.
///
/// `==` and hashing go by identity, as in Theano; `eq` and `.==` compare elements symbolically. A variable
/// that could not be built, because an operation did not apply to its operands, carries the error
/// (`error`): whatever is built from it carries the same error, and `grad`, `function`, `eval` and `scan`
/// throw it.
///
/// Unchecked `Sendable`: everything is set once by the initialiser, save a leaf's name, which a lock
/// guards, and the owner, which `takeOwner` takes out when no other reference exists.
open class Variable: @unchecked Sendable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  /// What the tensor's values have in common.
  public let type: TensorType
  /// The place among the results of `owner`.
  public let index: Int
  private var ownerNode: Apply?
  package let leaf: Leaf?
  /// The node or the leaf that, with `index`, makes two references the same variable.
  private let identity: ObjectIdentifier

  /// What a variable without an owner is.
  package enum Content: Sendable {
    case input
    case constant(NDArray)
    case shared
    case invalid(GraphError)
  }

  /// The part of a variable that only those without an owner have.
  package final class Leaf: Sendable {
    package let content: Content
    package let site: Site
    package let name: Mutex<String?>

    init(_ content: Content, name: String?, site: Site) {
      self.content = content
      self.site = site
      self.name = Mutex(name)
    }
  }

  init(owner: Apply, index: Int) {
    type = owner.outputTypes[index]
    self.index = index
    ownerNode = owner
    leaf = nil
    identity = ObjectIdentifier(owner)
  }

  /// Creates another reference to the result that `other` is.
  package init(aliasing other: Variable) {
    type = other.type
    index = other.index
    ownerNode = other.owner
    leaf = other.leaf
    identity = other.identity
  }

  /// Creates a variable without an owner.
  package init(_ type: TensorType, _ content: Content, name: String? = nil, site: Site) {
    self.type = type
    index = 0
    ownerNode = nil
    let leaf = Leaf(content, name: name, site: site)
    self.leaf = leaf
    identity = ObjectIdentifier(leaf)
  }

  /// Creates a variable that has no value yet: a function's input.
  public convenience init(_ type: TensorType, name: String? = nil) {
    self.init(type.strong, .input, name: name, site: .capture())
  }

  /// Creates the constant that a literal denotes; it takes the dtype of what it is combined with.
  public required convenience init(integerLiteral value: Int) { self.init(weak: value) }

  /// Creates the constant that a literal denotes; it takes the dtype of what it is combined with.
  public required convenience init(floatLiteral value: Double) { self.init(weak: value) }

  /// Creates the constant that a literal denotes.
  public required convenience init(booleanLiteral value: Bool) { self.init(weak: value) }

  /// The node that computes this variable; nil for inputs, constants and shared variables.
  public var owner: Apply? { ownerNode }

  /// Takes the owner out, leaving this variable unusable; only for the last reference to it.
  func takeOwner() -> Apply? {
    defer { ownerNode = nil }
    return ownerNode
  }

  /// The user's name for this variable, for printing, errors, and calls by keyword.
  public var name: String? {
    get { ownerNode.map { $0[nameOf: index] } ?? leaf?.name.withLock { $0 } }
    set {
      if let ownerNode {
        ownerNode[nameOf: index] = newValue
      } else {
        leaf?.name.withLock { $0 = newValue }
      }
    }
  }

  /// Where in the user's source this variable was built.
  public var site: Site { ownerNode?.site ?? leaf?.site ?? .unknown }

  /// The first thing that was wrong with the expression, if it could not be built.
  public var error: GraphError? {
    if case .invalid(let error)? = leaf?.content { error } else { nil }
  }

  /// The value of a constant; nil for other variables.
  public var constant: NDArray? {
    if case .constant(let value)? = leaf?.content { value } else { nil }
  }

  /// Whether this is a variable without an owner and without a value.
  public var isInput: Bool {
    if case .input? = leaf?.content { true } else { false }
  }

  /// The dtype of the elements.
  public var dtype: DType { type.dtype }
  /// The number of axes.
  public var ndim: Int { type.ndim }
  /// For each axis whether its length is known to be 1, so that it broadcasts.
  public var broadcastable: [Bool] { type.broadcastable }
}

extension Variable: Hashable, CustomStringConvertible {
  /// Whether both are the same variable: the same leaf, or the same result of the same node.
  public static func == (a: Variable, b: Variable) -> Bool {
    a.identity == b.identity && a.index == b.index
  }

  /// Hashes the variable's identity.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(identity)
    hasher.combine(index)
  }

  /// The name if there is one, else how the variable came to be.
  public var description: String {
    if let name { return name }
    if let ownerNode { return "\(ownerNode.op.debugName).\(index)" }
    if let constant { return constantText(constant, type: type) }
    return "<\(type)>"
  }
}
