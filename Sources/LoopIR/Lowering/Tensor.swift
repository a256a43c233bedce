import TheanoArrays

/// A tensor while its program is built: how long its axes are and how to get at its elements.
///
/// A reference, so that expressions made of it see when it has been given memory.
package final class Tensor {
  /// Where the elements are.
  package enum Source {
    /// In a buffer, at the places that begin with `prefix`.
    case memory(BufferID, prefix: [Value])
    /// Computed when they are asked for.
    case elements((LoopBuilder, [Value]) throws -> Value)
    /// A scalar that is a value.
    case scalar(Value)
    /// A scalar that changes.
    case register(Register)
    /// Not there yet.
    case pending
  }

  /// What it takes to compute an element.
  package struct Effort {
    /// How many expressions are nested in each other.
    package let depth: Int
    /// How many there are.
    package let size: Int
    /// Whether one of them takes long.
    package let isCostly: Bool

    /// That of an element in memory.
    package static let none = Effort(depth: 0, size: 0, isCostly: false)

    /// That of an element made of elements of `operands`, by an expression that takes long if it `isCostly`.
    package init(of operands: [Tensor], isCostly: Bool) {
      depth = 1 + (operands.map(\.effort.depth).max() ?? 0)
      size = 1 + operands.reduce(0) { $0 + $1.effort.size }
      self.isCostly = isCostly || operands.contains(where: \.effort.isCostly)
    }

    private init(depth: Int, size: Int, isCostly: Bool) {
      self.depth = depth
      self.size = size
      self.isCostly = isCostly
    }
  }

  /// The elements' dtype.
  package let dtype: DType
  /// The lengths of the axes.
  package var lengths: [Value]
  /// Where the elements are.
  package var source: Source
  /// What it takes to compute an element where it is read.
  package var effort = Effort.none
  /// What has to be done before elements can be read: numbers of items of the schedule.
  package var needs: [Int] = []
  /// Whether it has memory of its own that is needed no longer than the tensor is.
  package var isTemporary = false
  /// A name or expression for people.
  package var label: String
  /// What is said where it is computed, if that is more than the label.
  package var note: String?

  /// Creates a tensor.
  package init(_ dtype: DType, lengths: [Value], _ source: Source, label: String = "t") {
    self.dtype = dtype
    self.lengths = lengths
    self.source = source
    self.label = label
  }

  /// The number of axes.
  package var rank: Int { lengths.count }

  /// Returns the element at a place.
  package func at(_ index: [Value], _ b: LoopBuilder) throws -> Value {
    switch source {
    case .scalar(let value): return value
    case .register(let register): return b.read(register)
    case .memory(let buffer, let prefix):
      let element = b.load(buffer, prefix + index)
      return b.isTrusted(buffer) ? element : b.watched(element)
    case .elements(let make):
      return try b.element(of: self, index) { b.watched(try make(b, index)) }
    case .pending: throw LoweringError("an element of \(label) is read before it is computed")
    }
  }

  /// Returns the element of a scalar.
  package func scalar(_ b: LoopBuilder) throws -> Value { try at([], b) }
}

extension Tensor: Hashable {
  /// Whether both are the same object.
  package static func == (a: Tensor, b: Tensor) -> Bool { a === b }

  /// Hashes the object's identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Why something cannot be made part of a native program; it is then evaluated outside.
package struct LoweringError: Error, CustomStringConvertible {
  /// The reason.
  package let description: String

  /// Creates an error.
  package init(_ description: String) { self.description = description }
}
