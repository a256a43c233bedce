/// The gamma function, one call for each element.
///
/// Γ and log Γ are polynomials near 1 and 2; recurrence brings other small arguments there, and Stirling's
/// formula, DLMF 5.11.1, gives log Γ of large ones. What is added or multiplied has two parts each, so
/// that little but the result is rounded.
let gammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_gamma_near_two", needs: ["theano_inline"],
    #"""
    // Γ(2 + t) for |t| ≤ ½ as the result and `low`.
    static double theano_gamma_near_two(double t, double *low) {
      double z = t * t;
      double q = 2.6544167785732037e-06;
      q = q * z + (-5.136351122636222e-06 * t + 7.186027131698006e-06);
      q = q * z + (-1.4552705432349097e-05 * t + 3.058954698025149e-05);
      q = q * z + (-6.0978303957040904e-05 * t + 0.00012164857392099687);
      q = q * z + (-0.0002409121681832237 * t + 0.0004903913089340493);
      q = q * z + (-0.0009195765630351108 * t + 0.002103933147146618);
      q = q * z + (-0.0028526456777002262 * t + 0.011154045725422626);
      q = q * z + (-0.0002669820725413511 * t + 0.07424901075338394);
      q = q * z + (0.0815769192471231 * t + 0.4118403304264404);
      double p = t * (0.42278433509846713 + t * q);
      double sum = 1.0 + p;
      *low = p - (sum - 1.0);
      return sum;
    }

    // x (x + 1) … (x + count - 1) as the result and `low`.
    static double theano_rising_product(double x, double count, double *low) {
      double product = 1.0, rest = 0.0;
      for (double k = 0.0; k < count; k += 1.0) {
        double factor = x + k, factor_low = x - (factor - k);
        double next = product * factor;
        double lost = __builtin_fma(product, factor, -next);
        rest = lost + (product * factor_low + rest * factor);
        product = next;
      }
      *low = rest;
      return product;
    }
    """#),
  PreludePiece(
    "theano_log_gamma_far", needs: ["theano_log_pair_f64"],
    #"""
    // log Γ(x) for x from 12 on as the result and `low`: Stirling's formula as (x - ½) (log x - 1) and
    // what is small beside it.
    static double theano_log_gamma_far(double x, double *low) {
      double log_low, factor = theano_log_pair_f64(x, &log_low) - 1.0;
      double m = x - 0.5, m_low = (x - m) - 0.5;
      double z = 1.0 / (x * x);
      double q = 0.005751164036029028;
      q = q * z - 0.0019114117705862005;
      q = q * z + 0.0008417222953975785;
      q = q * z - 0.0005952380264432434;
      q = q * z + 0.0007936507935716363;
      q = q * z - 0.0027777777777777436;
      q = q * z + 0.08333333333333333;
      double product = m * factor;
      double lost = __builtin_fma(m, factor, -product);
      double rest = (lost + (m * log_low + m_low * factor)) + (0.4189385332046727 + q / x);
      double sum = product + rest;
      *low = rest - (sum - product);
      return sum;
    }
    """#),
  PreludePiece(
    "theano_sine_of_turn", needs: ["theano_tan_near_f64"],
    #"""
    // |sin πt| for |t| ≤ ½ as the result and `low`.
    static double theano_sine_of_turn(double t, double *low) {
      double a = __builtin_fabs(t);
      int far = a > 0.25;
      a = far ? 0.5 - a : a;
      double r = a * 3.141592653589793;
      double r_low = __builtin_fma(a, 3.141592653589793, -r) + a * 1.2246467991473532e-16;
      double half = 0.5 * r * r;
      double half_low = __builtin_fma(0.5 * r, r, -half) + r * r_low;
      double cosine = 1.0 - half;
      double tail = ((1.0 - cosine) - half) + (theano_cos_tail_f64(r) - half_low);
      double first = cosine;
      if (!far) {
        tail = theano_sin_tail_f64(r) + r_low * cosine;
        first = r;
      }
      double sum = first + tail;
      *low = tail - (sum - first);
      return sum;
    }
    """#),
  PreludePiece(
    "theano_tgamma_f64",
    needs: [
      "theano_gamma_near_two", "theano_log_gamma_far", "theano_sine_of_turn", "theano_exp_part_f64",
      "theano_divide_f64",
    ],
    #"""
    // Γ(x), at most 1.5 ulp; not a number at the negative integers.
    static double theano_tgamma_f64(double x) {
      double a = __builtin_fabs(x), n = __builtin_rint(x), t = x - n;
      if (a < 0x1p-60) return 1.0 / x;
      if (x < 0.0 && t == 0.0) return __builtin_nan("");
      double low, exponent;
      if (a < 12.0) {
        double g_low, g = theano_gamma_near_two(t, &g_low);
        double p = theano_rising_product(n > 2.0 ? 2.0 + t : x, __builtin_fabs(n - 2.0), &low);
        if (n < 2.0) return theano_divide_f64(g, g_low, p, low);
        double result = g * p;
        return result + (__builtin_fma(g, p, -result) + (g * low + g_low * p));
      }
      if (!(x < 172.0)) return x * __builtin_inf();
      double log_low, logarithm = theano_log_gamma_far(a < 190.0 ? a : 190.0, &log_low);
      if (x > 0.0) {
        double p = theano_exp_part_f64(logarithm, log_low, &exponent, &low);
        return theano_scale_f64(p + low, exponent);
      }
      // Reflection: π / (x sin πx Γ(x)) at -x; Γ(-190) is too small for a float.
      double p = theano_exp_part_f64(-logarithm, -log_low, &exponent, &low);
      double sine_low, sine = theano_sine_of_turn(t, &sine_low);
      double above = p * 3.141592653589793;
      double above_low = __builtin_fma(p, 3.141592653589793, -above);
      above_low += p * 1.2246467991473532e-16 + low * 3.141592653589793;
      double below = a * sine;
      double below_low = __builtin_fma(a, sine, -below) + a * sine_low;
      double result = theano_divide_f64(above, above_low, below, below_low);
      double half = 0.5 * __builtin_floor(x);
      return theano_scale_f64(__builtin_rint(half) == half ? result : -result, exponent);
    }
    """#),
  PreludePiece(
    "theano_tgamma_f32", needs: ["theano_tgamma_f64"],
    #"""
    // Γ(x), rounded almost always as the exact result.
    THEANO_INLINE float theano_tgamma_f32(float x) { return (float)theano_tgamma_f64(x); }
    """#),
]
