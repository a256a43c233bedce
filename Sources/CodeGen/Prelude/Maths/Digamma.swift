/// The first derivative of log Γ, one call for each element.
///
/// It is a polynomial between 1 and 2.5, but for the factor that makes the zero there; recurrence
/// brings small arguments there, and DLMF 5.11.2 gives what large ones have. What is added has two
/// parts each.
let digammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_digamma_part", needs: ["theano_log_pair_f64", "theano_sum_f64"],
    #"""
    // The first derivative of log Γ at x + rest for x from 1 on, as the result and `low`; the rest
    // is small beside x.
    static double theano_digamma_part(double x, double rest, double *low) {
      if (x >= 10.0) {
        double log_low, logarithm = theano_log_pair_f64(x, &log_low);
        double inverse = 1.0 / x;
        double z = inverse * inverse;
        double series = -3617.0 / 8160;
        series = series * z + 1.0 / 12;
        series = series * z - 691.0 / 32760;
        series = series * z + 1.0 / 132;
        series = series * z - 1.0 / 240;
        series = series * z + 1.0 / 252;
        series = series * z - 1.0 / 120;
        series = series * z + 1.0 / 12;
        double tail = log_low - ((0.5 - rest) * inverse + z * series);
        double sum = logarithm + tail;
        *low = tail - (sum - logarithm);
        return sum;
      }
      double count = x < 2.5 ? 0.0 : __builtin_rint(x) - 2.0;
      double y = x - count;
      double t = y - 1.75;
      double z = t * t;
      double q = -1.2292107253223986e-06 * t + 2.08241107481196e-06;
      q = q * z + (8.520658496529399e-07 * t - 1.2495204449483918e-06);
      q = q * z + (-5.0880296866239005e-06 * t + 8.530405794377382e-06);
      q = q * z + (-8.075584554990994e-06 * t + 1.4467414256182269e-05);
      q = q * z + (-2.948319854801122e-05 * t + 5.140913195361911e-05);
      q = q * z + (-8.827278331836107e-05 * t + 0.00015458898767838978);
      q = q * z + (-0.00027111699310833007 * t + 0.00047472847488122625);
      q = q * z + (-0.0008314931293491778 * t + 0.0014573683801950886);
      q = q * z + (-0.0025566869230588415 * t + 0.004491814243099781);
      q = q * z + (-0.007910468750071427 * t + 0.013985786156846317);
      q = q * z + (-0.024890048489935212 * t + 0.044799654453488755);
      q = q * z + (-0.0822855863557632 * t + 0.15712011335203535);
      q = q * z + (-0.3262546278681058 * t + 0.8581832171262995);
      // The distance from the zero.
      double distance = y - 1.4616321449683622;
      double less = 9.549995429965697e-17 - rest;
      double d = distance - less;
      double d_low = (distance - d) - less;
      double sum = d * q;
      double lost, sum_low = __builtin_fma(d, q, -sum) + d_low * q;
      for (double k = 0.0; k < count; k += 1.0) {
        double term = y + k, inverse = 1.0 / term;
        sum = theano_sum_f64(sum, inverse, &lost);
        sum_low += lost + (__builtin_fma(-inverse, term, 1.0) - inverse * rest) * inverse;
      }
      *low = sum_low;
      return sum;
    }
    """#),
  PreludePiece(
    "theano_pair_digamma", needs: ["theano_pair_log"],
    #"""
    // The first derivative of log Γ at y from 1 on with 31 digits: DLMF 5.11.2 after recurrence.
    static theano_pair theano_pair_digamma(theano_pair y) {
      static const theano_pair series[4] = {
        {0.08333333333333333, 4.625929269271485e-18},
        {-0.008333333333333333, -1.1564823173178714e-19},
        {0.003968253968253968, 2.20282346155785e-19},
        {-0.004166666666666667, -5.782411586589357e-20},
      };
      theano_pair one = {1.0, 0.0}, less = {0.0, 0.0};
      for (; y.high < 31.0; y = theano_pair_plus(y, 1.0))
        less = theano_pair_add(less, theano_pair_ratio(one, y));
      theano_pair inverse = theano_pair_ratio(one, y), z = theano_pair_product(inverse, inverse);
      double rest = 77683.0 / 276;
      rest = rest * z.high - 174611.0 / 6600;
      rest = rest * z.high + 43867.0 / 14364;
      rest = rest * z.high - 3617.0 / 8160;
      rest = rest * z.high + 1.0 / 12;
      rest = rest * z.high - 691.0 / 32760;
      rest = rest * z.high + 1.0 / 132;
      z = theano_pair_product(theano_pair_polynomial(z, series, 4, rest), z);
      z = theano_pair_sum(theano_pair_times(inverse, 0.5), z);
      less = theano_pair_sum(theano_pair_of(less.high, less.low), z);
      return theano_pair_sum(theano_pair_log(y), theano_pair_negative(less));
    }
    """#),
  PreludePiece(
    "theano_digamma_near_zero", needs: ["theano_pair_digamma", "theano_pair_sin_cos"],
    #"""
    // The first derivative of log Γ at a negative x near a zero, where what is subtracted by
    // reflection, DLMF 5.5.4, is almost as large.
    static double theano_digamma_near_zero(double x) {
      theano_pair result = theano_pair_digamma(theano_pair_of_sum(1.0, -x)), cosine, sine;
      // π / tan πx for πx = r + n π/2.
      double t = x - __builtin_rint(x), n = __builtin_rint(2.0 * t);
      theano_pair pi = {3.141592653589793, 1.2246467991473532e-16};
      sine = theano_pair_sin_cos(theano_pair_times(pi, t - 0.5 * n), (int)n & 3, &cosine);
      theano_pair less = theano_pair_product(pi, theano_pair_ratio(cosine, sine));
      result = theano_pair_sum(result, theano_pair_negative(less));
      return result.high + result.low;
    }
    """#),
  PreludePiece(
    "theano_digamma_f64",
    needs: ["theano_digamma_part", "theano_sine_of_turn", "theano_digamma_near_zero"],
    #"""
    // The first derivative of log Γ, at most 2 ulp of the larger of the result and 10^-14; not a number at
    // the negative integers.
    static double theano_digamma_f64(double x) {
      double low, rest, lost;
      if (x != x || x == __builtin_inf()) return x;
      if (__builtin_fabs(x) < 1e-300) return -1.0 / x;
      if (x >= 1.0) {
        double sum = theano_digamma_part(x, 0.0, &low);
        return sum + low;
      }
      // What is taken off at x + 1 or, by reflection, at 1 - x: 1 / x or π / tan πx.
      double less, less_low;
      if (x > 0.0) {
        less = 1.0 / x;
        less_low = __builtin_fma(-less, x, 1.0) * less;
      } else {
        double t = x - __builtin_rint(x);
        if (!(__builtin_fabs(t) > 0.0)) return __builtin_nan("");
        double sine_low, sine = theano_sine_of_turn(t, &sine_low);
        double cosine_low, cosine = theano_sine_of_turn(0.5 - __builtin_fabs(t), &cosine_low);
        double above = 3.141592653589793 * cosine;
        double above_low = __builtin_fma(3.141592653589793, cosine, -above);
        above_low += 1.2246467991473532e-16 * cosine + 3.141592653589793 * cosine_low;
        double inverse = __builtin_copysign(1.0, t) / sine;
        less = above * inverse;
        sine = __builtin_copysign(sine, t);
        sine_low = t < 0.0 ? -sine_low : sine_low;
        less_low = __builtin_fma(-less, sine, above) + (above_low - less * sine_low);
        less_low *= inverse;
      }
      double y = theano_sum_f64(1.0, __builtin_fabs(x), &rest);
      double sum = theano_sum_f64(theano_digamma_part(y, rest, &low), -less, &lost);
      double result = sum + (lost + (low - less_low));
      return x < 0.0 && __builtin_fabs(result) < 0.25 ? theano_digamma_near_zero(x) : result;
    }
    """#),
  PreludePiece(
    "theano_digamma_f32", needs: ["theano_digamma_f64"],
    #"""
    // The first derivative of log Γ, rounded almost always as the exact result.
    THEANO_INLINE float theano_digamma_f32(float x) { return (float)theano_digamma_f64(x); }
    """#),
]
