// Goals, in order: the same bits everywhere (only fma, and products that are exact or of which nothing is added up, so
// no C library and no contraction by a compiler can change a bit); within 1 ulp; short.

/// Returns the exponential of `x`: 0 or infinity where it is too small or too large for a float64.
///
/// With `x = n log 2 + r` and `r` within ½ log 2, `exp x = 2^n exp r`, by Taylor's series up to `r^13`, whose first
/// omitted term is 5e-18 of the sum.
func portableExponential(_ x: Double) -> Double {
  // Where these end the exponential is 0 or infinite.
  let x = min(max(x, -746), 710)
  // n is in the last bits of a sum with 1.5 · 2^52.
  let shifted = 0x1.8p52.addingProduct(x, 0x1.71547652b82fep0)
  let whole = shifted - 0x1.8p52
  // log 2 as the sum of two doubles.
  let near = x.addingProduct(-whole, 0x1.62e42fefa39efp-1)
  let r = near.addingProduct(-whole, 0x1.abc9e3b39803fp-56)
  var series = 1 / 6_227_020_800.0
  series = (1 / 479_001_600.0).addingProduct(r, series)
  series = (1 / 39_916_800.0).addingProduct(r, series)
  series = (1 / 3_628_800.0).addingProduct(r, series)
  series = (1 / 362_880.0).addingProduct(r, series)
  series = (1 / 40320.0).addingProduct(r, series)
  series = (1 / 5040.0).addingProduct(r, series)
  series = (1 / 720.0).addingProduct(r, series)
  series = (1 / 120.0).addingProduct(r, series)
  series = (1 / 24.0).addingProduct(r, series)
  series = (1 / 6.0).addingProduct(r, series)
  series = 0.5.addingProduct(r, series)
  series = 1.0.addingProduct(r, series)
  series = 1.0.addingProduct(r, series)
  // In two steps, as 2^n may be no float64.
  let n = Int64(bitPattern: shifted.bitPattern &- 0x4338_0000_0000_0000)
  return series * powerOfTwo(n >> 1) * powerOfTwo(n - (n >> 1))
}

/// Returns `2^n`, for `n` in -1022...1023.
private func powerOfTwo(_ n: Int64) -> Double {
  Double(bitPattern: UInt64(bitPattern: n + 1023) << 52)
}
