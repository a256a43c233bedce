/// What is wrong with a request to make, convert, index, load or save an array.
public struct ArrayError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of mistakes, for code that reacts to them; people read `description`.
  public enum Kind: Sendable, Hashable {
    /// A shape is negative, too large, or does not fit the elements.
    case shape
    /// Nested arrays of different lengths.
    case ragged
    /// A dtype is not the one needed, or a value does not fit it.
    case dtype
    /// An index, axis or slice is outside the array.
    case index
    /// A file's contents are malformed or of an unsupported kind.
    case format
    /// A file could not be read or written.
    case file
    /// The memory is not to be had.
    case memory
  }

  /// The kind of mistake.
  public let kind: Kind
  /// A sentence that names the shapes, dtypes and positions involved.
  public let description: String

  /// Creates an error with a sentence for its reader.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

/// Returns `shape` as NumPy writes it: `()`, `(3,)`, `(2, 3)`.
package func shapeText(_ shape: [Int]) -> String {
  shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
}
