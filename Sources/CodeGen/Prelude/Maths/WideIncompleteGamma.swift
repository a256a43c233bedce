/// The regularised incomplete gamma functions for float32.
///
/// The algorithms are those of the reference evaluator: accurate enough for a float32, and cheaper
/// than `incompleteGammaMaths`.
let wideIncompleteGammaMaths: [PreludePiece] = [
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
      // Far below k nothing cancels, and 1 + (x - k) / k loses digits.
      double m = (x - k) / k;
      double deviance =
        k * (m < -0.5 ? m - __builtin_log(x / k) : theano_excess_over_log(m));
      return __builtin_exp(-error - deviance) / __builtin_sqrt(6.283185307179586 * k);
    }
    """#),
  PreludePiece(
    "theano_incomplete_gamma_wide", needs: ["theano_poisson_density"],
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
    static double theano_incomplete_gamma_wide(double k, double x, double *upper) {
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
      if (x > k + 800.0 + 40.0 * __builtin_sqrt(k)) {
        *upper = 0.0;
        return 1.0;
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
    "theano_gammainc_f32", needs: ["theano_incomplete_gamma_wide"],
    #"""
    // The regularised lower incomplete gamma function P(k, x), rounded almost always as the exact
    // result.
    static float theano_gammainc_f32(float k, float x) {
      double upper;
      return (float)theano_incomplete_gamma_wide(k, x, &upper);
    }
    """#),
  PreludePiece(
    "theano_gammaincc_f32",
    needs: ["theano_incomplete_gamma_wide", "theano_small_order_upper_gamma"],
    #"""
    // The regularised upper incomplete gamma function Q(k, x), rounded almost always as the exact
    // result.
    static float theano_gammaincc_f32(float k, float x) {
      double upper;
      if (k > 0.0f && k < 1e-6f && x > 0.0f && x < 1.5f)
        return (float)theano_small_order_upper_gamma(k, x);
      theano_incomplete_gamma_wide(k, x, &upper);
      return (float)upper;
    }
    """#),
]
