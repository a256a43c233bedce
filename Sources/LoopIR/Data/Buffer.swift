import TheanoArrays

/// Memory for elements of one dtype, dense and row-major.
package struct Buffer: Sendable {
  /// Where the memory comes from.
  package enum Place: Hashable, Sendable {
    /// An input of the program; read only.
    case input(Int)
    /// A result of the program.
    case result(Int)
    /// Kept by the runtime from call to call. With `perWorker` each worker of a parallel loop has its own.
    case slot(Int, perWorker: Bool)
    /// An array of known small size inside the function.
    case local
    /// What a node evaluated outside has left.
    case external
  }

  /// The name in the C text, without the number that makes it unique.
  package var name: String
  package var dtype: DType
  package var place: Place
  /// The lengths of the axes.
  package var lengths: [Value]
  /// The number of elements.
  package var size: Stride
  /// Whether elements are written more than once, or read before all are written.
  package var isMutable = false

  /// Creates a buffer.
  package init(_ name: String, _ dtype: DType, _ place: Place, lengths: [Value], size: Stride) {
    self.name = name
    self.dtype = dtype
    self.place = place
    self.lengths = lengths
    self.size = size
  }
}
