// Goals and formula as in `TurnCosine.swift`, for float32: within 2.5 ulp.

/// Returns the cosine of `turn / 2^32` of a full turn.
///
/// Taylor's series go up to the 9th and 10th power: the first omitted terms are below 2e-9.
func turnCosine(_ turn: UInt32) -> Float {
  let quarter = (turn &+ (1 << 29)) >> 30
  let rest = Int32(bitPattern: turn &- (quarter << 30))
  let angle = Float(rest) * 0x1.921fb6p-30  // π / 2^31
  let z = angle * angle
  var cosine: Float = -1 / 3_628_800.0
  cosine = (1 / 40320.0 as Float).addingProduct(z, cosine)
  cosine = (-1 / 720.0 as Float).addingProduct(z, cosine)
  cosine = (1 / 24.0 as Float).addingProduct(z, cosine)
  cosine = (-0.5 as Float).addingProduct(z, cosine)
  cosine = (1 as Float).addingProduct(z, cosine)
  var sine: Float = 1 / 362_880.0
  sine = (-1 / 5040.0 as Float).addingProduct(z, sine)
  sine = (1 / 120.0 as Float).addingProduct(z, sine)
  sine = (-1 / 6.0 as Float).addingProduct(z, sine)
  sine = angle.addingProduct(angle * z, sine)
  let size = quarter & 1 == 1 ? sine : cosine
  // Quarter 0 gives cos, 1 gives -sin, 2 gives -cos, 3 gives sin.
  return quarter == 1 || quarter == 2 ? -size : size
}
