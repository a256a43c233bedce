/// The integers `0..<count` in random order, every order equally likely.
///
/// Indexing the rows of a matrix with it shuffles them.
public struct PermutationSampler: Sampler {
  /// The number of integers, at least 0.
  public let count: Int

  /// Creates draws of `0..<count`.
  ///
  /// - Throws: ``RandomError/negativeCount(_:_:)`` if `count` is negative.
  public init(count: Int) throws(RandomError) {
    try checkCount(Int64(count), of: "permutation")
    self.count = count
  }

  /// Returns a permutation by Fisher and Yates's shuffle, from the front.
  ///
  /// - Complexity: O(`count`).
  public func sample(_ stream: inout ElementStream) -> [Int64] {
    stream.nextItems(count, of: count)
  }
}

extension ElementStream {
  /// Returns `wanted` distinct integers of `0..<count` in random order; `0 <= wanted <= count`.
  ///
  /// - Complexity: O(`count`).
  mutating func nextItems(_ wanted: Int, of count: Int) -> [Int64] {
    var items = Array(0..<Int64(count))
    for index in 0..<wanted {
      let offset = Int(nextInteger(below: UInt64(count - index)))
      items.swapAt(index, index + offset)
    }
    return Array(items.prefix(wanted))
  }
}
