/// The regularised incomplete gamma functions, one call for each element; the algorithms are those
/// of the reference evaluator.
let incompleteGammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_poisson_density", needs: ["theano_inline"],
    #"""
    // m - log(1 + m).
    static double theano_excess_over_log(double m) {
      if (__builtin_fabs(m) > 0.1) return m - __builtin_log1p(m);
      double sum = 0.0, power = m * m;
      for (double n = 2.0; n < 40.0; n += 1.0) {
        if (__builtin_fabs(power) <= __builtin_fabs(sum) * 1e-18) break;
        sum += power / n;
        power *= -m;
      }
      return sum;
    }

    // x^k e^-x / Γ(k + 1), without the cancellation of large logarithms: Loader, "Fast and accurate
    // computation of binomial probabilities" (2000).
    static double theano_poisson_density(double k, double x) {
      if (k < 10.0) return __builtin_pow(x, k) * __builtin_exp(-x) / __builtin_tgamma(k + 1.0);
      // How much log Γ(k + 1) exceeds Stirling's formula, DLMF 5.11.1.
      double z = 1.0 / (k * k);
      double error = 1.0 / 156;
      error = error * z - 691.0 / 360360;
      error = error * z + 1.0 / 1188;
      error = error * z - 1.0 / 1680;
      error = error * z + 1.0 / 1260;
      error = error * z - 1.0 / 360;
      error = (error * z + 1.0 / 12) / k;
      double deviance = k * theano_excess_over_log((x - k) / k);
      return __builtin_exp(-error - deviance) / __builtin_sqrt(6.283185307179586 * k);
    }
    """#),
  PreludePiece(
    "theano_incomplete_gamma", needs: ["theano_poisson_density"],
    #"""
    // Γ(k, x) x^-k e^x: the continued fraction DLMF 8.9.2, by the modified Lentz method.
    static double theano_upper_fraction(double k, double x) {
      double tiny = 1e-300, b = x + 1.0 - k, c = 1.0 / tiny, d = 1.0 / b, result = d;
      for (int i = 1; i <= 1000000; i++) {
        double a = -(double)i * ((double)i - k);
        b += 2.0;
        d = a * d + b;
        if (__builtin_fabs(d) < tiny) d = tiny;
        c = b + a / c;
        if (__builtin_fabs(c) < tiny) c = tiny;
        d = 1.0 / d;
        result *= d * c;
        if (__builtin_fabs(d * c - 1.0) < 1e-16) break;
      }
      return result;
    }

    // The regularised incomplete gamma functions: the lower as the result, and the upper.
    static double theano_incomplete_gamma(double k, double x, double *upper) {
      double infinity = __builtin_inf();
      if (!(k >= 0.0 && x >= 0.0) || (k == 0.0 && x == 0.0) || (k == infinity && x == infinity))
        return *upper = __builtin_nan("");
      if (x == 0.0 || k == infinity) {
        *upper = 1.0;
        return 0.0;
      }
      if (k == 0.0 || x == infinity) {
        *upper = 0.0;
        return 1.0;
      }
      if (k > 1e7) {
        // The uniform expansion DLMF 8.12.3 up to its first term.
        double m = (x - k) / k;
        double half = theano_excess_over_log(m);
        double eta = __builtin_copysign(__builtin_sqrt(2.0 * half), m);
        double near = ((eta / 864.0 - 2.0 / 135) * eta + 1.0 / 12) * eta - 1.0 / 3;
        double first = __builtin_fabs(eta) < 0.01 ? near : 1.0 / m - 1.0 / eta;
        double rest = __builtin_exp(-k * half) / __builtin_sqrt(6.283185307179586 * k) * first;
        double argument = eta * __builtin_sqrt(k / 2.0);
        *upper = __builtin_erfc(argument) / 2.0 + rest;
        return __builtin_erfc(-argument) / 2.0 - rest;
      }
      double scale = theano_poisson_density(k, x);
      if (x < k + 1.0) {
        // DLMF 8.11.4.
        double sum = 1.0, term = 1.0;
        for (double n = k; term > sum * 1e-17;) {
          n += 1.0;
          term *= x / n;
          sum += term;
        }
        double lower = scale * sum < 1.0 ? scale * sum : 1.0;
        *upper = 1.0 - lower;
        return lower;
      }
      double value = scale * k * theano_upper_fraction(k, x);
      *upper = value < 1.0 ? value : 1.0;
      return 1.0 - *upper;
    }
    """#),
  PreludePiece(
    "theano_gammainc_f64", needs: ["theano_incomplete_gamma"],
    #"""
    // The regularised lower incomplete gamma function P(k, x).
    THEANO_INLINE double theano_gammainc_f64(double k, double x) {
      double upper;
      return theano_incomplete_gamma(k, x, &upper);
    }
    """#),
  PreludePiece(
    "theano_gammainc_f32", needs: ["theano_gammainc_f64"],
    #"""
    // The regularised lower incomplete gamma function P(k, x).
    THEANO_INLINE float theano_gammainc_f32(float k, float x) {
      return (float)theano_gammainc_f64(k, x);
    }
    """#),
  PreludePiece(
    "theano_gammaincc_f64", needs: ["theano_incomplete_gamma"],
    #"""
    // The regularised upper incomplete gamma function Q(k, x).
    THEANO_INLINE double theano_gammaincc_f64(double k, double x) {
      double upper;
      theano_incomplete_gamma(k, x, &upper);
      return upper;
    }
    """#),
  PreludePiece(
    "theano_gammaincc_f32", needs: ["theano_gammaincc_f64"],
    #"""
    // The regularised upper incomplete gamma function Q(k, x).
    THEANO_INLINE float theano_gammaincc_f32(float k, float x) {
      return (float)theano_gammaincc_f64(k, x);
    }
    """#),
  PreludePiece(
    "theano_gammainc_der_f64", needs: ["theano_gammainc_f64", "theano_digamma_f64"],
    #"""
    // The derivative of P(k, x) by k: the series DLMF 8.7.1 term by term, a difference quotient
    // beyond 10^7.
    static double theano_gammainc_der_f64(double k, double x) {
      double infinity = __builtin_inf();
      if (!(k > 0.0 && x >= 0.0)) return __builtin_nan("");
      if (k == infinity || x == infinity) return 0.0;
      if (x == 0.0 || x > k + 800.0 + 40.0 * __builtin_sqrt(k)) return 0.0;
      if (k > 1e7) {
        double step = 1e-4 * __builtin_sqrt(k);
        return (theano_gammainc_f64(k + step, x) - theano_gammainc_f64(k - step, x)) / (2.0 * step);
      }
      double logarithm = __builtin_log(x), term = theano_poisson_density(k, x);
      double psi = theano_digamma_f64(k + 1.0), sum = 0.0, n = k;
      while (n < x || term * __builtin_fabs(psi - logarithm) > __builtin_fabs(sum) * 1e-17) {
        sum += term * (logarithm - psi);
        n += 1.0;
        term *= x / n;
        psi += 1.0 / n;
      }
      return sum;
    }
    """#),
  PreludePiece(
    "theano_gammainc_der_f32", needs: ["theano_gammainc_der_f64"],
    #"""
    // The derivative of P(k, x) by k.
    THEANO_INLINE float theano_gammainc_der_f32(float k, float x) {
      return (float)theano_gammainc_der_f64(k, x);
    }
    """#),
]
