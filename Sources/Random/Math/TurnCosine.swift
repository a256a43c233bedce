// Goals, in order: the same bits everywhere (only fma, products and integer operations, so no C
// library and no contraction by a compiler can change a bit); within 2 ulp; short.

/// Returns the cosine of `turn / 2^53` of a full turn, for `turn` in `0..<2^53`.
///
/// The angle is fixed-point, so its reduction to the nearest quarter turn is exact integer
/// arithmetic. Then Taylor's series on [-π/4, π/4], up to the 16th and 17th power: the first
/// omitted terms are below 1e-17.
func turnCosine(_ turn: UInt64) -> Double {
  let quarter = (turn + (1 << 50)) >> 51
  let rest = Int64(turn) - Int64(quarter << 51)
  let angle = Double(rest) * 0x1.921fb54442d18p-51  // π / 2^52
  let z = angle * angle
  let isSine = quarter & 1 == 1
  let size = isSine ? sineSeries(angle, z) : cosineSeries(z)
  // Quarters 0 and 4 give cos, 1 gives -sin, 2 gives -cos, 3 gives sin.
  return quarter == 1 || quarter == 2 ? -size : size
}

/// Returns the cosine of an angle in [-π/4, π/4] whose square is `z`.
private func cosineSeries(_ z: Double) -> Double {
  var series = 1 / 20_922_789_888_000.0
  series = (-1 / 87_178_291_200.0).addingProduct(z, series)
  series = (1 / 479_001_600.0).addingProduct(z, series)
  series = (-1 / 3_628_800.0).addingProduct(z, series)
  series = (1 / 40320.0).addingProduct(z, series)
  series = (-1 / 720.0).addingProduct(z, series)
  series = (1 / 24.0).addingProduct(z, series)
  series = (-0.5).addingProduct(z, series)
  return 1.0.addingProduct(z, series)
}

/// Returns the sine of `angle`, in [-π/4, π/4], whose square is `z`.
private func sineSeries(_ angle: Double, _ z: Double) -> Double {
  var series = 1 / 355_687_428_096_000.0
  series = (-1 / 1_307_674_368_000.0).addingProduct(z, series)
  series = (1 / 6_227_020_800.0).addingProduct(z, series)
  series = (-1 / 39_916_800.0).addingProduct(z, series)
  series = (1 / 362_880.0).addingProduct(z, series)
  series = (-1 / 5040.0).addingProduct(z, series)
  series = (1 / 120.0).addingProduct(z, series)
  series = (-1 / 6.0).addingProduct(z, series)
  return angle.addingProduct(angle * z, series)
}
