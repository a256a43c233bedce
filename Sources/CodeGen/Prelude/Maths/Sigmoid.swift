/// tanh, the logistic function and softplus.
let sigmoidMaths: [PreludePiece] = [
  PreludePiece(
    "theano_tanh_f32", needs: ["theano_expm1_f32", "theano_divide_f32"],
    #"""
    // tanh x = (e^2x - 1) / (e^2x + 1), where e^2x = 2^n (1 + p); at most 1.9 ulp.
    THEANO_INLINE float theano_tanh_f32(float x) {
      float y = 2.0f * __builtin_fabsf(x);
      y = y > 20.0f ? 20.0f : y;
      float shifted, low;
      float p = theano_expm1_part_f32(y, &shifted, &low);
      float scale = theano_power_of_2_f32(shifted);
      // Numerator and denominator, with what their rounding loses.
      float above = scale * p + (scale - 1.0f);
      float above_low = (scale * p - (above - (scale - 1.0f))) + scale * low;
      float below = scale * p + (scale + 1.0f);
      float below_low = (scale * p - (below - (scale + 1.0f))) + scale * low;
      return __builtin_copysignf(theano_divide_f32(above, above_low, below, below_low), x);
    }
    """#),
  PreludePiece(
    "theano_tanh_f64", needs: ["theano_expm1_f64", "theano_divide_f64"],
    #"""
    // tanh x = (e^2x - 1) / (e^2x + 1), where e^2x = 2^n (1 + p); at most 1.9 ulp.
    THEANO_INLINE double theano_tanh_f64(double x) {
      double y = 2.0 * __builtin_fabs(x);
      y = y > 40.0 ? 40.0 : y;
      double shifted, low;
      double p = theano_expm1_part_f64(y, &shifted, &low);
      double scale = theano_power_of_2_f64(shifted);
      // Numerator and denominator, with what their rounding loses.
      double above = scale * p + (scale - 1.0);
      double above_low = (scale * p - (above - (scale - 1.0))) + scale * low;
      double below = scale * p + (scale + 1.0);
      double below_low = (scale * p - (below - (scale + 1.0))) + scale * low;
      return __builtin_copysign(theano_divide_f64(above, above_low, below, below_low), x);
    }
    """#),
  PreludePiece(
    "theano_sigmoid_f32", needs: ["theano_exp_f32", "theano_divide_f32"],
    #"""
    // 1 / (1 + e^-x), accurate where it is small; at most 1 ulp.
    THEANO_INLINE float theano_sigmoid_f32(float x) {
      float y = -__builtin_fabsf(x);
      y = y < -104.0f ? -104.0f : y;
      float n, low;
      float p = theano_exp_part_f32(y, 0.0f, &n, &low);
      float e = theano_scale_f32(p, n);
      low = low * e;
      float below = 1.0f + e;
      return theano_divide_f32(x < 0.0f ? e : 1.0f, x < 0.0f ? low : 0.0f, below,
                                (e - (below - 1.0f)) + low);
    }
    """#),
  PreludePiece(
    "theano_sigmoid_f64", needs: ["theano_exp_f64", "theano_divide_f64"],
    #"""
    // 1 / (1 + e^-x), accurate where it is small; at most 1 ulp.
    THEANO_INLINE double theano_sigmoid_f64(double x) {
      double y = -__builtin_fabs(x);
      y = y < -746.0 ? -746.0 : y;
      double n, low;
      double p = theano_exp_part_f64(y, 0.0, &n, &low);
      double e = theano_scale_f64(p, n);
      low = low * e;
      double below = 1.0 + e;
      return theano_divide_f64(x < 0.0 ? e : 1.0, x < 0.0 ? low : 0.0, below,
                                (e - (below - 1.0)) + low);
    }
    """#),
  PreludePiece(
    "theano_softplus_f32", needs: ["theano_exp_f32", "theano_log1p_f32"],
    #"""
    // log(1 + e^x) = max(x, 0) + log1p(e^-|x|), at most 2 ulp.
    THEANO_INLINE float theano_softplus_f32(float x) {
      float e = theano_exp_f32(-__builtin_fabsf(x));
      float u = 1.0f + e;
      float c = e - (u - 1.0f);
      int large = u > 1.41421356f;
      float f = (large ? 0.5f * u - 1.0f : u - 1.0f) + (large ? 0.5f * c : c);
      return (x > 0.0f ? x : 0.0f) + theano_log_sum_f32(large ? 1.0f : 0.0f, f);
    }
    """#),
  PreludePiece(
    "theano_softplus_f64", needs: ["theano_exp_f64", "theano_log1p_f64"],
    #"""
    // log(1 + e^x) = max(x, 0) + log1p(e^-|x|), at most 2 ulp.
    THEANO_INLINE double theano_softplus_f64(double x) {
      double e = theano_exp_f64(-__builtin_fabs(x));
      double u = 1.0 + e;
      double c = e - (u - 1.0);
      int large = u > 1.4142135623730951;
      double f = (large ? 0.5 * u - 1.0 : u - 1.0) + (large ? 0.5 * c : c);
      return (x > 0.0 ? x : 0.0) + theano_log_sum_f64(large ? 1.0 : 0.0, f);
    }
    """#),
]
