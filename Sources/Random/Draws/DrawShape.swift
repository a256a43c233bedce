import TheanoArrays
import TheanoGraph
import TheanoOps

/// The shape that a draw was asked for.
struct DrawShape {
  /// How it was given.
  private enum Content {
    case parameters
    case lengths([any SymbolicLength])
    case vector(Variable)
  }

  private let content: Content
  /// The number of axes, if it was given.
  private let ndim: Int?

  /// The shape `lengths`, or the parameters' own.
  init(_ lengths: [any SymbolicLength]?, ndim: Int?) {
    content = lengths.map { .lengths($0) } ?? .parameters
    self.ndim = ndim
  }

  /// The shape that a vector holds.
  init(_ vector: Variable, ndim: Int?) {
    content = .vector(vector)
    self.ndim = ndim
  }

  /// What an operation needs of a shape.
  struct Resolved {
    /// An int64 vector of the lengths; empty if the parameters say them.
    var operand: Variable
    /// The number of axes.
    var ndim: Int
    /// Whether `operand` holds the lengths.
    var isGiven: Bool
  }

  /// The variables that the shape is made of.
  var variables: [Variable] {
    switch content {
    case .parameters: []
    case .lengths(let lengths): lengths.map(\.symbolicLength)
    case .vector(let vector): [vector]
    }
  }

  /// Returns the shape as an operand.
  ///
  /// - Parameter rank: the number of axes that the parameters have.
  /// - Throws: `GraphError` if it is not a shape, or the number of axes is unknown or not `ndim`.
  func resolved(rank: Int) throws -> Resolved {
    if let ndim, ndim < 0 || ndim > 64 {
      throw GraphError(.value, "ndim must be in 0...64, and is \(ndim).")
    }
    switch content {
    case .parameters:
      try check(rank, "the parameters have \(rank) axes")
      return Resolved(operand: makeVector([]), ndim: rank, isGiven: false)
    case .lengths(let lengths):
      let scalars = try lengths.map { try DrawShape.length($0.symbolicLength) }
      try check(scalars.count, "len(shape) = \(scalars.count), shape = \(scalars)")
      return Resolved(operand: makeVector(scalars), ndim: scalars.count, isGiven: true)
    case .vector(let vector):
      guard vector.ndim == 1, vector.dtype.isInteger else {
        throw GraphError(
          .type, "shape must be a vector or list of scalar, got '\(vector)' of type \(vector.type)")
      }
      guard let count = ndim ?? vector.knownElements?.count else {
        throw GraphError(
          .value, "length not known: \(vector). Pass ndim, the number of axes of the draw.")
      }
      return Resolved(operand: vector, ndim: count, isGiven: true)
    }
  }

  private func check(_ count: Int, _ given: String) throws {
    if let ndim, ndim != count {
      throw GraphError(.value, "ndim should be equal to len(shape), but ndim = \(ndim), \(given).")
    }
  }

  /// Returns an element of a shape as an int64 scalar.
  private static func length(_ length: Variable) throws -> Variable {
    guard length.ndim == 0, length.dtype.isInteger else {
      throw GraphError(
        .type,
        "shape must be a vector or list of integer scalars, and \(length) is a \(length.type).")
    }
    return cast(length, .int64)
  }
}
