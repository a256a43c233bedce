// The logarithm and cosine of `Sources/Random/Math`, operation for operation. There are no sums of products
// but in fused multiply-adds, so no contraction by a compiler can change a bit. A wave's sign is put on its
// product with the radius: what a program adds to that, such as a mean to it times a deviation that is known to
// be 1, cannot be contracted with the product either.

/// The logarithm, and the cosine of a fixed-point angle, in float64.
let randomMath64 = PreludePiece(
  "theano_random_math_f64", needs: ["theano_random_bits"],
  #"""
  // log x, for a positive normal x.
  THEANO_DRAW double theano_portable_log_f64(double x) {
    const uint64_t bits = theano_bits_of_f64(x) + (0x3FF0000000000000ul - 0x3FE6A09E667F3BCDul);
    // A conversion without one: the exponent in the last bits of 2^52.
    const double exponent =
        theano_f64_of_bits(0x4330000000000000ul | bits >> 52) - (0x1p52 + 1023);
    const double f =
        theano_f64_of_bits((bits & 0x000FFFFFFFFFFFFFul) + 0x3FE6A09E667F3BCDul) - 1;
    const double s = f / (2 + f), z = s * s;
    double series = 2.0 / 21;
    series = __builtin_fma(z, series, 2.0 / 19);
    series = __builtin_fma(z, series, 2.0 / 17);
    series = __builtin_fma(z, series, 2.0 / 15);
    series = __builtin_fma(z, series, 2.0 / 13);
    series = __builtin_fma(z, series, 2.0 / 11);
    series = __builtin_fma(z, series, 2.0 / 9);
    series = __builtin_fma(z, series, 2.0 / 7);
    series = __builtin_fma(z, series, 2.0 / 5);
    series = __builtin_fma(z, series, 2.0 / 3);
    const double mantissa = __builtin_fma(-s, __builtin_fma(-z, series, f), f);
    const double low = __builtin_fma(exponent, 0x1.abc9e3b39803fp-56, mantissa);
    return __builtin_fma(exponent, 0x1.62e42fefa39efp-1, low);
  }

  // The cosine and sine of the angle between a turn and the nearest quarter.
  typedef struct {
    double cosine, sine;
    uint64_t quarter;
  } theano_wave_f64;

  // The wave at turn / 2^53 of a full turn, for turn < 2^53.
  THEANO_DRAW theano_wave_f64 theano_wave_at_f64(uint64_t turn) {
    const uint64_t quarter = (turn + (1ul << 50)) >> 51;
    // The rest is below 2^51 in size, and so can be added to the last bits of 1.5 2^52.
    const double rest =
        theano_f64_of_bits(0x4338000000000000ul + turn - (quarter << 51)) - 0x1.8p52;
    const double angle = rest * 0x1.921fb54442d18p-51, z = angle * angle;
    double c = 1 / 20922789888000.0;
    c = __builtin_fma(z, c, -1 / 87178291200.0);
    c = __builtin_fma(z, c, 1 / 479001600.0);
    c = __builtin_fma(z, c, -1 / 3628800.0);
    c = __builtin_fma(z, c, 1 / 40320.0);
    c = __builtin_fma(z, c, -1 / 720.0);
    c = __builtin_fma(z, c, 1 / 24.0);
    c = __builtin_fma(z, c, -0.5);
    c = __builtin_fma(z, c, 1.0);
    double s = 1 / 355687428096000.0;
    s = __builtin_fma(z, s, -1 / 1307674368000.0);
    s = __builtin_fma(z, s, 1 / 6227020800.0);
    s = __builtin_fma(z, s, -1 / 39916800.0);
    s = __builtin_fma(z, s, 1 / 362880.0);
    s = __builtin_fma(z, s, -1 / 5040.0);
    s = __builtin_fma(z, s, 1 / 120.0);
    s = __builtin_fma(z, s, -1 / 6.0);
    s = __builtin_fma(angle * z, s, angle);
    return (theano_wave_f64){c, s, quarter};
  }

  // radius cos(2 pi turn / 2^53), by its wave.
  THEANO_DRAW double theano_cosine_f64(double radius, theano_wave_f64 wave) {
    const double size = radius * (wave.quarter & 1 ? wave.sine : wave.cosine);
    return theano_f64_of_bits(theano_bits_of_f64(size) ^ ((wave.quarter + 1) & 2) << 62);
  }

  // radius sin(2 pi turn / 2^53), by its wave.
  THEANO_DRAW double theano_sine_f64(double radius, theano_wave_f64 wave) {
    const double size = radius * (wave.quarter & 1 ? wave.cosine : wave.sine);
    return theano_f64_of_bits(theano_bits_of_f64(size) ^ (wave.quarter & 2) << 62);
  }
  """#)

/// The same in float32, the logarithm for numbers in (0, 1].
let randomMath32 = PreludePiece(
  "theano_random_math_f32", needs: ["theano_random_bits"],
  #"""
  // log x, for a normal x in (0, 1].
  THEANO_DRAW float theano_unit_log_f32(float x) {
    const uint32_t bits = theano_bits_of_f32(x) + (0x3F800000u - 0x3F3504F3u);
    const float exponent = (float)((int32_t)(bits >> 23) - 127);
    const float f = theano_f32_of_bits((bits & 0x007FFFFFu) + 0x3F3504F3u) - 1;
    const float s = f / (2 + f), z = s * s;
    float series = 2.0f / 9;
    series = __builtin_fmaf(z, series, 2.0f / 7);
    series = __builtin_fmaf(z, series, 2.0f / 5);
    series = __builtin_fmaf(z, series, 2.0f / 3);
    const float mantissa = __builtin_fmaf(-s, __builtin_fmaf(-z, series, f), f);
    return __builtin_fmaf(exponent, 0x1.62e430p-1f, mantissa);
  }

  // The cosine and sine of the angle between a turn and the nearest quarter.
  typedef struct {
    float cosine, sine;
    uint32_t quarter;
  } theano_wave_f32;

  // The wave at turn / 2^32 of a full turn.
  THEANO_DRAW theano_wave_f32 theano_wave_at_f32(uint32_t turn) {
    const uint32_t quarter = (turn + (1u << 29)) >> 30;
    const float rest = (float)(int32_t)(turn - (quarter << 30));
    const float angle = rest * 0x1.921fb6p-30f, z = angle * angle;
    float c = -1 / 3628800.0f;
    c = __builtin_fmaf(z, c, 1 / 40320.0f);
    c = __builtin_fmaf(z, c, -1 / 720.0f);
    c = __builtin_fmaf(z, c, 1 / 24.0f);
    c = __builtin_fmaf(z, c, -0.5f);
    c = __builtin_fmaf(z, c, 1.0f);
    float s = 1 / 362880.0f;
    s = __builtin_fmaf(z, s, -1 / 5040.0f);
    s = __builtin_fmaf(z, s, 1 / 120.0f);
    s = __builtin_fmaf(z, s, -1 / 6.0f);
    s = __builtin_fmaf(angle * z, s, angle);
    return (theano_wave_f32){c, s, quarter};
  }

  // radius cos(2 pi turn / 2^32), by its wave.
  THEANO_DRAW float theano_cosine_f32(float radius, theano_wave_f32 wave) {
    const float size = radius * (wave.quarter & 1 ? wave.sine : wave.cosine);
    return theano_f32_of_bits(theano_bits_of_f32(size) ^ ((wave.quarter + 1) & 2) << 30);
  }

  // radius sin(2 pi turn / 2^32), by its wave.
  THEANO_DRAW float theano_sine_f32(float radius, theano_wave_f32 wave) {
    const float size = radius * (wave.quarter & 1 ? wave.cosine : wave.sine);
    return theano_f32_of_bits(theano_bits_of_f32(size) ^ (wave.quarter & 2) << 30);
  }
  """#)
