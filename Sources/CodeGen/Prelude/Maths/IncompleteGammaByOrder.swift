/// The derivative of the lower regularised incomplete gamma function by its order, one call for
/// each element.
///
/// Its series and its continued fraction differentiated, of which the latter has terms of one sign.
let incompleteGammaByOrderMaths: [PreludePiece] = [
  PreludePiece(
    "theano_gamma_slope_series", needs: ["theano_pair"],
    #"""
    // The derivative by k of x^k e^-x / Γ(k + 1) times its series, over that power, for x up to k +
    // 1: DLMF 8.7.1 term by term; `logarithm` is that of x, and `psi` the digamma function at k +
    // 1.
    static theano_pair theano_gamma_slope_series(double k, double x, theano_pair logarithm,
                                                 theano_pair psi) {
      theano_pair term = {1.0, 0.0}, one = term;
      theano_pair difference = theano_pair_sum(logarithm, theano_pair_negative(psi));
      theano_pair sum = difference;
      double n = 0.0, size;
      do {
        n += 1.0;
        theano_pair inverse = theano_pair_ratio(one, theano_pair_of_sum(k, n));
        term = theano_pair_multiply(term, theano_pair_times(inverse, x));
        difference = theano_pair_add(difference, theano_pair_negative(inverse));
        sum = theano_pair_add(sum, theano_pair_multiply(term, difference));
        size = term.high * __builtin_fabs(difference.high);
      } while (k + n < x || size > __builtin_fabs(sum.high) * 1e-20);
      return theano_pair_of(sum.high, sum.low);
    }

    // h = Γ(k, x) x^-k e^x as in `theano_gamma_fraction`, and its derivative by k.
    static theano_pair theano_gamma_slope_fraction(double k, double x, theano_pair *slope) {
      theano_pair one = {1.0, 0.0};
      theano_pair b = theano_pair_plus(theano_pair_of_sum(x, 1.0), -k);
      theano_pair d = theano_pair_ratio(one, b), d_slope = theano_pair_product(d, d);
      theano_pair step = d, step_slope = d_slope, sum = d, sum_slope = d_slope;
      for (double i = 1.0; i <= 1e6; i += 1.0) {
        theano_pair a = theano_pair_times(theano_pair_of_sum(k, -i), i), next, next_slope;
        b = theano_pair_plus(b, 2.0);
        theano_pair part = theano_pair_product(a, d);
        theano_pair part_slope = theano_pair_product(a, d_slope);
        part_slope = theano_pair_sum(part_slope, theano_pair_times(d, i));
        next = theano_pair_ratio(one, theano_pair_sum(part, b));
        next_slope = theano_pair_plus(theano_pair_negative(part_slope), 1.0);
        next_slope = theano_pair_product(theano_pair_product(next, next), next_slope);
        // -part next, by which the step grows.
        theano_pair factor = theano_pair_negative(theano_pair_product(part, next));
        theano_pair factor_slope = theano_pair_product(part, next_slope);
        factor_slope = theano_pair_sum(factor_slope, theano_pair_product(part_slope, next));
        step_slope = theano_pair_product(step_slope, factor);
        factor_slope = theano_pair_product(step, factor_slope);
        step_slope = theano_pair_sum(step_slope, theano_pair_negative(factor_slope));
        step = theano_pair_product(step, factor);
        sum = theano_pair_sum(sum, step);
        sum_slope = theano_pair_sum(sum_slope, step_slope);
        d = next;
        d_slope = next_slope;
        if (__builtin_fabs(step.high) < 1e-20 * sum.high &&
            __builtin_fabs(step_slope.high) < 1e-20 * sum_slope.high)
          break;
      }
      *slope = sum_slope;
      return sum;
    }
    """#),
  PreludePiece(
    "theano_gammainc_der_f64",
    needs: [
      "theano_gamma_slope_series", "theano_power_over_gamma", "theano_pair_digamma",
      "theano_pair_scaled", "theano_gammainc_f64",
    ],
    #"""
    // The derivative of P(k, x) by k, at most 2 ulp; beyond 10^7 a difference quotient, to 10
    // digits.
    static double theano_gammainc_der_f64(double k, double x) {
      double infinity = __builtin_inf(), n;
      if (!(k > 0.0 && x >= 0.0)) return __builtin_nan("");
      if (k == infinity || x == infinity) return 0.0;
      if (x == 0.0 || x > k + 800.0 + 40.0 * __builtin_sqrt(k)) return 0.0;
      if (k > 1e7) {
        double step = 1e-4 * __builtin_sqrt(k);
        return (theano_gammainc_f64(k + step, x) - theano_gammainc_f64(k - step, x)) / (2.0 * step);
      }
      theano_pair logarithm, psi = theano_pair_digamma(theano_pair_of_sum(1.0, k));
      logarithm.high = theano_log_pair_f64(x, &logarithm.low);
      theano_pair power = theano_power_over_gamma(k, x, x, 0, &n), slope;
      if (x < k + 1.0) {
        slope = theano_gamma_slope_series(k, x, logarithm, psi);
        return theano_pair_scaled(theano_pair_product(power, slope), n);
      }
      theano_pair sum = theano_gamma_slope_fraction(k, x, &slope), factor;
      factor = theano_pair_sum(logarithm, theano_pair_negative(psi));
      factor = theano_pair_plus(theano_pair_times(factor, k), 1.0);
      sum = theano_pair_product(sum, factor);
      sum = theano_pair_sum(sum, theano_pair_times(slope, k));
      return -theano_pair_scaled(theano_pair_product(power, sum), n);
    }
    """#),
  PreludePiece(
    "theano_gammainc_der_f32", needs: ["theano_gammainc_der_f64"],
    #"""
    // The derivative of P(k, x) by k, rounded almost always as the exact result.
    THEANO_INLINE float theano_gammainc_der_f32(float k, float x) {
      return (float)theano_gammainc_der_f64(k, x);
    }
    """#),
]
