/// Standard normal float64 numbers, two of a block: `ElementStream.sharedNormal`.
let standardNormals64 = PreludePiece(
  "theano_normal64_u64", needs: ["theano_random_math_f64", "theano_word64_u64"],
  #"""
  // Box and Muller's radius of a word.
  THEANO_DRAW double theano_radius_f64(uint64_t word) {
    return __builtin_sqrt(-2 * theano_portable_log_f64(1 - theano_unit_f64(word)));
  }

  THEANO_DRAW double theano_normal64_u64(uint64_t key, uint64_t element) {
    const theano_block block = theano_philox(key, element >> 1, THEANO_NORMALS_F64);
    const double radius = theano_radius_f64(theano_low_word(block));
    const theano_wave_f64 wave = theano_wave_at_f64(theano_high_word(block) >> 11);
    return element & 1 ? theano_sine_f64(radius, wave) : theano_cosine_f64(radius, wave);
  }

  static THEANO_ONE_COPY uint64_t theano_normal64_ahead(double *draws, uint64_t key,
                                                        uint64_t element, int64_t count) {
    uint64_t words[THEANO_AHEAD];
    const uint64_t lead = theano_pairs_ahead(words, key, element, count, THEANO_NORMALS_F64);
    const int64_t blocks = theano_block_count(lead, count, 2);
    for (int64_t i = 0; i < blocks; i++) {
      const double radius = theano_radius_f64(words[2 * i]);
      const theano_wave_f64 wave = theano_wave_at_f64(words[2 * i + 1] >> 11);
      draws[2 * i] = theano_cosine_f64(radius, wave);
      draws[2 * i + 1] = theano_sine_f64(radius, wave);
    }
    return lead;
  }
  """#)

/// Standard normal float32 numbers, four of a block: `ElementStream.sharedNormalFloat`.
let standardNormals32 = PreludePiece(
  "theano_normal32_u64", needs: ["theano_random_math_f32", "theano_word32_u64"],
  #"""
  // Box and Muller's radius of a word.
  THEANO_DRAW float theano_radius_f32(uint32_t word) {
    const float u = ((float)(int32_t)(word >> 1) + 0.5f) * 0x1p-31f;
    return __builtin_sqrtf(-2 * theano_unit_log_f32(u));
  }

  THEANO_DRAW float theano_normal32_u64(uint64_t key, uint64_t element) {
    const theano_block block = theano_philox(key, element >> 2, THEANO_NORMALS_F32);
    const float radius = theano_radius_f32(element & 2 ? block.z : block.x);
    const theano_wave_f32 wave = theano_wave_at_f32(element & 2 ? block.w : block.y);
    return element & 1 ? theano_sine_f32(radius, wave) : theano_cosine_f32(radius, wave);
  }

  static THEANO_ONE_COPY uint64_t theano_normal32_ahead(float *draws, uint64_t key,
                                                        uint64_t element, int64_t count) {
    theano_blocks words;
    const uint64_t lead = element & 3;
    const int64_t blocks = theano_block_count(lead, count, 4);
    theano_make_blocks(&words, key, element - lead, blocks, THEANO_NORMALS_F32);
    for (int64_t i = 0; i < blocks; i++) {
      const float first = theano_radius_f32(words.x[i]), second = theano_radius_f32(words.z[i]);
      const theano_wave_f32 a = theano_wave_at_f32(words.y[i]), b = theano_wave_at_f32(words.w[i]);
      draws[4 * i] = theano_cosine_f32(first, a);
      draws[4 * i + 1] = theano_sine_f32(first, a);
      draws[4 * i + 2] = theano_cosine_f32(second, b);
      draws[4 * i + 3] = theano_sine_f32(second, b);
    }
    return lead;
  }
  """#)

/// Normal numbers by mean and deviation: `NormalSampler` and `NormalFloatSampler`.
let normalDraws64 = normalDraws("f64", "double", "fma")
let normalDraws32 = normalDraws("f32", "float", "fmaf")

/// Normal numbers made of standard ones.
private func normalDraws(_ suffix: String, _ type: String, _ fma: String) -> PreludePiece {
  PreludePiece(
    "theano_normal_\(suffix)", needs: ["theano_random_bits"],
    """
    THEANO_DRAW \(type) theano_normal_\(suffix)(\(type) mean, \(type) deviation, \(type) standard) {
      return __builtin_\(fma)(deviation, standard, mean);
    }
    """)
}

/// Normal numbers cut off at two deviations, by rejection: `TruncatedNormalSampler`.
let truncatedNormalDraws = PreludePiece(
  "theano_truncated_normal_f64", needs: ["theano_normal64_u64"],
  #"""
  THEANO_DRAW double theano_truncated_normal_f64(double mean, double deviation, double standard,
                                                 uint64_t key, uint64_t element) {
    double z = standard;
    for (uint64_t number = 0; z > 2 || z < -2; number++) {
      const theano_block block = theano_philox(key, element, number);
      z = theano_cosine_f64(theano_radius_f64(theano_low_word(block)),
                            theano_wave_at_f64(theano_high_word(block) >> 11));
    }
    return __builtin_fma(deviation, z, mean);
  }
  """#)
