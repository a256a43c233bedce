/// The exponential and `log(1 + x)` of `Sources/Random/Math`, operation for operation.
let randomExponential = PreludePiece(
  "theano_random_exponential", needs: ["theano_random_math_f64"],
  #"""
  // log(1 + x), for x from -1/2 to 0.
  THEANO_DRAW double theano_portable_log1p_f64(double x) {
    const double sum = 1 + x;
    return sum == 1 ? x : theano_portable_log_f64(sum) * (x / (sum - 1));
  }

  // exp x: 0 or infinity where it is too small or too large.
  THEANO_DRAW double theano_portable_exp_f64(double x) {
    x = x < -746 ? -746 : x;
    x = x > 710 ? 710 : x;
    const double shifted = __builtin_fma(x, 0x1.71547652b82fep0, 0x1.8p52);
    const double whole = shifted - 0x1.8p52;
    const double near = __builtin_fma(-whole, 0x1.62e42fefa39efp-1, x);
    const double r = __builtin_fma(-whole, 0x1.abc9e3b39803fp-56, near);
    double series = 1 / 6227020800.0;
    series = __builtin_fma(r, series, 1 / 479001600.0);
    series = __builtin_fma(r, series, 1 / 39916800.0);
    series = __builtin_fma(r, series, 1 / 3628800.0);
    series = __builtin_fma(r, series, 1 / 362880.0);
    series = __builtin_fma(r, series, 1 / 40320.0);
    series = __builtin_fma(r, series, 1 / 5040.0);
    series = __builtin_fma(r, series, 1 / 720.0);
    series = __builtin_fma(r, series, 1 / 120.0);
    series = __builtin_fma(r, series, 1 / 24.0);
    series = __builtin_fma(r, series, 1 / 6.0);
    series = __builtin_fma(r, series, 0.5);
    series = __builtin_fma(r, series, 1.0);
    series = __builtin_fma(r, series, 1.0);
    const int64_t n = (int64_t)(theano_bits_of_f64(shifted) - 0x4338000000000000ul);
    const double half = theano_f64_of_bits((uint64_t)((n >> 1) + 1023) << 52);
    const double rest = theano_f64_of_bits((uint64_t)(n - (n >> 1) + 1023) << 52);
    return series * half * rest;
  }
  """#)
