/// sinh, cosh, asinh, acosh and atanh.
///
/// The inverse functions are logarithms of 1 + y, where what the rounding of y and 1 + y loses is
/// added to the logarithm's argument. Most float32 functions compute in float64.
let hyperbolicMaths: [PreludePiece] = [
  PreludePiece(
    "theano_sinh_f32", needs: ["theano_exp_wide"],
    #"""
    // sinh x, rounded almost always as the exact result.
    THEANO_INLINE float theano_sinh_f32(float x) {
      double a = __builtin_fabs((double)x);
      a = a > 100.0 ? 100.0 : a;
      double e = theano_exp_wide(a);
      double z = a * a;
      double q = 2.817382864689526e-06;
      q = q * z + 0.0001983608062133618;
      q = q * z + 0.00833335048774124;
      q = q * z + 0.16666666491236884;
      double result = a < 1.0 ? a + a * z * q : 0.5 * (e - 1.0 / e);
      return (float)__builtin_copysign(result, (double)x);
    }
    """#),
  PreludePiece(
    "theano_cosh_f32", needs: ["theano_exp_wide"],
    #"""
    // cosh x, rounded almost always as the exact result.
    THEANO_INLINE float theano_cosh_f32(float x) {
      double a = __builtin_fabs((double)x);
      a = a > 100.0 ? 100.0 : a;
      double e = theano_exp_wide(a);
      return (float)(0.5 * (e + 1.0 / e));
    }
    """#),
  PreludePiece(
    "theano_sinh_f64", needs: ["theano_expm1_part_f64"],
    #"""
    // sinh x = (d + d / (d + 1)) / 2 for d = e^x - 1; at most 2 ulp.
    THEANO_INLINE double theano_sinh_f64(double x) {
      double a = __builtin_fabs(x);
      double y = a > 710.5 ? 710.5 : a;
      double shifted, low;
      double p = theano_expm1_part_f64(y, &shifted, &low);
      // A quarter of 2^n, as 2^1024 is no float.
      double quarter = theano_power_of_2_f64(shifted - 2.0);
      double d = quarter * p + (quarter - 0.25);
      double d_low = (quarter * p - (d - (quarter - 0.25))) + quarter * low;
      double result = 2.0 * (d + (d / (4.0 * d + 1.0) + d_low));
      return __builtin_copysign(a < 0x1p-28 ? a : result, x);
    }
    """#),
  PreludePiece(
    "theano_cosh_f64", needs: ["theano_exp_part_f64"],
    #"""
    // cosh x, at most 1.5 ulp.
    THEANO_INLINE double theano_cosh_f64(double x) {
      double y = __builtin_fabs(x);
      y = y > 710.5 ? 710.5 : y;
      double n, low;
      double p = theano_exp_part_f64(y, 0.0, &n, &low);
      // A quarter of e^x, as e^x may overflow.
      double quarter = theano_power_of_2_f64(n + (THEANO_ROUND_F64 - 2.0));
      double e = p * quarter;
      return 2.0 * (e + (0.0625 / e + low * quarter));
    }
    """#),
  PreludePiece(
    "theano_asinh_f64", needs: ["theano_log1p_f64"],
    #"""
    // asinh x = log(x + √(x² + 1)), at most 2 ulp.
    THEANO_INLINE double theano_asinh_f64(double x) {
      double a = __builtin_fabs(x);
      // Beyond, log 2x.
      int large = a > 0x1p28;
      double q = a * a / (1.0 + __builtin_sqrt(a * a + 1.0));
      double y = a + q;
      double u = 1.0 + y;
      double c = (y - (u - 1.0)) + ((a - y) + q);
      double result = theano_log_corrected_f64(large ? a : u, large ? 0.0 : c);
      result = large ? result + 0.6931471805599453 : result;
      result = a < __builtin_inf() ? result : a;
      return __builtin_copysign(result, x);
    }
    """#),
  PreludePiece(
    "theano_asinh_f32", needs: ["theano_asinh_f64"],
    #"""
    // asinh x = log(x + √(x² + 1)), rounded almost always as the exact result.
    THEANO_INLINE float theano_asinh_f32(float x) { return (float)theano_asinh_f64(x); }
    """#),
  PreludePiece(
    "theano_acosh_f64", needs: ["theano_log1p_f64"],
    #"""
    // acosh x = log(x + √(x² - 1)), at most 2 ulp.
    THEANO_INLINE double theano_acosh_f64(double x) {
      int large = x > 0x1p28;
      double t = x - 1.0;
      double square = __builtin_fma(t, t, 2.0 * t);
      double root = __builtin_sqrt(square);
      double rest = __builtin_fma(-root, root, square) / (2.0 * root + 0x1p-1000);
      double y = root + t;
      double u = 1.0 + y;
      double c = (y - (u - 1.0)) + (((root - y) + t) + rest);
      double result = theano_log_corrected_f64(large ? x : u, large ? 0.0 : c);
      result = large ? result + 0.6931471805599453 : result;
      result = x < __builtin_inf() ? result : x;
      return x < 1.0 ? __builtin_nan("") : result;
    }
    """#),
  PreludePiece(
    "theano_acosh_f32", needs: ["theano_acosh_f64"],
    #"""
    // acosh x = log(x + √(x² - 1)), rounded almost always as the exact result.
    THEANO_INLINE float theano_acosh_f32(float x) { return (float)theano_acosh_f64(x); }
    """#),
  PreludePiece(
    "theano_atanh_f64", needs: ["theano_log1p_f64"],
    #"""
    // atanh x = log(1 + 2x / (1 - x)) / 2, at most 2 ulp.
    THEANO_INLINE double theano_atanh_f64(double x) {
      double a = __builtin_fabs(x);
      double below = 1.0 - a;
      double inverse = 1.0 / below;
      double q = 2.0 * a * inverse;
      double rest = __builtin_fma(-q, below, 2.0 * a) - q * ((1.0 - below) - a);
      double u = 1.0 + q;
      double c = (q - (u - 1.0)) + rest * inverse;
      double result = 0.5 * theano_log_corrected_f64(u, c);
      result = a < 1.0 ? result : __builtin_nan("");
      result = a == 1.0 ? __builtin_inf() : result;
      return __builtin_copysign(a < 0x1p-28 ? a : result, x);
    }
    """#),
  PreludePiece(
    "theano_atanh_f32", needs: ["theano_atanh_f64"],
    #"""
    // atanh x = log(1 + 2x / (1 - x)) / 2, rounded almost always as the exact result.
    THEANO_INLINE float theano_atanh_f32(float x) { return (float)theano_atanh_f64(x); }
    """#),
]
