/// The regularised incomplete gamma functions, one call for each element.
///
/// The lower one by its series where x is below k + 1, the upper one by its continued fraction
/// elsewhere, and each other as what is left of 1, with enough digits for that; both by Temme's
/// expansion for orders beyond 10^7.
let incompleteGammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_gamma_series", needs: ["theano_pair"],
    #"""
    // The sum of x^n / ((k + 1) … (k + n)) over n from 0, DLMF 8.11.4.
    static theano_pair theano_gamma_series(double k, double x) {
      theano_pair sum = {1.0, 0.0}, term = sum, argument = {x, 0.0};
      double n = 0.0;
      do {
        n += 1.0;
        theano_pair factor = theano_pair_ratio(argument, theano_pair_of_sum(k, n));
        term = theano_pair_multiply(term, factor);
        sum = theano_pair_add(sum, term);
      } while (term.high > sum.high * 1e-20 || k + n < x);
      return theano_pair_of(sum.high, sum.low);
    }

    // Γ(k, x) x^-k e^x: the continued fraction DLMF 8.9.2 as a sum, after Steed.
    static theano_pair theano_gamma_fraction(double k, double x) {
      theano_pair one = {1.0, 0.0};
      theano_pair b = theano_pair_plus(theano_pair_of_sum(x, 1.0), -k);
      theano_pair d = theano_pair_ratio(one, b), step = d, sum = d;
      for (double i = 1.0; i <= 1e6; i += 1.0) {
        theano_pair a = theano_pair_times(theano_pair_of_sum(k, -i), i);
        b = theano_pair_plus(b, 2.0);
        theano_pair part = theano_pair_product(a, d);
        d = theano_pair_ratio(one, theano_pair_sum(part, b));
        step = theano_pair_negative(theano_pair_product(step, theano_pair_product(part, d)));
        sum = theano_pair_sum(sum, step);
        if (__builtin_fabs(step.high) < 1e-20 * sum.high) break;
      }
      return sum;
    }
    """#),
  PreludePiece(
    "theano_small_order_upper_gamma", needs: ["theano_pair_log"],
    #"""
    // The upper function Q(k, x) for k below 10^-6 and x up to 2, where it is about k times the
    // exponential integral: DLMF 8.7.3.
    static double theano_small_order_upper_gamma(double k, double x) {
      // log Γ(1 + k) / k
      static const theano_pair series[4] = {
        {-0.5772156649015329, 4.942915152430645e-18}, {0.8224670334241132, 1.520336175199238e-17},
        {-0.40068563438653143, 2.250747042487504e-18},
        {0.27058080842778454, 1.1871280107138412e-17},
      };
      theano_pair order = {k, 0.0}, argument = {x, 0.0}, one = {1.0, 0.0};
      theano_pair v = theano_pair_polynomial(order, series, 4, -0.207385551028674);
      v = theano_pair_sum(theano_pair_log(argument), theano_pair_negative(v));
      // (e^u - 1) / u for u = log(x^k / Γ(1 + k)) = k v
      theano_pair u = theano_pair_times(v, k), q = one;
      for (int j = 9; j > 1; j--)
        q = theano_pair_plus(theano_pair_times(theano_pair_product(q, u), 1.0 / j), 1.0);
      // The sum of (-x)^n / (n! (n + k)) over n from 1.
      theano_pair sum = {0.0, 0.0}, term = one;
      for (int n = 1; n < 60; n++) {
        theano_pair whole = {n, 0.0};
        term = theano_pair_ratio(theano_pair_times(term, -x), whole);
        sum = theano_pair_sum(sum, theano_pair_ratio(term, theano_pair_of_sum(n, k)));
        if (!(__builtin_fabs(term.high) > 1e-34 * __builtin_fabs(sum.high))) break;
      }
      theano_pair power = theano_pair_plus(theano_pair_product(q, u), 1.0);
      sum = theano_pair_sum(theano_pair_product(q, v), theano_pair_product(power, sum));
      return -k * (sum.high + sum.low);
    }
    """#),
  PreludePiece(
    "theano_large_order_gamma",
    needs: ["theano_pair_exp", "theano_pair_scaled", "theano_erfcx_f64"],
    #"""
    // The lower or the upper function for orders beyond 10^7: Temme's uniform expansion, DLMF 8.12.
    static double theano_large_order_gamma(double k, double x, int is_upper) {
      // 1/2, -1/3, 1/4 …
      static const theano_pair series[4] = {
        {0.5, 0.0}, {-0.3333333333333333, -1.850371707708594e-17}, {0.25, 0.0},
        {-0.2, 1.1102230246251566e-17},
      };
      theano_pair order = {k, 0.0}, m = theano_pair_ratio(theano_pair_of_sum(x, -k), order);
      int is_above = m.high > 0.0;
      if (!(__builtin_fabs(m.high) < 0.02)) return is_above != is_upper;
      // m - log(1 + m)
      double rest = 1.0 / 8 - m.high * (1.0 / 9 - m.high * (1.0 / 10));
      rest = 1.0 / 6 - m.high * (1.0 / 7 - m.high * rest);
      theano_pair half = theano_pair_polynomial(m, series, 4, rest);
      half = theano_pair_product(half, theano_pair_product(m, m));
      double eta = __builtin_copysign(__builtin_sqrt(2.0 * half.high), m.high), n;
      double first = -139.0 / 777600;
      first = first * eta + 1.0 / 2835;
      first = first * eta + 1.0 / 864;
      first = first * eta - 2.0 / 135;
      first = first * eta + 1.0 / 12;
      first = first * eta - 1.0 / 3;
      double second = (25.0 / 12096 * eta - 1.0 / 288) * eta - 1.0 / 540;
      double sum = first + (second + 25.0 / 6048 / k) / k;
      sum *= 0.3989422804014327 / __builtin_sqrt(k);
      double argument = __builtin_fabs(eta) * __builtin_sqrt(0.5 * k);
      theano_pair power = theano_pair_exp(theano_pair_times(half, -k), &n);
      double part = 0.5 * theano_erfcx_f64(argument) + (is_above ? sum : -sum);
      double result = theano_pair_scaled(theano_pair_times(power, part), n);
      return is_above == is_upper ? result : 1.0 - result;
    }
    """#),
  PreludePiece(
    "theano_incomplete_gamma",
    needs: [
      "theano_gamma_series", "theano_small_order_upper_gamma", "theano_large_order_gamma",
      "theano_power_over_gamma",
    ],
    #"""
    // The lower or the upper regularised incomplete gamma function.
    static double theano_incomplete_gamma(double k, double x, int is_upper) {
      double infinity = __builtin_inf(), n;
      if (!(k >= 0.0 && x >= 0.0) || (k == 0.0 && x == 0.0) || (k == infinity && x == infinity))
        return __builtin_nan("");
      if (x == 0.0 || k == infinity) return is_upper;
      if (k == 0.0 || x == infinity) return !is_upper;
      if (k > 1e7) return theano_large_order_gamma(k, x, is_upper);
      if (is_upper && k < 1e-6 && x < 1.5) return theano_small_order_upper_gamma(k, x);
      int is_lower = x < k + 1.0;
      theano_pair sum = is_lower ? theano_gamma_series(k, x)
                                 : theano_pair_times(theano_gamma_fraction(k, x), k);
      theano_pair result = theano_pair_product(sum, theano_power_over_gamma(k, x, x, 0, &n));
      if (is_lower != is_upper) return theano_pair_scaled(result, n);
      if (n < -200.0) return 1.0;
      if (theano_pair_scaled(result, n) > 0.5)
        result = theano_pair_product(sum, theano_power_over_gamma(k, x, x, 1, &n));
      result = theano_pair_times(result, -theano_scale_f64(1.0, n));
      result = theano_pair_plus(result, 1.0);
      return result.high + result.low;
    }
    """#),
  PreludePiece(
    "theano_gammainc_f64", needs: ["theano_incomplete_gamma"],
    #"""
    // The regularised lower incomplete gamma function P(k, x), at most 2 ulp.
    static double theano_gammainc_f64(double k, double x) {
      return theano_incomplete_gamma(k, x, 0);
    }
    """#),
  PreludePiece(
    "theano_gammaincc_f64", needs: ["theano_incomplete_gamma"],
    #"""
    // The regularised upper incomplete gamma function Q(k, x), at most 2 ulp.
    static double theano_gammaincc_f64(double k, double x) {
      return theano_incomplete_gamma(k, x, 1);
    }
    """#),
]
