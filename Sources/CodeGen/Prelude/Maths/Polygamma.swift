/// The derivatives of log Γ from the second on, one call for each element.
let polygammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_zeta_sum", needs: ["theano_pair"],
    #"""
    // The sum of (scale (x + k))^-s over k from 0, by the Euler-Maclaurin formula, DLMF 25.11.5;
    // the scale keeps the first powers near 1.
    static theano_pair theano_zeta_sum(int s, theano_pair x, double scale) {
      static const double bernoulli[11] = {1.0 / 6,        -1.0 / 30,      1.0 / 42,
                                           -1.0 / 30,      5.0 / 66,       -691.0 / 2730,
                                           7.0 / 6,        -3617.0 / 510,  43867.0 / 798,
                                           -174611.0 / 330, 854513.0 / 138};
      theano_pair sum = {0.0, 0.0}, one = {1.0, 0.0};
      for (; x.high < s + 15.0; x = theano_pair_plus(x, 1.0)) {
        theano_pair inverse = theano_pair_ratio(one, theano_pair_times(x, scale));
        sum = theano_pair_add(sum, theano_pair_power(inverse, s));
      }
      double inverse = 1.0 / x.high, factor = s * inverse / 2.0, rest = 0.0;
      for (int j = 0; j < 11; j++) {
        rest += bernoulli[j] * factor;
        double k = 2 * j + 1;
        factor *= (s + k) * (s + k + 1.0) / ((k + 2.0) * (k + 3.0)) * (inverse * inverse);
      }
      theano_pair less = {s - 1.0, 0.0}, tail = theano_pair_ratio(x, less);
      tail = theano_pair_plus(theano_pair_plus(tail, 0.5), rest);
      theano_pair power = theano_pair_ratio(one, theano_pair_times(x, scale));
      power = theano_pair_product(theano_pair_power(power, s), tail);
      return theano_pair_sum(theano_pair_of(sum.high, sum.low), power);
    }
    """#),
  PreludePiece(
    "theano_polygamma_f64", needs: ["theano_zeta_sum", "theano_pair_scaled", "theano_log_f64"],
    #"""
    // The derivative of order n + 1 of log Γ, n from 1 to 101, at most 1 ulp; infinite at poles of
    // odd n, not a number at those of even n.
    static double theano_polygamma_f64(double order, double x) {
      int n = (int)order, odd = n % 2;
      if (x != x) return x;
      if (x == __builtin_inf()) return odd ? 0.0 : -0.0;
      double below = __builtin_floor(x);
      if (x <= 0.0 && below == x)
        return odd && x > -__builtin_inf() ? __builtin_inf() : __builtin_nan("");
      // The distances from the integers below and above a negative x, which its terms are sums
      // over.
      theano_pair t = {x, 0.0}, mirrored = {__builtin_inf(), 0.0}, one = {1.0, 0.0};
      if (x < 0.0) {
        t = theano_pair_of_sum(x, -below);
        mirrored = theano_pair_plus(theano_pair_negative(t), 1.0);
      }
      double least = t.high < mirrored.high ? t.high : mirrored.high;
      double m, exponent = theano_log_split_f64(least, least < 0x1p-1022, &m);
      if (exponent < -1000.0) return __builtin_copysign(__builtin_inf(), odd ? 1.0 : -x);
      double scale = theano_scale_f64(1.0, -exponent);
      theano_pair factorial = {odd ? 1.0 : -1.0, 0.0};
      for (int k = 2; k < n; k++) factorial = theano_pair_times(factorial, k);
      if (x > 0x1p60) {
        theano_pair power = theano_pair_ratio(one, theano_pair_times(t, scale));
        power = theano_pair_multiply(theano_pair_power(power, n), factorial);
        return theano_pair_scaled(power, -exponent * n);
      }
      theano_pair sum = theano_zeta_sum(n + 1, t, scale);
      if (x < 0.0) {
        // Reflection, DLMF 5.15.6, with the cotangent's derivative as a sum to both sides.
        theano_pair other = theano_zeta_sum(n + 1, mirrored, scale);
        sum = theano_pair_sum(sum, odd ? other : theano_pair_negative(other));
        other = theano_zeta_sum(n + 1, theano_pair_of_sum(1.0, -x), scale);
        sum = theano_pair_sum(sum, odd ? theano_pair_negative(other) : other);
      }
      sum = theano_pair_product(sum, theano_pair_times(factorial, n));
      return theano_pair_scaled(sum, -exponent * (n + 1.0));
    }
    """#),
  PreludePiece(
    "theano_polygamma_f32", needs: ["theano_polygamma_f64"],
    #"""
    // The derivative of order n + 1 of log Γ, rounded almost always as the exact result.
    THEANO_INLINE float theano_polygamma_f32(float n, float x) {
      return (float)theano_polygamma_f64(n, x);
    }
    """#),
]
