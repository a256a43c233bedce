extension MathsGolden {
  /// By how many units in the last place a result is wrong, or in that of a larger number.
  static func error(
    _ got: Double, _ exact: (value: Double, rest: Double), single: Bool, leastSize: Double = 0
  ) -> Double {
    if got.isNaN || exact.value.isNaN { return got.isNaN == exact.value.isNaN ? 0 : .infinity }
    if got == exact.value { return exact.rest.magnitude }
    let top = single ? 0x1p127 : 0x1p1023
    if single, got.isInfinite, exact.value / 2 >= top || exact.value / 2 <= -top {
      return got.sign == exact.value.sign ? 0 : .infinity
    }
    if got.isInfinite || exact.value.isInfinite {
      // Infinity counts as the number that would follow the largest: halves keep it finite.
      if exact.value.isInfinite && got.magnitude < top { return .infinity }
      func half(_ x: Double) -> Double { x.isInfinite ? (x > 0 ? top : -top) : x / 2 }
      return ((half(got) - half(exact.value)) / (single ? 0x1p103 : 0x1p970)).magnitude
    }
    let least = single ? 0x1p-149 : 0x1p-1074
    let digits = single ? 0x1p-23 : 0x1p-52
    let isSmall = exact.value.magnitude < leastSize
    let binade = Swift.min((isSmall ? leastSize : exact.value.magnitude).binade, top)
    let unit = Swift.max(binade * digits, least)
    return ((got - exact.value) / unit - (single || isSmall ? 0 : exact.rest)).magnitude
  }
}
