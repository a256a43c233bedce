/// The logarithms of Poisson and binomial probabilities: `LogProbability.swift` in `Sources/Random/Math`, operation
/// for operation. Functions whose operands or results may be sums or products elsewhere are not inlined.
///
/// Source: Loader, "Fast and accurate computation of binomial probabilities" (2000).
let logProbabilities = PreludePiece(
  "theano_log_probabilities", needs: ["theano_random_exponential", "THEANO_REASSOCIATE"],
  #"""
  static const double theano_small_stirling_errors[15] = {
      0.08106146679532726,  0.0413406959554093,    0.02767792568499834,  0.020790672103765093,
      0.016644691189821193, 0.013876128823070748,  0.01189670994589177,  0.010411265261972096,
      0.009255462182712733, 0.00833056343336287,   0.007573675487951841, 0.00694284010720953,
      0.006408994188004207, 0.0059513701127588475, 0.005554733551962801};

  // log k! less Stirling's formula, for a whole k of at least 1.
  static THEANO_ONE_COPY double theano_stirling_error(double k) {
    if (k <= 15) return theano_small_stirling_errors[(int64_t)k - 1];
    const double z = 1 / (k * k);
    double series = __builtin_fma(-z, 1 / 1188.0, 1 / 1680.0);
    series = __builtin_fma(-z, series, 1 / 1260.0);
    series = __builtin_fma(-z, series, 1 / 360.0);
    series = __builtin_fma(-z, series, 1 / 12.0);
    return series / k;
  }

  // x log(x / mean) + mean - x, for positive x and mean.
  static THEANO_ONE_COPY double theano_deviance(double x, double mean) {
    const double difference = x - mean;
    if (!(__builtin_fabs(difference) < 0.1 * (x + mean)))
      return __builtin_fma(x, theano_portable_log_f64(x / mean), -difference);
    const double v = difference / (x + mean), z = v * v;
    double series = 1 / 21.0;
    series = __builtin_fma(z, series, 1 / 19.0);
    series = __builtin_fma(z, series, 1 / 17.0);
    series = __builtin_fma(z, series, 1 / 15.0);
    series = __builtin_fma(z, series, 1 / 13.0);
    series = __builtin_fma(z, series, 1 / 11.0);
    series = __builtin_fma(z, series, 1 / 9.0);
    series = __builtin_fma(z, series, 1 / 7.0);
    series = __builtin_fma(z, series, 1 / 5.0);
    series = __builtin_fma(z, series, 1 / 3.0);
    return __builtin_fma(difference, v, 2 * x * v * z * series);
  }

  // That of a whole k >= 0, for a mean above 0.
  static THEANO_ONE_COPY double theano_poisson_log(double k, double mean) {
    if (k == 0) return -mean;
    const double rest =
        -theano_stirling_error(k) - theano_deviance(k, mean) - 0.9189385332046728;
    return __builtin_fma(-0.5, theano_portable_log_f64(k), rest);
  }

  // That of a whole k in 0...n, for a probability in (0, 1/2].
  static THEANO_ONE_COPY double theano_binomial_log(double k, double n, double p) {
    if (k == 0) return n * theano_portable_log1p_f64(-p);
    if (k == n) return n * theano_portable_log_f64(p);
    const double rest = n - k;
    const double errors =
        theano_stirling_error(n) - theano_stirling_error(k) - theano_stirling_error(rest);
    const double deviances = theano_deviance(k, n * p) + theano_deviance(rest, n * (1 - p));
    const double log = theano_portable_log_f64(n / k / rest);
    return __builtin_fma(0.5, log, errors - deviances - 0.9189385332046728);
  }
  """#)
