/// How arrays are printed; the defaults are NumPy's.
public struct PrintOptions: Sendable, Hashable {
  /// The most digits after the decimal point of floats.
  public var precision: Int
  /// The number of elements above which only the edges of an array are printed.
  public var threshold: Int
  /// The number of elements printed at each edge.
  public var edgeItems: Int
  /// The number of characters after which lines are wrapped.
  public var lineWidth: Int
  /// Whether small numbers are printed as zeros rather than with exponents.
  public var suppressSmall: Bool

  /// Creates options; negative numbers count as 0.
  public init(
    precision: Int = 8, threshold: Int = 1000, edgeItems: Int = 3, lineWidth: Int = 75,
    suppressSmall: Bool = false
  ) {
    self.precision = Swift.max(precision, 0)
    self.threshold = Swift.max(threshold, 0)
    self.edgeItems = Swift.max(edgeItems, 0)
    self.lineWidth = Swift.max(lineWidth, 0)
    self.suppressSmall = suppressSmall
  }
}
