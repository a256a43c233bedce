/// Distinct items out of `0..<population`, in the order drawn: `choice` without replacement.
public struct DistinctChoiceSampler: Sampler {
  /// The number of items in each draw.
  public let count: Int
  /// The number of items there are.
  private let population: Int
  /// The weight of each item, or nil if all are the same.
  private let weights: [Double]?

  /// Creates draws of `count` items, all equally likely.
  ///
  /// - Throws: ``RandomError`` unless `0 <= count <= population`.
  public init(count: Int, population: Int) throws(RandomError) {
    try checkCount(Int64(population), of: "choice")
    try Self.check(count, available: population)
    self.count = count
    self.population = population
    weights = nil
  }

  /// Creates draws of `count` items, each likely in proportion to its weight among those left.
  ///
  /// - Throws: ``RandomError`` unless `probabilities` are at least 0, sum to 1 within 1e-6, and
  ///   `count` of them or more are above 0.
  public init(count: Int, probabilities: [Double]) throws(RandomError) {
    try checkWeights(probabilities, of: "choice")
    try Self.check(count, available: probabilities.count { $0 > 0 })
    self.count = count
    population = probabilities.count
    weights = probabilities
  }

  /// Throws unless `count` is in `0...available`.
  private static func check(_ count: Int, available: Int) throws(RandomError) {
    try checkCount(Int64(count), of: "choice")
    guard count <= available else {
      throw .tooFewItems("choice", wanted: Int64(count), available: Int64(available))
    }
  }

  /// Returns `count` distinct items.
  ///
  /// With weights, item `i` arrives after an exponential time of rate `weights[i]` and the first
  /// `count` to arrive are taken: Efraimidis and Spirakis, "Weighted random sampling with a
  /// reservoir", Inf. Process. Lett. 97 (2006), in logarithms.
  /// - Complexity: O(*n* log *n*) for *n* items with weights, O(*n*) without.
  public func sample(_ stream: inout ElementStream) -> [Int64] {
    guard let weights else { return stream.nextItems(count, of: population) }
    var arrivals: [(time: Double, item: Int64)] = []
    for (item, weight) in weights.enumerated() where weight > 0 {
      arrivals.append((stream.nextExponential() / weight, Int64(item)))
    }
    arrivals.sort { $0 < $1 }
    return arrivals.prefix(count).map(\.item)
  }
}
