/// Square roots, rounding to integers, remainders.
let roundingMaths: [PreludePiece] = [
  PreludePiece(
    "theano_sqrt_f32", needs: ["theano_inline"],
    #"""
    // √x.
    THEANO_INLINE float theano_sqrt_f32(float x) { return __builtin_sqrtf(x); }
    """#),
  PreludePiece(
    "theano_sqrt_f64", needs: ["theano_inline"],
    #"""
    // √x.
    THEANO_INLINE double theano_sqrt_f64(double x) { return __builtin_sqrt(x); }
    """#),
  PreludePiece(
    "theano_floor_f32", needs: ["theano_inline"],
    #"""
    // The largest integer up to x.
    THEANO_INLINE float theano_floor_f32(float x) { return __builtin_floorf(x); }
    """#),
  PreludePiece(
    "theano_floor_f64", needs: ["theano_inline"],
    #"""
    // The largest integer up to x.
    THEANO_INLINE double theano_floor_f64(double x) { return __builtin_floor(x); }
    """#),
  PreludePiece(
    "theano_ceil_f32", needs: ["theano_inline"],
    #"""
    // The smallest integer from x on.
    THEANO_INLINE float theano_ceil_f32(float x) { return __builtin_ceilf(x); }
    """#),
  PreludePiece(
    "theano_ceil_f64", needs: ["theano_inline"],
    #"""
    // The smallest integer from x on.
    THEANO_INLINE double theano_ceil_f64(double x) { return __builtin_ceil(x); }
    """#),
  PreludePiece(
    "theano_trunc_f32", needs: ["theano_inline"],
    #"""
    // x without its fraction.
    THEANO_INLINE float theano_trunc_f32(float x) { return __builtin_truncf(x); }
    """#),
  PreludePiece(
    "theano_trunc_f64", needs: ["theano_inline"],
    #"""
    // x without its fraction.
    THEANO_INLINE double theano_trunc_f64(double x) { return __builtin_trunc(x); }
    """#),
  PreludePiece(
    "theano_rint_f32", needs: ["theano_inline"],
    #"""
    // The integer nearest to x, the even one of two.
    THEANO_INLINE float theano_rint_f32(float x) { return __builtin_rintf(x); }
    """#),
  PreludePiece(
    "theano_rint_f64", needs: ["theano_inline"],
    #"""
    // The integer nearest to x, the even one of two.
    THEANO_INLINE double theano_rint_f64(double x) { return __builtin_rint(x); }
    """#),
  PreludePiece(
    "theano_round_away_f32", needs: ["theano_inline"],
    #"""
    // The integer nearest to x, of two the one farther from 0: what is added is the float below a
    // half, so that no sum is rounded up to the next integer.
    THEANO_INLINE float theano_round_away_f32(float x) {
      return __builtin_truncf(x + __builtin_copysignf(0x1.fffffep-2f, x));
    }
    """#),
  PreludePiece(
    "theano_round_away_f64", needs: ["theano_inline"],
    #"""
    // The integer nearest to x, of two the one farther from 0: what is added is the float below a
    // half, so that no sum is rounded up to the next integer.
    THEANO_INLINE double theano_round_away_f64(double x) {
      return __builtin_trunc(x + __builtin_copysign(0x1.fffffffffffffp-2, x));
    }
    """#),
  PreludePiece(
    "theano_mod_f64", needs: ["theano_inline"],
    #"""
    // x less a multiple of y, with the sign of y, as Python has it: exact unless y is added last.
    //
    // The residual of a quotient that is rounded, or cut off where it has fractional bits, is a float;
    // with each step the quotient gets at least 52 bits shorter.
    THEANO_INLINE double theano_mod_f64(double x, double y) {
      double rest = x, size = __builtin_fabs(y);
      if (!(__builtin_fabs(x) < __builtin_inf()) | !(size > 0.0)) return __builtin_nan("");
      while (__builtin_fabs(rest) >= size) {
        double step = size, quotient = rest / size;
        while (__builtin_fabs(quotient) == __builtin_inf()) {
          step *= 0x1p512;
          quotient = rest / step;
        }
        rest = __builtin_fma(-__builtin_trunc(quotient), step, rest);
      }
      if (rest == 0.0) return __builtin_copysign(0.0, x);
      return (rest < 0.0) != (y < 0.0) ? rest + y : rest;
    }
    """#),
  PreludePiece(
    "theano_mod_f32", needs: ["theano_mod_f64"],
    #"""
    // x less a multiple of y, with the sign of y; rounded once.
    THEANO_INLINE float theano_mod_f32(float x, float y) { return (float)theano_mod_f64(x, y); }
    """#),
  PreludePiece(
    "theano_floor_divide_f64", needs: ["theano_inline"],
    #"""
    // The largest integer up to x / y.
    THEANO_INLINE double theano_floor_divide_f64(double x, double y) {
      return __builtin_floor(x / y);
    }
    """#),
  PreludePiece(
    "theano_floor_divide_f32", needs: ["theano_inline"],
    #"""
    // The largest integer up to x / y; the quotient is taken in float64.
    THEANO_INLINE float theano_floor_divide_f32(float x, float y) {
      return (float)__builtin_floor((double)x / (double)y);
    }
    """#),
]
