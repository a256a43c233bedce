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
    // The integer nearest to x, of two the one farther from 0: what is added is the float below a half, so
    // that no sum is rounded up to the next integer.
    THEANO_INLINE float theano_round_away_f32(float x) {
      return __builtin_truncf(x + __builtin_copysignf(0x1.fffffep-2f, x));
    }
    """#),
  PreludePiece(
    "theano_round_away_f64", needs: ["theano_inline"],
    #"""
    // The integer nearest to x, of two the one farther from 0: what is added is the float below a half, so
    // that no sum is rounded up to the next integer.
    THEANO_INLINE double theano_round_away_f64(double x) {
      return __builtin_trunc(x + __builtin_copysign(0x1.fffffffffffffp-2, x));
    }
    """#),
  PreludePiece(
    "theano_mod_f64", needs: ["theano_inline"],
    #"""
    // x less the multiple of y that leaves the remainder the sign of y, as Python's %.
    THEANO_INLINE double theano_mod_f64(double x, double y) {
      double rest = __builtin_fmod(x, y);
      return rest != 0.0 && (rest < 0.0) != (y < 0.0) ? rest + y : rest;
    }
    """#),
  PreludePiece(
    "theano_mod_f32", needs: ["theano_inline"],
    #"""
    // x less the multiple of y that leaves the remainder the sign of y, as Python's %; rounded once.
    THEANO_INLINE float theano_mod_f32(float x, float y) {
      float rest = __builtin_fmodf(x, y);
      return rest != 0.0f && (rest < 0.0f) != (y < 0.0f) ? rest + y : rest;
    }
    """#),
  PreludePiece(
    "theano_floor_divide_f64", needs: ["theano_inline"],
    #"""
    // The largest integer up to x / y.
    THEANO_INLINE double theano_floor_divide_f64(double x, double y) { return __builtin_floor(x / y); }
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
