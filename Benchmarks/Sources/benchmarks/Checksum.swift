import Theano

/// What is compared of an array that peers computed too.
struct Checksum: Codable {
  /// The number of elements.
  var count: Int
  /// The sum of the elements, each times a weight that depends on its place.
  var weighted: Double
  /// The sum of their magnitudes, in proportion to which sums may differ.
  var magnitude: Double

  /// The checksum of an array.
  init(_ array: NDArray) {
    let weights = Inputs(99)
    (count, weighted, magnitude) = (array.count, 0, 0)
    for (place, value) in array.elements(as: Double.self).enumerated() {
      let weight = 0.5 + Double(weights.bits(place) >> 40) / 16_777_216
      weighted += value * weight
      magnitude += abs(value)
    }
  }
}
