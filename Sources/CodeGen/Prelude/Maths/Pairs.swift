/// Sums of two floats, the second of which is small beside the first: about 31 digits.
///
/// The basic operations are those of Dekker, "A floating-point technique for extending the
/// available precision" (1971), with fused multiply-adds. Functions whose terms cancel or whose
/// logarithms are large are computed with them.
let pairMaths: [PreludePiece] = [
  PreludePiece(
    "theano_pair", needs: ["theano_sum_f64"],
    #"""
    // The number high + low.
    typedef struct {
      double high, low;
    } theano_pair;

    // The sum of two numbers, the second of which is small beside the first.
    static inline theano_pair theano_pair_of(double high, double low) {
      theano_pair result;
      result.high = high + low;
      result.low = low - (result.high - high);
      return result;
    }

    // The sum of any two numbers.
    static inline theano_pair theano_pair_of_sum(double a, double b) {
      theano_pair result;
      result.high = theano_sum_f64(a, b, &result.low);
      return result;
    }

    // -a
    static inline theano_pair theano_pair_negative(theano_pair a) {
      a.high = -a.high;
      a.low = -a.low;
      return a;
    }

    // a + b
    static inline theano_pair theano_pair_plus(theano_pair a, double b) {
      double lost, sum = theano_sum_f64(a.high, b, &lost);
      return theano_pair_of(sum, lost + a.low);
    }

    // a + b, accurate also where they cancel.
    static inline theano_pair theano_pair_sum(theano_pair a, theano_pair b) {
      double lost, lost_low, sum = theano_sum_f64(a.high, b.high, &lost);
      double low = theano_sum_f64(a.low, b.low, &lost_low);
      theano_pair result = theano_pair_of(sum, lost + low);
      return theano_pair_of(result.high, result.low + lost_low);
    }

    // a b
    static inline theano_pair theano_pair_times(theano_pair a, double b) {
      double product = a.high * b;
      return theano_pair_of(product, __builtin_fma(a.high, b, -product) + a.low * b);
    }

    // a b
    static inline theano_pair theano_pair_product(theano_pair a, theano_pair b) {
      double product = a.high * b.high;
      double rest = __builtin_fma(a.high, b.high, -product);
      return theano_pair_of(product, rest + (a.high * b.low + a.low * b.high));
    }

    // a / b; a division, because gcc 12 makes one operation of a product and the sum in
    // `theano_pair_of`, but not of the difference there.
    static inline theano_pair theano_pair_ratio(theano_pair a, theano_pair b) {
      double inverse = 1.0 / b.high;
      double quotient = a.high / b.high;
      double rest = __builtin_fma(-quotient, b.high, a.high) + (a.low - quotient * b.low);
      return theano_pair_of(quotient, rest * inverse);
    }

    // The square root of a positive number.
    static inline theano_pair theano_pair_root(theano_pair a) {
      double root = __builtin_sqrt(a.high);
      double rest = __builtin_fma(-root, root, a.high) + a.low;
      return theano_pair_of(root, rest / (2.0 * root));
    }

    // a + b and a b for long chains: the parts are left as they are, so that the next step need not
    // wait for them, and `theano_pair_of` puts the last in order.
    static inline theano_pair theano_pair_add(theano_pair a, theano_pair b) {
      double lost, sum = theano_sum_f64(a.high, b.high, &lost);
      a.low = lost + (a.low + b.low);
      a.high = sum;
      return a;
    }

    static inline theano_pair theano_pair_multiply(theano_pair a, theano_pair b) {
      double product = a.high * b.high;
      double rest = __builtin_fma(a.high, b.high, -product);
      a.low = rest + (a.high * b.low + a.low * b.high);
      a.high = product;
      return a;
    }

    // The polynomial of x with `count` coefficients, lowest first, and `rest` as that of the next
    // power.
    static inline theano_pair theano_pair_polynomial(theano_pair x, const theano_pair *coefficients,
                                                     int count, double rest) {
      theano_pair result = {rest, 0.0};
      for (int k = count - 1; k >= 0; k--)
        result = theano_pair_add(coefficients[k], theano_pair_multiply(result, x));
      return theano_pair_of(result.high, result.low);
    }

    // x to the power n, from 0 on; not put in order.
    static inline theano_pair theano_pair_power(theano_pair x, int n) {
      theano_pair result = {1.0, 0.0};
      for (; n > 0; n >>= 1) {
        if (n & 1) result = theano_pair_multiply(result, x);
        x = theano_pair_multiply(x, x);
      }
      return result;
    }
    """#),
  PreludePiece(
    "theano_pair_scaled", needs: ["theano_pair", "theano_exp_part_f64"],
    #"""
    // a 2^n rounded, for an a between 2^-900 and 2^900.
    static inline double theano_pair_scaled(theano_pair a, double n) {
      n = n < 1990.0 ? n : 1990.0;
      n = n > -1990.0 ? n : -1990.0;
      return theano_scale_f64(a.high + a.low, n);
    }
    """#),
  PreludePiece(
    "theano_pair_log", needs: ["theano_pair", "theano_log_f64"],
    #"""
    // log x for positive x: 2 artanh s for s = (m - 1) / (m + 1) and x = 2^k m.
    static theano_pair theano_pair_log(theano_pair x) {
      // 1, 1/3, 1/5 …
      static const theano_pair series[11] = {
        {1.0, 0.0}, {0.3333333333333333, 1.850371707708594e-17},
        {0.2, -1.1102230246251566e-17}, {0.14285714285714285, 7.93016446160826e-18},
        {0.1111111111111111, 6.1679056923619804e-18},
        {0.09090909090909091, -2.523234146875356e-18},
        {0.07692307692307693, -4.270088556250602e-18},
        {0.06666666666666667, 9.251858538542971e-19},
        {0.058823529411764705, 8.163404592832033e-19},
        {0.05263157894736842, 2.921639538487254e-18},
        {0.047619047619047616, 2.64338815386942e-18},
      };
      double m, k = theano_log_split_f64(x.high, x.high < 0x1p-1022, &m);
      double low = x.low == 0.0 ? 0.0 : x.low / x.high * m;
      theano_pair above = theano_pair_of(m - 1.0, low);
      theano_pair s = theano_pair_ratio(above, theano_pair_plus(theano_pair_of_sum(m, 1.0), low));
      theano_pair z = theano_pair_product(s, s);
      double rest = 1.0 / 43;
      for (int j = 41; j >= 23; j -= 2) rest = rest * z.high + 1.0 / j;
      theano_pair q = theano_pair_polynomial(z, series, 11, rest);
      q = theano_pair_times(theano_pair_product(q, s), 2.0);
      theano_pair log_of_2 = {0.6931471805599453, 2.3190468138462996e-17};
      return theano_pair_sum(theano_pair_times(log_of_2, k), q);
    }
    """#),
  PreludePiece(
    "theano_pair_exp", needs: ["theano_pair"],
    #"""
    // e^x for |x| up to 10^9 as the result times 2^n.
    static theano_pair theano_pair_exp(theano_pair x, double *n) {
      // 1/2!, 1/3! …
      static const theano_pair series[7] = {
        {0.5, 0.0}, {0.16666666666666666, 9.25185853854297e-18},
        {0.041666666666666664, 2.3129646346357427e-18},
        {0.008333333333333333, 1.1564823173178714e-19},
        {0.001388888888888889, -5.300543954373577e-20},
        {0.0001984126984126984, 1.7209558293420705e-22},
        {2.48015873015873e-05, 2.1511947866775882e-23},
      };
      *n = __builtin_rint(x.high * 1.4426950408889634);
      theano_pair log_of_2 = {0.6931471805599453, 2.3190468138462996e-17};
      theano_pair r = theano_pair_sum(x, theano_pair_times(log_of_2, -*n));
      r = theano_pair_plus(r, *n * -5.707708438416212e-34);
      // e^(r / 8) - 1, squared three times.
      r = theano_pair_times(r, 0.125);
      double rest = 1.0 / 1307674368000;
      rest = rest * r.high + 1.0 / 87178291200;
      rest = rest * r.high + 1.0 / 6227020800;
      rest = rest * r.high + 1.0 / 479001600;
      rest = rest * r.high + 1.0 / 39916800;
      rest = rest * r.high + 1.0 / 3628800;
      rest = rest * r.high + 1.0 / 362880;
      theano_pair q = theano_pair_polynomial(r, series, 7, rest);
      q = theano_pair_sum(r, theano_pair_product(q, theano_pair_product(r, r)));
      for (int i = 0; i < 3; i++)
        q = theano_pair_sum(theano_pair_times(q, 2.0), theano_pair_product(q, q));
      return theano_pair_plus(q, 1.0);
    }
    """#),
]
