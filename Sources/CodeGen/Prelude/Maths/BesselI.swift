/// The modified Bessel functions of the first kind, one call for each element: the power series,
/// the expansion for large arguments, and Debye's for large orders.
let besselIMaths: [PreludePiece] = [
  PreludePiece(
    "theano_bessel_series",
    needs: ["theano_power_over_gamma", "theano_pair_scaled", "theano_is_odd"],
    #"""
    // J (`sign` -1) or I (`sign` 1) for x from 0 on by the power series, DLMF 10.2.2 and 10.25.2,
    // whose terms may cancel up to 14 digits; for orders that are no negative integers.
    static double theano_bessel_series(double order, double x, double sign) {
      if (x == 0.0) {
        if (order >= 0.0) return order == 0.0;
        return theano_is_odd(__builtin_floor(order)) ? __builtin_inf() : -__builtin_inf();
      }
      theano_pair half = {0.5 * x, 0.0}, sum = {1.0, 0.0}, term = sum;
      theano_pair quarter = theano_pair_times(theano_pair_times(half, half.high), sign);
      double k = 0.0, scale = 0.0, n;
      do {
        k += 1.0;
        theano_pair below = theano_pair_times(theano_pair_of_sum(order, k), k);
        term = theano_pair_multiply(term, theano_pair_ratio(quarter, below));
        sum = theano_pair_add(sum, term);
        if (__builtin_fabs(sum.high) > 0x1p400) {
          sum = theano_pair_times(sum, 0x1p-400);
          term = theano_pair_times(term, 0x1p-400);
          scale += 400.0;
        }
      } while (__builtin_fabs(term.high) > __builtin_fabs(sum.high) * 1e-20 || k < -order);
      sum = theano_pair_of(sum.high, sum.low);
      sum = theano_pair_product(sum, theano_power_over_gamma(order, half.high, 0.0, 0, &n));
      return theano_pair_scaled(sum, n + scale);
    }
    """#),
  PreludePiece(
    "theano_iv_f64",
    needs: [
      "theano_bessel_turned", "theano_bessel_series", "theano_debye_terms", "theano_pair_log",
      "theano_pair_exp",
    ],
    #"""
    // e^exponent sqrt(scale / (2π)) sum
    static double theano_bessel_growth(theano_pair exponent, theano_pair scale, theano_pair sum) {
      theano_pair constant = {0.3989422804014327, -2.49232720227773e-17};
      double n;
      if (!(__builtin_fabs(exponent.high) < 1e6))
        return exponent.high > 0.0 ? __builtin_inf() : 0.0;
      scale = theano_pair_product(theano_pair_root(scale), constant);
      sum = theano_pair_product(sum, scale);
      sum = theano_pair_product(sum, theano_pair_exp(exponent, &n));
      return theano_pair_scaled(sum, n);
    }

    // Debye's expansion, DLMF 10.41.3, for orders from 20000 on and positive x.
    static double theano_bessel_debye(double order, double x) {
      theano_pair argument = {x, 0.0}, above = {order, 0.0}, one = {1.0, 0.0};
      theano_pair z = theano_pair_ratio(argument, above);
      if (!(z.high > 1e-100)) return 0.0;
      if (!(z.high < 1e3)) return __builtin_inf();
      theano_pair root = theano_pair_root(theano_pair_plus(theano_pair_product(z, z), 1.0));
      theano_pair eta = theano_pair_ratio(z, theano_pair_plus(root, 1.0));
      eta = theano_pair_sum(root, theano_pair_log(eta));
      double rest = theano_debye_terms(order, 1.0 / root.high);
      return theano_bessel_growth(theano_pair_times(eta, order),
                                  theano_pair_ratio(one, theano_pair_times(root, order)),
                                  theano_pair_of_sum(1.0, rest));
    }

    // The expansion for large arguments, DLMF 10.40.1.
    static double theano_bessel_far(double order, double x) {
      theano_pair argument = {x, 0.0}, one = {1.0, 0.0}, sum = one, term = one;
      theano_pair inverse = theano_pair_ratio(one, argument), square = {2.0 * order, 0.0};
      square = theano_pair_times(square, square.high);
      for (int k = 1; k <= 100 && __builtin_fabs(term.high) > 1e-20; k++) {
        double step = 2 * k - 1;
        theano_pair below = {-8.0 * k, 0.0};
        theano_pair factor = theano_pair_ratio(theano_pair_plus(square, -step * step), below);
        term = theano_pair_multiply(term, theano_pair_product(factor, inverse));
        sum = theano_pair_add(sum, term);
      }
      return theano_bessel_growth(argument, inverse, theano_pair_of(sum.high, sum.low));
    }

    // The modified Bessel function of the first kind of real order, at most 2 ulp; not a number for
    // negative x unless the order is an integer.
    static double theano_iv_f64(double order, double x) {
      double sign = theano_bessel_turned(&order, &x, 1.0);
      if (!(__builtin_fabs(order) < __builtin_inf()) || sign != sign) return __builtin_nan("");
      if (order < -1000.0) return __builtin_nan("");
      if (x == __builtin_inf()) return sign * x;
      if (order > 20000.0) return x == 0.0 ? 0.0 : sign * theano_bessel_debye(order, x);
      if (x > 2000.0 && x > 1.2 * order) return sign * __builtin_inf();
      int far = x > 30.0 && x > order * order / 2.0;
      return sign * (far ? theano_bessel_far(order, x) : theano_bessel_series(order, x, 1.0));
    }
    """#),
  PreludePiece(
    "theano_i0_f64", needs: ["theano_iv_f64"],
    #"""
    // The modified Bessel function of the first kind of order 0, at most 2 ulp.
    THEANO_INLINE double theano_i0_f64(double x) { return theano_iv_f64(0.0, x); }
    """#),
  PreludePiece(
    "theano_i1_f64", needs: ["theano_iv_f64"],
    #"""
    // The modified Bessel function of the first kind of order 1, at most 2 ulp.
    THEANO_INLINE double theano_i1_f64(double x) { return theano_iv_f64(1.0, x); }
    """#),
]
