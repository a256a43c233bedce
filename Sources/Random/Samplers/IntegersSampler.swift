/// Integers uniform from `low` to `high`, both included; any range, up to all 2^64 values.
public struct IntegersSampler: Sampler {
  /// The least value.
  public let low: Int64
  /// The greatest value.
  public let high: Int64

  /// Creates draws from `low` to `high`.
  ///
  /// - Throws: ``RandomError/integerRange(_:low:high:)`` if `low > high`.
  public init(low: Int64 = 0, high: Int64 = 1) throws(RandomError) {
    guard low <= high else { throw .integerRange("integers", low: low, high: high) }
    self.low = low
    self.high = high
  }

  /// Returns `low` plus an unbiased integer below the number of values.
  public func sample(_ stream: inout ElementStream) -> Int64 {
    // The number of values modulo 2^64: 0 stands for all of them.
    let count = UInt64(bitPattern: high &- low) &+ 1
    return low &+ Int64(bitPattern: stream.sharedInteger(below: count))
  }
}
