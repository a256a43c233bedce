// Goals, in order: the same bits everywhere (only fma, division and bit operations, so no C library
// and no contraction by a compiler can change a bit); within 1 ulp; short.

/// Returns the natural logarithm of `x`, a positive normal number; 0 at 1.
///
/// With `x = 2^e (1 + f)`, `1 + f` between √½ and √2, and `s = f / (2 + f)`:
/// `log(1 + f) = 2 artanh s = f - s (f - 2s²/3 - 2s⁴/5 - …)`, the series up to `s^20`, whose
/// first omitted term is 1e-18 of the sum. (The form is that of FreeBSD's `e_log.c`.)
func portableLogarithm(_ x: Double) -> Double {
  // Adding the distance from √½ to 1 carries into the exponent exactly where 1 + f would be < √½.
  let offset: UInt64 = 0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD
  let bits = x.bitPattern + offset
  let exponent = Double(Int64(bits >> 52) - 1023)
  let fraction = (bits & 0x000F_FFFF_FFFF_FFFF) + 0x3FE6_A09E_667F_3BCD
  let f = Double(bitPattern: fraction) - 1
  let s = f / (2 + f)
  let z = s * s
  var series = 2.0 / 21
  series = (2.0 / 19).addingProduct(z, series)
  series = (2.0 / 17).addingProduct(z, series)
  series = (2.0 / 15).addingProduct(z, series)
  series = (2.0 / 13).addingProduct(z, series)
  series = (2.0 / 11).addingProduct(z, series)
  series = (2.0 / 9).addingProduct(z, series)
  series = (2.0 / 7).addingProduct(z, series)
  series = (2.0 / 5).addingProduct(z, series)
  series = (2.0 / 3).addingProduct(z, series)
  let mantissaLog = f.addingProduct(-s, f.addingProduct(-z, series))
  // log 2 as the sum of two doubles.
  let low = mantissaLog.addingProduct(exponent, 0x1.abc9e3b39803fp-56)
  return low.addingProduct(exponent, 0x1.62e42fefa39efp-1)
}

/// Returns the natural logarithm of `1 + x`, for `x` in [-½, 0].
///
/// What the sum has lost by rounding it has lost twice, so that a quotient makes up for it: within 5 ulp. Source:
/// Goldberg, "What every computer scientist should know about floating-point arithmetic" (1991), theorem 4.
func portableLogarithm(onePlus x: Double) -> Double {
  let sum = 1 + x
  return sum == 1 ? x : portableLogarithm(sum) * (x / (sum - 1))
}
