/// The inverses of erf and erfc.
///
/// A polynomial of w = -log(1 - x²), or of √w, has enough digits for float32. One step of Chebyshev's method,
/// which is Newton's with the next term of its series, makes them enough for float64: with what
/// erf or e^(y²) erfc give for them but for the last digits of that, which have a number of their own.
let inverseErrorFunctionMaths: [PreludePiece] = [
  PreludePiece(
    "theano_erfinv_start", needs: ["theano_log_wide"],
    #"""
    // y of erf y = a for w = -log(1 - a²) below 37.5, with a relative error below 2^-26.
    THEANO_INLINE double theano_erfinv_start(double a, double w) {
      double p = 3.091445974770234e-11;
      p = p * w - 3.506462194334915e-10;
      p = p * w - 1.0993441139486629e-08;
      p = p * w + 2.8179069408093057e-07;
      p = p * w - 2.4366348137614865e-06;
      p = p * w + 5.816881442715168e-06;
      p = p * w + 4.028001212401088e-05;
      p = p * w - 0.00012154267384996568;
      p = p * w - 0.002338961403269407;
      p = p * w + 0.011550506466414586;
      p = p * w + 0.2320135311808597;
      p = p * w + 0.8862269280112604;
      double u = __builtin_sqrt(w) - 4.0;
      double q = -1.5740849637844577e-07;
      q = q * u + 7.038770520089847e-07;
      q = q * u - 7.016151392845266e-09;
      q = q * u - 5.881756449410472e-06;
      q = q * u + 2.2971706722250573e-05;
      q = q * u - 8.287231575164333e-05;
      q = q * u + 0.0002936586114681921;
      q = q * u - 0.0008547966724788359;
      q = q * u + 0.001254140837463575;
      q = q * u + 1.0094950481701326;
      q = q * u + 3.8397835542837138;
      return w < 6.0 ? a * p : q;
    }

    // y of erfc y = t for t from 0 to 1, a = 1 - t, likewise.
    THEANO_INLINE double theano_erfcinv_start(double t, double a) {
      int small = t < 0x1p-900;
      double w = small ? 69.31471805599453 : 0.0;
      w -= theano_log_wide((small ? t * 0x1p100 : t) * (1.0 + a));
      double root = __builtin_sqrt(w);
      double v = 1.0 / root;
      double p = -5326.804190917109;
      p = p * v + 5006.175166311173;
      p = p * v - 2085.713623774186;
      p = p * v + 513.8058839217435;
      p = p * v - 86.19550594292268;
      p = p * v + 11.912411787291072;
      p = p * v - 1.663425454559186;
      p = p * v - 0.011534524459086235;
      p = p * v + 1.0000560632483024;
      double near = theano_erfinv_start(a, w);
      return w < 37.0 ? near : root * p;
    }

    // What the inverses for a ≥ 0 and t = 1 - a are at the ends of their range and beyond.
    THEANO_INLINE double theano_erfinv_special(double t, double result) {
      return t > 0.0 ? result : t == 0.0 ? __builtin_inf() : __builtin_nan("");
    }
    """#),
  PreludePiece(
    "theano_erfinv_refined",
    needs: [
      "theano_erf_part_f64", "theano_erfcx_part_f64", "theano_exp_part_f64", "theano_divide_f64",
    ],
    #"""
    // y of erf y = a + rest, erfc y = t, from one with half of the digits.
    THEANO_INLINE double theano_erfinv_refined(double y, double a, double rest, double t) {
      double n, low, s_low, h_low;
      double square = y * y;
      double p = theano_exp_part_f64(square, __builtin_fma(y, y, -square), &n, &low);
      // By how much erf is too small, times e^(y²).
      double s = theano_erf_part_f64(y > 1.0 ? 1.0 : y, &s_low);
      double near = theano_scale_f64(p, n) * (((a - s) - s_low) + rest);
      // By how much erfc is too large, likewise.
      double h = theano_erfcx_part_f64(y, &h_low);
      double below = y + 0.5;
      double scaled = theano_scale_f64(t, n);
      double far = theano_divide_f64(h, h_low, below, y - (below - 0.5));
      far -= scaled * p + scaled * low;
      double step = 0.886226925452758 * (a < 0.75 ? near : far);
      return y + (step + y * step * step);
    }
    """#),
  PreludePiece(
    "theano_erfinv_f64", needs: ["theano_erfinv_start", "theano_erfinv_refined"],
    #"""
    // The inverse of erf, at most 1.7 ulp; infinite at ±1, not a number beyond.
    THEANO_INLINE double theano_erfinv_f64(double x) {
      double a = __builtin_fabs(x);
      double t = 1.0 - a;
      double y = theano_erfinv_start(a, -theano_log_wide(t * (1.0 + a)));
      y = theano_erfinv_refined(y, a, 0.0, t);
      return __builtin_copysign(theano_erfinv_special(t, y), x);
    }
    """#),
  PreludePiece(
    "theano_erfcinv_f64", needs: ["theano_erfinv_start", "theano_erfinv_refined"],
    #"""
    // The inverse of erfc, at most 1.7 ulp; infinite at 0 and 2, not a number beyond.
    THEANO_INLINE double theano_erfcinv_f64(double x) {
      double t = x < 1.0 ? x : 2.0 - x;
      double a = 1.0 - t;
      double y = theano_erfinv_refined(theano_erfcinv_start(t, a), a, (1.0 - a) - t, t);
      y = theano_erfinv_special(t, y);
      return x > 1.0 ? -y : y;
    }
    """#),
  PreludePiece(
    "theano_erfinv_f32", needs: ["theano_erfinv_start"],
    #"""
    // The inverse of erf, rounded mostly as the exact result.
    THEANO_INLINE float theano_erfinv_f32(float x) {
      double a = __builtin_fabs((double)x);
      double y = theano_erfinv_start(a, -theano_log_wide((1.0 - a) * (1.0 + a)));
      return (float)__builtin_copysign(theano_erfinv_special(1.0 - a, y), (double)x);
    }
    """#),
  PreludePiece(
    "theano_erfcinv_f32", needs: ["theano_erfinv_start"],
    #"""
    // The inverse of erfc, rounded mostly as the exact result.
    THEANO_INLINE float theano_erfcinv_f32(float x) {
      double t = x < 1.0f ? (double)x : 2.0 - (double)x;
      double y = theano_erfinv_special(t, theano_erfcinv_start(t, 1.0 - t));
      return (float)(x > 1.0f ? -y : y);
    }
    """#),
]
