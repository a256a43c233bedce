/// Normal float64 numbers: `NormalSampler`.
let normalDraws64 = PreludePiece(
  "theano_normal_f64", needs: ["theano_random_math_f64"],
  #"""
  // The standard normal number of a block.
  THEANO_DRAW double theano_block_normal_f64(theano_block block) {
    const double u = 1 - theano_unit_f64(theano_low_word(block));
    const double radius = __builtin_sqrt(-2 * theano_unit_log_f64(u));
    return theano_turned_f64(radius, theano_high_word(block) >> 11);
  }

  THEANO_DRAW double theano_normal_f64(double mean, double deviation, uint64_t key,
                                       uint64_t element) {
    return __builtin_fma(deviation, theano_block_normal_f64(theano_philox(key, element, 0)), mean);
  }
  """#)

/// Normal float32 numbers: `NormalFloatSampler`.
let normalDraws32 = PreludePiece(
  "theano_normal_f32", needs: ["theano_random_math_f32"],
  #"""
  THEANO_DRAW float theano_normal_f32(float mean, float deviation, uint64_t key, uint64_t element) {
    const theano_block block = theano_philox(key, element, 0);
    const float u = ((float)(int32_t)(block.x >> 1) + 0.5f) * 0x1p-31f;
    const float radius = __builtin_sqrtf(-2 * theano_unit_log_f32(u));
    return __builtin_fmaf(deviation, theano_turned_f32(radius, block.y), mean);
  }
  """#)

/// Normal numbers cut off at two deviations, by rejection: `TruncatedNormalSampler`.
let truncatedNormalDraws = PreludePiece(
  "theano_truncated_normal_f64", needs: ["theano_normal_f64"],
  #"""
  THEANO_DRAW double theano_truncated_normal_f64(double mean, double deviation, uint64_t key,
                                                 uint64_t element) {
    double z = theano_block_normal_f64(theano_philox(key, element, 0));
    for (uint64_t number = 1; z > 2 || z < -2; number++)
      z = theano_block_normal_f64(theano_philox(key, element, number));
    return __builtin_fma(deviation, z, mean);
  }
  """#)
