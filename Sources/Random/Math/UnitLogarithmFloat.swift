// Goals and formula as in `Logarithm.swift`, for float32: within 1 ulp.

/// Returns the natural logarithm of `x`, a normal number in (0, 1]; at most 0, and 0 at 1.
///
/// The series goes up to `s^8`; its first omitted term is 3e-9 of the sum.
func unitLogarithm(_ x: Float) -> Float {
  // Adding the distance from √½ to 1 carries into the exponent exactly where 1 + f would be < √½.
  let bits = x.bitPattern + (0x3F80_0000 - 0x3F35_04F3)
  let exponent = Float(Int32(bits >> 23) - 127)
  let f = Float(bitPattern: (bits & 0x007F_FFFF) + 0x3F35_04F3) - 1
  let s = f / (2 + f)
  let z = s * s
  var series: Float = 2.0 / 9
  series = (2.0 / 7 as Float).addingProduct(z, series)
  series = (2.0 / 5 as Float).addingProduct(z, series)
  series = (2.0 / 3 as Float).addingProduct(z, series)
  let mantissaLog = f.addingProduct(-s, f.addingProduct(-z, series))
  return mantissaLog.addingProduct(exponent, 0x1.62e430p-1)
}
