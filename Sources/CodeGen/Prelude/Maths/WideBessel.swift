/// Bessel functions for float32: the algorithms of the reference evaluator, accurate enough for
/// that, and cheaper than those of `besselMaths`.
///
/// Where they oscillate they are right to a unit in the last place of the size of the oscillation.
let wideBesselMaths: [PreludePiece] = [
  PreludePiece(
    "theano_is_odd", needs: ["theano_inline"],
    #"""
    // Whether x is an odd integer.
    THEANO_INLINE int theano_is_odd(double x) {
      return __builtin_rint(x) == x && __builtin_rint(0.5 * x) != 0.5 * x;
    }
    """#),
  PreludePiece(
    "theano_bessel_turned", needs: ["theano_is_odd"],
    #"""
    // Makes x and whole orders positive for J (`sign` -1) or I (`sign` 1), DLMF 10.4.1, 10.11.1,
    // 10.27.1 and 10.34.1. Returns the sign that the function then has; none where there is no value,
    // for negative x unless the order is an integer.
    THEANO_INLINE double theano_bessel_turned(double *order, double *x, double sign) {
      int whole = *order == __builtin_rint(*order), odd = theano_is_odd(*order);
      double result = 1.0;
      if (*x < 0.0) {
        if (!whole) return __builtin_nan("");
        if (odd) result = -1.0;
        *x = -*x;
      }
      if (whole && *order < 0.0) {
        if (odd) result *= sign;
        *order = -*order;
      }
      return *x == *x ? result : *x;
    }
    """#),
  PreludePiece(
    "theano_bessel_series_wide",
    #"""
    // The C library's logarithm of Γ that writes no global variable.
    double lgamma_r(double x, int *sign);

    // The power series of J (`sign` -1) or I (`sign` 1), DLMF 10.2.2 and 10.25.2.
    static double theano_bessel_series_wide(double order, double x, double sign) {
      double quarter = sign * x * x / 4.0, sum = 1.0, term = 1.0, k = 0.0, log_scale = 0.0;
      do {
        k += 1.0;
        term *= quarter / (k * (order + k));
        sum += term;
        if (sum > 1e250) {
          log_scale += 575.6462732485114;
          term *= 1e-250;
          sum *= 1e-250;
        }
      } while (__builtin_fabs(term) > __builtin_fabs(sum) * 1e-17 || k < -order);
      if (__builtin_fabs(order) < 150.0 && log_scale == 0.0)
        return sum * (__builtin_pow(x / 2.0, order) / __builtin_tgamma(order + 1.0));
      int sign_of_gamma = 1;
      double logarithm = order * __builtin_log(x / 2.0) - lgamma_r(order + 1.0, &sign_of_gamma);
      logarithm += log_scale;
      return sum * __builtin_exp(logarithm) * sign_of_gamma;
    }
    """#),
  PreludePiece(
    "theano_jv_wide", needs: ["theano_bessel_turned", "theano_bessel_series_wide"],
    #"""
    // Hankel's expansion, DLMF 10.17.3, for x from 30 on and small orders.
    static double theano_hankel_wide(double order, double x) {
      double even = 1.0, odd = 0.0, term = 1.0;
      for (int k = 1; k <= 60; k++) {
        double step = 2 * k - 1;
        term *= (4.0 * order * order - step * step) / (8.0 * x * k);
        if (k % 4 == 0) even += term;
        if (k % 4 == 1) odd += term;
        if (k % 4 == 2) even -= term;
        if (k % 4 == 3) odd -= term;
        if (__builtin_fabs(term) < 1e-17) break;
      }
      // cos(x - φ) and sin(x - φ) without subtracting from a large x.
      double phase = (order / 2.0 + 0.25) * 3.141592653589793;
      double sine_x = __builtin_sin(x), cosine_x = __builtin_cos(x);
      double sine_p = __builtin_sin(phase), cosine_p = __builtin_cos(phase);
      double cosine = cosine_x * cosine_p + sine_x * sine_p;
      double sine = sine_x * cosine_p - cosine_x * sine_p;
      return __builtin_sqrt(2.0 / (3.141592653589793 * x)) * (cosine * even - sine * odd);
    }

    // Backward recurrence from far above, after Miller: J at `order`, `base` and `base + 1` but for
    // a common factor, and, below x = 30, the sum that Neumann's series makes of them.
    static double theano_miller_wide(double order, double base, double x, double *values) {
      double top = order > x ? order : x;
      int count = (int)((top + 20.0 * __builtin_cbrt(top) + 20.0) / 2.0) + 1;
      double weights[512];
      int with_sum = x < 30.0 && count < 512;
      double ratio = __builtin_tgamma(base + 1.0);
      weights[0] = ratio;
      for (int k = 1; with_sum && k <= count; k++) {
        // Γ(base + k) / k!
        if (k > 1) ratio *= (base + k - 1.0) / k;
        weights[k] = (base + 2.0 * k) * ratio;
      }
      double current = 1e-250, above = 0.0, sum = 0.0;
      values[0] = values[1] = values[2] = 0.0;
      int last = (int)__builtin_rint(order - base);
      for (int m = 2 * count;; m--) {
        if (m == last) values[0] = current;
        if (m == 0) values[1] = current;
        if (m == 1) values[2] = current;
        if (with_sum && m >= 0 && m % 2 == 0) sum += weights[m / 2] * current;
        if (m <= (last < 0 ? last : 0)) break;
        double below = 2.0 * (base + m) / x * current - above;
        above = current;
        current = below;
        if (__builtin_fabs(current) > 1e250) {
          current *= 1e-250;
          above *= 1e-250;
          sum *= 1e-250;
          for (int i = 0; i < 3; i++) values[i] *= 1e-250;
        }
      }
      return sum;
    }

    // The Bessel function of the first kind of real order up to 10^6 in size; not a number for
    // negative x unless the order is an integer.
    static double theano_jv_wide(double order, double x) {
      double sign = theano_bessel_turned(&order, &x, -1.0);
      if (!(__builtin_fabs(order) <= 1e6) || sign != sign) return __builtin_nan("");
      if (x == __builtin_inf()) return 0.0;
      if (x < 2.0 || x * x < 4.0 * (order + 1.0))
        return sign * theano_bessel_series_wide(order, x, -1.0);
      double base = order - __builtin_floor(order);
      double values[3];
      if (x < 30.0) {
        double sum = theano_miller_wide(order, base, x, values);
        return sign * (values[0] * __builtin_pow(x / 2.0, base) / sum);
      }
      double first = theano_hankel_wide(base, x), second = theano_hankel_wide(base + 1.0, x);
      if (order > x) {
        theano_miller_wide(order, base, x, values);
        int large = __builtin_fabs(first) > __builtin_fabs(second);
        return sign * values[0] * (large ? first / values[1] : second / values[2]);
      }
      double at = base, next;
      for (; at < order - 0.5; at += 1.0) {
        next = 2.0 * (at + 1.0) / x * second - first;
        first = second;
        second = next;
      }
      for (; at > order + 0.5; at -= 1.0) {
        next = 2.0 * at / x * first - second;
        second = first;
        first = next;
      }
      return sign * first;
    }
    """#),
  PreludePiece(
    "theano_jv_f32", needs: ["theano_jv_wide"],
    #"""
    // The Bessel function of the first kind of real order k.
    THEANO_INLINE float theano_jv_f32(float k, float x) { return (float)theano_jv_wide(k, x); }
    """#),
  PreludePiece(
    "theano_debye_terms", needs: ["theano_inline"],
    #"""
    // The terms of Debye's expansion for large orders after the first, DLMF 10.41.3 and 10.41.10.
    THEANO_INLINE double theano_debye_terms(double order, double p) {
      double q = p * p;
      double first = p * (3.0 - 5.0 * q) / 24.0;
      double second = q * (81.0 + q * (-462.0 + 385.0 * q)) / 1152.0;
      double third = 30375.0 + q * (-369603.0 + q * (765765.0 - 425425.0 * q));
      third = p * q * third / 414720.0;
      return (first + (second + third / order) / order) / order;
    }
    """#),
  PreludePiece(
    "theano_iv_wide",
    needs: ["theano_bessel_turned", "theano_bessel_series_wide", "theano_debye_terms"],
    #"""
    // The modified Bessel function of the first kind of real order; not a number for negative x
    // unless the order is an integer.
    static double theano_iv_wide(double order, double x) {
      double sign = theano_bessel_turned(&order, &x, 1.0);
      if (!(__builtin_fabs(order) < __builtin_inf()) || sign != sign) return __builtin_nan("");
      if (order < -1000.0) return __builtin_nan("");
      if (x == __builtin_inf()) return sign * x;
      if (order > 1000.0) {
        if (x == 0.0) return 0.0;
        // Debye's expansion, DLMF 10.41.3.
        double z = x / order, root = __builtin_hypot(1.0, z);
        double eta = root + __builtin_log(z / (1.0 + root));
        double sum = 1.0 + theano_debye_terms(order, 1.0 / root);
        double scale = __builtin_sqrt(6.283185307179586 * order * root);
        return sign * (__builtin_exp(order * eta) / scale * sum);
      }
      if (x > 2000.0) return sign * __builtin_inf();
      if (!(x > 30.0 && x > order * order / 2.0))
        return sign * theano_bessel_series_wide(order, x, 1.0);
      // The expansion for large arguments, DLMF 10.40.1.
      double sum = 1.0, term = 1.0;
      for (int k = 1; k <= 60 && __builtin_fabs(term) > 1e-17; k++) {
        double step = 2 * k - 1;
        term *= -(4.0 * order * order - step * step) / (8.0 * x * k);
        sum += term;
      }
      // In two factors, as the exponential alone overflows earlier than the result.
      double half = __builtin_exp(x / 2.0);
      return sign * (half * (half / __builtin_sqrt(6.283185307179586 * x)) * sum);
    }
    """#),
  PreludePiece(
    "theano_iv_f32", needs: ["theano_iv_wide"],
    #"""
    // The modified Bessel function of the first kind of real order k.
    THEANO_INLINE float theano_iv_f32(float k, float x) { return (float)theano_iv_wide(k, x); }
    """#),
  PreludePiece(
    "theano_i0_f32", needs: ["theano_iv_wide"],
    #"""
    // The modified Bessel function of the first kind of order 0.
    THEANO_INLINE float theano_i0_f32(float x) { return (float)theano_iv_wide(0.0, x); }
    """#),
  PreludePiece(
    "theano_i1_f32", needs: ["theano_iv_wide"],
    #"""
    // The modified Bessel function of the first kind of order 1.
    THEANO_INLINE float theano_i1_f32(float x) { return (float)theano_iv_wide(1.0, x); }
    """#),
]
