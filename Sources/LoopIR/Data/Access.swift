import TheanoArrays

/// A product of lengths: the distance of neighbours along an axis, or the size of a buffer, in elements. A distance
/// is negative where an axis is read backwards.
package struct Stride: Hashable, Sendable {
  /// The known lengths, multiplied; negative in a distance backwards.
  package var factor: Int
  /// The other lengths, in order of their numbers.
  package var lengths: [Value]

  /// The distance of neighbours along the last axis.
  package static let one = Stride(factor: 1, lengths: [])

  /// Creates a product.
  package init(factor: Int, lengths: [Value]) {
    self.factor = factor
    self.lengths = lengths
  }

  /// Returns the product with a length; nil for `known` means that it is not known.
  package func times(_ length: Value, known: Int?) -> Stride {
    if let known {
      let (product, isTooLarge) = factor.multipliedReportingOverflow(by: known)
      // What does not fit is multiplied when the program runs, which finds out.
      if !isTooLarge { return Stride(factor: product, lengths: lengths) }
    }
    return Stride(factor: factor, lengths: (lengths + [length]).sorted { $0.id < $1.id })
  }

  /// Returns the product with a number; nil if that does not fit.
  package func times(_ number: Int) -> Stride? {
    let (product, isTooLarge) = factor.multipliedReportingOverflow(by: number)
    return isTooLarge ? nil : Stride(factor: product, lengths: lengths)
  }

  /// Returns the product with another.
  package func times(_ other: Stride) -> Stride {
    let (product, isTooLarge) = factor.multipliedReportingOverflow(by: other.factor)
    // A size that does not fit is that of nothing in memory.
    return Stride(
      factor: isTooLarge ? .max : product,
      lengths: (lengths + other.lengths).sorted { $0.id < $1.id })
  }
}

/// A buffer of elements, by number.
package struct BufferID: Hashable, Sendable {
  /// The place in the program's table.
  package let index: Int

  /// Creates an identifier.
  package init(_ index: Int) { self.index = index }
}

/// The place of an element: a sum of values times strides.
package struct Access: Hashable, Sendable {
  /// A value times a stride.
  package struct Term: Hashable, Sendable {
    package var value: Value
    package var stride: Stride

    /// Creates a term.
    package init(_ value: Value, _ stride: Stride) {
      self.value = value
      self.stride = stride
    }
  }

  /// The buffer.
  package var buffer: BufferID
  /// The terms, outer axes first; places that are 0 have none.
  package var terms: [Term]

  /// Creates an access.
  package init(_ buffer: BufferID, _ terms: [Term]) {
    self.buffer = buffer
    self.terms = terms
  }

  /// All values that the address is made of.
  package var values: [Value] { terms.flatMap { [$0.value] + $0.stride.lengths } }

  /// Returns this access with other values in place of its own.
  package func mapping(_ change: (Value) -> Value) -> Access {
    Access(
      buffer,
      terms.map { term in
        let lengths = term.stride.lengths.map(change).sorted { $0.id < $1.id }
        return Term(change(term.value), Stride(factor: term.stride.factor, lengths: lengths))
      })
  }

  /// The stride of a loop's index, if it occurs exactly once; nil if not at all or otherwise.
  package func stride(of index: Value) -> Stride? {
    let found = terms.filter { $0.value == index }
    return found.count == 1 ? found[0].stride : nil
  }
}
