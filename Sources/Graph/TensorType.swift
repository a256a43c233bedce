import TheanoArrays

/// What is known of a tensor before it has a value: its dtype, its rank, and the lengths of some axes.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The type of the elements.
  public var dtype: DType
  /// The length of each axis where it is known, else nil. An axis broadcasts only if this says 1.
  public var shape: [Int?]
  /// Whether this is the type of a literal, which takes the dtype of what it is combined with.
  public var isWeak: Bool

  /// Creates a type.
  public init(_ dtype: DType, shape: [Int?], isWeak: Bool = false) {
    self.dtype = dtype
    self.shape = shape
    self.isWeak = isWeak
  }

  /// Creates a type of `ndim` axes of unknown length.
  public init(_ dtype: DType, ndim: Int) {
    self.init(dtype, shape: Array(repeating: nil, count: ndim))
  }

  /// Creates a type by Theano's broadcast pattern: true where the length is 1.
  public init(_ dtype: DType, broadcastable: [Bool]) {
    self.init(dtype, shape: broadcastable.map { $0 ? 1 : nil })
  }

  /// The number of axes.
  public var ndim: Int { shape.count }

  /// For each axis whether its length is known to be 1, so that it broadcasts.
  public var broadcastable: [Bool] { shape.map { $0 == 1 } }

  /// The type of the same shape with another dtype, not weak.
  public func with(dtype: DType) -> TensorType { TensorType(dtype, shape: shape) }

  /// This type without weakness: what a literal is on its own.
  public var strong: TensorType { TensorType(dtype, shape: shape) }

  /// Whether every value of type `other` also is one of this type: same dtype and rank, and every length
  /// known here known to be the same there.
  public func accepts(_ other: TensorType) -> Bool {
    dtype == other.dtype && ndim == other.ndim
      && zip(shape, other.shape).allSatisfy { mine, theirs in mine == nil || mine == theirs }
  }

  /// Whether a value may have both types: same dtype and rank, and no length known to differ.
  public func isCompatible(with other: TensorType) -> Bool {
    dtype == other.dtype && ndim == other.ndim
      && zip(shape, other.shape).allSatisfy { a, b in a == nil || b == nil || a == b }
  }

  /// Whether an array of `dtype` and `shape` is a value of this type.
  public func admits(shape lengths: [Int]) -> Bool {
    guard lengths.count == shape.count else { return false }
    for axis in lengths.indices where (shape[axis] ?? lengths[axis]) != lengths[axis] {
      return false
    }
    return true
  }

  /// The type as Theano writes it, for example `TensorType(float64, matrix)`; where a length other than 1
  /// is known, the lengths: `TensorType(float64, shape: (?, 3))`.
  public var description: String { "TensorType(\(dtype), \(pattern))" }

  private var pattern: String {
    if shape.contains(where: { $0 != nil && $0 != 1 }) {
      let lengths = shape.map { $0.map(String.init) ?? "?" }
      return "shape: (" + lengths.joined(separator: ", ") + (ndim == 1 ? ",)" : ")")
    }
    switch broadcastable {
    case []: return "scalar"
    case [false]: return "vector"
    case [false, false]: return "matrix"
    case [true, false]: return "row"
    case [false, true]: return "col"
    default: break
    }
    if !broadcastable.contains(true) { return "\(ndim)D" }
    let names = broadcastable.map { $0 ? "True" : "False" }
    return "(" + names.joined(separator: ", ") + (ndim == 1 ? ",)" : ")")
  }
}
