/// The places that a slice takes of an axis, by Python's rules.
package struct SlicePlaces: Hashable, Sendable {
  /// The first place.
  package let start: Int
  /// The number of places.
  package let count: Int
  /// The distance from a place to the next.
  package let step: Int

  /// Creates the places that `start:stop:step`, with a step that is not 0, takes of an axis.
  package init(start: Int?, stop: Int?, step: Int, length: Int) {
    let limits = step > 0 ? (low: 0, high: length) : (low: -1, high: length - 1)
    /// Returns a bound counted from the start of the axis, and within it.
    func clamped(_ bound: Int) -> Int {
      let place = bound < 0 ? bound + length : bound
      return Swift.min(Swift.max(place, limits.low), limits.high)
    }
    let first = start.map(clamped) ?? (step > 0 ? limits.low : limits.high)
    let end = stop.map(clamped) ?? (step > 0 ? limits.high : limits.low)
    let distance = step > 0 ? end - first : first - end
    let stride = step == .min ? .max : abs(step)
    self.start = first
    self.step = step
    count = distance > 0 ? (distance - 1) / stride + 1 : 0
  }

  /// The places, in order.
  package var places: [Int] { (0..<count).map { start + $0 * step } }

  /// Whether a slice with these bounds is empty whatever the length of the axis.
  static func isAlwaysEmpty(start: Int?, stop: Int?, step: Int) -> Bool {
    if stop == (step > 0 ? 0 : -1) { return true }
    guard let stop else { return false }
    let first = start ?? (step > 0 ? 0 : -1)
    if (first < 0) != (stop < 0) { return false }
    return step > 0 ? first >= stop : first <= stop
  }
}
