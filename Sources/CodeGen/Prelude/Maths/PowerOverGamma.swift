/// x^k e^-y / Γ(k + 1), what the series of incomplete gamma and Bessel functions begin with.
let powerOverGammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_pair_log_gamma", needs: ["theano_pair_log"],
    #"""
    // log Γ(z) for z from 31 on: Stirling's formula, DLMF 5.11.1.
    static theano_pair theano_pair_log_gamma(theano_pair z) {
      static const theano_pair series[4] = {
        {0.08333333333333333, 4.625929269271485e-18},
        {-0.002777777777777778, 1.0601087908747154e-19},
        {0.0007936507936507937, 6.883823317368282e-22},
        {-0.0005952380952380953, 5.36938218754726e-20},
      };
      theano_pair one = {1.0, 0.0}, inverse = theano_pair_ratio(one, z);
      theano_pair w = theano_pair_product(inverse, inverse);
      double rest = 77683.0 / 5796;
      rest = rest * w.high - 174611.0 / 125400;
      rest = rest * w.high + 43867.0 / 244188;
      rest = rest * w.high - 3617.0 / 122400;
      rest = rest * w.high + 1.0 / 156;
      rest = rest * w.high - 691.0 / 360360;
      rest = rest * w.high + 1.0 / 1188;
      theano_pair tail = theano_pair_product(theano_pair_polynomial(w, series, 4, rest), inverse);
      theano_pair half_log_of_2_pi = {0.9189385332046728, -3.8782941580672414e-17};
      theano_pair sum = theano_pair_product(theano_pair_plus(z, -0.5), theano_pair_log(z));
      sum = theano_pair_sum(sum, theano_pair_negative(z));
      return theano_pair_sum(theano_pair_sum(sum, half_log_of_2_pi), tail);
    }
    """#),
  PreludePiece(
    "theano_power_over_gamma",
    needs: [
      "theano_pair_log_gamma", "theano_pair_exp", "theano_log_pair_f64", "theano_exp_part_f64",
      "theano_gamma_near_two",
    ],
    #"""
    // x^k e^-y / Γ(k + 1) as the result times 2^n for k from 0 to 30, with a relative error below
    // 2^-54.
    static theano_pair theano_small_power_over_gamma(double k, double x, double y, double *n) {
      double log_low, logarithm = theano_log_pair_f64(x, &log_low), product = k * logarithm;
      double lost, rest = __builtin_fma(k, logarithm, -product) + k * log_low;
      double exponent = theano_sum_f64(product, -y, &lost);
      if (!(__builtin_fabs(exponent) < 1500.0)) {
        // Nothing that a float holds.
        exponent = exponent > 0.0 ? 1500.0 : -1500.0;
        rest = lost = 0.0;
      }
      theano_pair above, below;
      above.high = theano_exp_part_f64(exponent, rest + lost, n, &above.low);
      double count = __builtin_rint(k), t = k - count;
      below.high = theano_gamma_near_two(t, &below.low);
      if (count == 0.0) above = theano_pair_multiply(above, theano_pair_of_sum(1.0, k));
      for (double j = 2.0; j <= count; j += 1.0)
        below = theano_pair_multiply(below, theano_pair_of_sum(j, t));
      return theano_pair_ratio(above, below);
    }

    // x^k e^-y / Γ(k + 1) as the result times 2^n for positive x, k up to 10^7 and no negative
    // integer: accurate enough for what is not subtracted from 1, or with more than 25 digits.
    static theano_pair theano_power_over_gamma(double k, double x, double y, int is_exact,
                                               double *n) {
      if (!is_exact && k >= 0.0 && k < 30.0) return theano_small_power_over_gamma(k, x, y, n);
      // Γ(k + 1) by recurrence from where Stirling's formula is exact.
      theano_pair product = {1.0, 0.0}, argument = {x, 0.0};
      double scale = 0.0, shift = 0.0;
      while (k + shift < 31.0) {
        shift += 1.0;
        product = theano_pair_multiply(product, theano_pair_of_sum(k, shift));
        if (__builtin_fabs(product.high) > 0x1p400) {
          product = theano_pair_times(product, 0x1p-400);
          scale += 400.0;
        }
      }
      theano_pair log_gamma = theano_pair_log_gamma(theano_pair_of_sum(k, shift + 1.0));
      theano_pair exponent = theano_pair_times(theano_pair_log(argument), k);
      exponent = theano_pair_sum(exponent, theano_pair_negative(log_gamma));
      exponent = theano_pair_plus(exponent, -y);
      if (!(__builtin_fabs(exponent.high) < 1e9))
        exponent = theano_pair_of(exponent.high > 0.0 ? 1e9 : -1e9, 0.0);
      product = theano_pair_of(product.high, product.low);
      product = theano_pair_product(theano_pair_exp(exponent, n), product);
      *n += scale;
      return product;
    }
    """#),
]
