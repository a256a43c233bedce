/// Why a draw cannot be made: parameters outside the domain of the distribution named first.
public enum RandomError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Parameter `name` is `value`; `rule` ends the sentence "it must be …".
  case parameter(_ distribution: String, name: String, value: Double, rule: String)
  /// The interval from `low` to `high` is empty, infinite or not a number.
  case interval(_ distribution: String, low: Double, high: Double)
  /// There is no integer from `low` to `high`.
  case integerRange(_ distribution: String, low: Int64, high: Int64)
  /// A number of trials, items or draws is negative.
  case negativeCount(_ distribution: String, _ count: Int64)
  /// There are no weights, or no items, to choose from.
  case nothingToChooseFrom(_ distribution: String)
  /// The weight at `index` is negative, infinite or not a number.
  case weight(_ distribution: String, index: Int, value: Double)
  /// The weights do not sum to 1 within 1e-6.
  case weightSum(_ distribution: String, sum: Double)
  /// More distinct items are wanted than there are with a weight above 0.
  case tooFewItems(_ distribution: String, wanted: Int64, available: Int64)

  /// One sentence for the user, with the distribution and the offending values.
  public var description: String {
    switch self {
    case .parameter(let distribution, let name, let value, let rule):
      "\(distribution): \(name) is \(value), but it must be \(rule)"
    case .interval(let distribution, let low, let high):
      "\(distribution): the interval from low = \(low) to high = \(high) must have finite ends and "
        + "a finite length, with low no greater than high"
    case .integerRange(let distribution, let low, let high):
      "\(distribution): low = \(low) must be no greater than high = \(high) (both are included)"
    case .negativeCount(let distribution, let count):
      "\(distribution): the count is \(count), but it must not be negative"
    case .nothingToChooseFrom(let distribution):
      "\(distribution): there is nothing to choose from"
    case .weight(let distribution, let index, let value):
      "\(distribution): probability number \(index) is \(value), but it must be in 0...1"
    case .weightSum(let distribution, let sum):
      "\(distribution): the probabilities sum to \(sum), but they must sum to 1 (within 1e-6)"
    case .tooFewItems(let distribution, let wanted, let available):
      "\(distribution): \(wanted) distinct items are wanted, but only \(available) can be chosen"
    }
  }
}
