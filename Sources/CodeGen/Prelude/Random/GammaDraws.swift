/// Gamma numbers of scale 1 for a shape of at least 1, by rejection: `ElementStream.nextGamma`.
///
/// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
let gammaRejection = PreludePiece(
  "theano_next_gamma",
  needs: ["theano_own_words", "theano_random_exponential", "theano_normal64_u64"],
  #"""
  static inline double theano_next_gamma(theano_words *words, double shape) {
    const double d = shape - 1.0 / 3, c = 1 / (3 * __builtin_sqrt(d));
    for (;;) {
      const double radius = theano_radius_f64(theano_next_word(words));
      const uint64_t turn = theano_next_word(words) >> 11;
      const double x = theano_cosine_f64(radius, theano_wave_at_f64(turn));
      const double u = theano_next_open_unit(words);
      const double root = __builtin_fma(c, x, 1.0);
      if (!(root > 0)) continue;
      const double v = root * root * root, square = x * x;
      if (u < __builtin_fma(-0.0331 * square, square, 1.0)) return d * v;
      const double sum =
          __builtin_fma(-(root * root), root, 1.0) + theano_portable_log_f64(v);
      if (theano_portable_log_f64(u) < __builtin_fma(d, sum, 0.5 * square)) return d * v;
    }
  }
  """#)

/// Gamma numbers by shape and scale: `GammaSampler`. What parameters are wrong has been checked elsewhere, or
/// will be; but any must come to an end.
let gammaDraws = PreludePiece(
  "theano_gamma_f64", needs: ["theano_next_gamma"],
  #"""
  static THEANO_ONE_COPY double theano_gamma_f64(double shape, double scale, uint64_t key,
                                                 uint64_t element) {
    if (!(shape > 0 && shape <= 0x1.fffffffffffffp1023)) return 0;
    theano_words words = theano_words_of(key, element);
    const double larger = theano_next_gamma(&words, shape < 1 ? shape + 1 : shape);
    if (shape >= 1) return scale * larger;
    const double log = theano_portable_log_f64(theano_next_open_unit(&words));
    return scale * (larger * theano_portable_exp_f64(log / shape));
  }
  """#)

/// Beta numbers by their shapes: `BetaSampler`.
let betaDraws = PreludePiece(
  "theano_beta_f64", needs: ["theano_next_gamma"],
  #"""
  // The logarithm of a gamma number.
  static THEANO_ONE_COPY double theano_next_log_gamma(theano_words *words, double shape) {
    const double larger =
        theano_portable_log_f64(theano_next_gamma(words, shape < 1 ? shape + 1 : shape));
    if (shape >= 1) return larger;
    return larger + theano_portable_log_f64(theano_next_open_unit(words)) / shape;
  }

  static THEANO_ONE_COPY double theano_beta_f64(double alpha, double beta, uint64_t key,
                                                uint64_t element) {
    const double most = 0x1.fffffffffffffp1023;
    if (!(alpha > 0 && beta > 0 && alpha <= most && beta <= most)) return 0;
    theano_words words = theano_words_of(key, element);
    const double x = theano_next_log_gamma(&words, alpha);
    const double y = theano_next_log_gamma(&words, beta);
    // Both shapes are as good as 0.
    if (x == y && x < -most) return theano_next_unit(&words) < alpha / (alpha + beta) ? 1 : 0;
    return 1 / (1 + theano_portable_exp_f64(y - x));
  }
  """#)
