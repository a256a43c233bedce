/// Uniform float64 numbers in [low, high): `UniformSampler`.
let uniformDraws64 = PreludePiece(
  "theano_uniform_f64", needs: ["theano_random_bits"],
  #"""
  // The next number below a finite one.
  THEANO_DRAW double theano_below_f64(double x) {
    const uint64_t bits = theano_bits_of_f64(x);
    const uint64_t next = bits >> 63 ? bits + 1 : bits - 1;
    return theano_f64_of_bits(x == 0 ? 0x8000000000000001ul : next);
  }

  THEANO_DRAW double theano_uniform_f64(double low, double high, uint64_t word) {
    const double value = __builtin_fma(theano_unit_f64(word), high - low, low);
    return value < high || low == high ? value : theano_below_f64(high);
  }
  """#)

/// Uniform float32 numbers in [low, high): `UniformFloatSampler`.
let uniformDraws32 = PreludePiece(
  "theano_uniform_f32", needs: ["theano_random_bits"],
  #"""
  // The next number below a finite one.
  THEANO_DRAW float theano_below_f32(float x) {
    const uint32_t bits = theano_bits_of_f32(x);
    const uint32_t next = bits >> 31 ? bits + 1 : bits - 1;
    return theano_f32_of_bits(x == 0 ? 0x80000001u : next);
  }

  THEANO_DRAW float theano_uniform_f32(float low, float high, uint32_t word) {
    const float value = __builtin_fmaf(theano_unit_f32(word), high - low, low);
    return value < high || low == high ? value : theano_below_f32(high);
  }
  """#)

/// Uniform float16 numbers: `UniformHalfSampler`.
let uniformHalfDraws = PreludePiece(
  "theano_uniform_f16", needs: ["theano_random_bits"],
  #"""
  THEANO_DRAW _Float16 theano_uniform_f16(_Float16 low, _Float16 high, uint32_t word) {
    const float start = (float)low, end = (float)high;
    const _Float16 value = (_Float16)__builtin_fmaf(theano_unit_f32(word), end - start, start);
    uint16_t bits;
    __builtin_memcpy(&bits, &high, sizeof bits);
    bits = (uint16_t)(end == 0 ? 0x8001 : bits >> 15 ? bits + 1 : bits - 1);
    _Float16 below;
    __builtin_memcpy(&below, &bits, sizeof below);
    return (float)value < end || start == end ? value : below;
  }
  """#)
