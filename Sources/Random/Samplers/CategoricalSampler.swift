/// Indices into a list of probabilities; also `choice` with replacement, with given probabilities.
public struct CategoricalSampler: Sampler {
  /// Running sums of the probabilities.
  private let sums: [Double]

  /// Creates draws of indices with these probabilities.
  ///
  /// - Parameter probabilities: one for each index, at least 0; rescaled to sum to exactly 1.
  /// - Throws: ``RandomError`` unless there are some, none negative, summing to 1 within 1e-6.
  /// - Complexity: O(*n*) for *n* probabilities.
  public init(probabilities: [Double]) throws(RandomError) {
    try checkWeights(probabilities, of: "choice")
    var sum = 0.0
    sums = probabilities.map { weight in
      sum += weight
      return sum
    }
  }

  /// Returns the first index whose running sum exceeds a uniform number; never one of weight 0.
  ///
  /// - Complexity: O(log *n*).
  public func sample(_ stream: inout ElementStream) -> Int64 {
    // As u <= 1 - 2^-53, the product rounds to less than the last sum.
    let target = stream.nextUnit() * sums[sums.count - 1]
    var (first, last) = (0, sums.count - 1)
    while first < last {
      let middle = (first + last) / 2
      if sums[middle] > target { last = middle } else { first = middle + 1 }
    }
    return Int64(first)
  }
}
