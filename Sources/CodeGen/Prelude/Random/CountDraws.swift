/// The number of events where `mean` are expected: `PoissonSampler`. What parameters are wrong has been checked
/// elsewhere, or will be; but any must come to an end.
///
/// Source of the rejection: Hörmann, "The transformed rejection method for generating Poisson random variables",
/// Insur. Math. Econ. 12 (1993).
let poissonDraws = PreludePiece(
  "theano_poisson_f64", needs: ["theano_own_words", "theano_log_probabilities"],
  #"""
  // By inversion, for means below 10.
  static THEANO_ONE_COPY int64_t theano_invert_poisson(theano_words *words, double mean) {
    const double none = theano_portable_exp_f64(-mean);
    for (;;) {
      double rest = theano_next_unit(words), k = 0, term = none;
      while (rest >= term && k < 120) {
        rest -= term;
        k += 1;
        // It ends with a quotient, so that the next difference is not contracted.
        term = term * mean / k;
      }
      if (rest < term) return (int64_t)k;
    }
  }

  static THEANO_ONE_COPY int64_t theano_poisson_f64(double mean, uint64_t key, uint64_t element) {
    if (!(mean > 0 && mean <= 9.223372006484771e18)) return 0;
    theano_words words = theano_words_of(key, element);
    if (mean < 10) return theano_invert_poisson(&words, mean);
    const double b = __builtin_fma(2.53, __builtin_sqrt(mean), 0.931);
    const double a = __builtin_fma(0.02483, b, -0.059);
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    for (;;) {
      const double u = theano_next_open_unit(&words) - 0.5;
      const double v = theano_next_open_unit(&words);
      const double us = 0.5 - __builtin_fabs(u);
      const double k = __builtin_floor(__builtin_fma(2 * a / us + b, u, mean) + 0.43);
      if (!(k >= 0 && k < 0x1p63)) continue;
      if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return (int64_t)k;
      if (us < 0.013 && v > us) continue;
      const double bound = theano_poisson_log(k, mean);
      if (theano_portable_log_f64(v * inverse_alpha / (a / (us * us) + b)) <= bound)
        return (int64_t)k;
    }
  }
  """#)

/// Successes in independent trials, of the words that others have left: `ElementStream.nextBinomial`.
///
/// Source of the rejection: Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46 (1993).
let binomialRejection = PreludePiece(
  "theano_next_binomial", needs: ["theano_own_words", "theano_log_probabilities"],
  #"""
  // By inversion, for n p < 10.
  static THEANO_ONE_COPY int64_t theano_invert_binomial(theano_words *words, int64_t trials,
                                                        double p) {
    const double n = (double)trials, odds = p / (1 - p);
    const double none = theano_portable_exp_f64(n * theano_portable_log1p_f64(-p));
    for (;;) {
      double rest = theano_next_unit(words), k = 0, term = none;
      while (rest >= term && k < n && k < 120) {
        rest -= term;
        // It ends with a quotient, so that the next difference is not contracted.
        term = term * odds * (n - k) / (k + 1);
        k += 1;
      }
      if (rest < term) return (int64_t)k;
    }
  }

  // By rejection, for p <= 1/2 and n p >= 10.
  static THEANO_ONE_COPY int64_t theano_reject_binomial(theano_words *words, int64_t trials,
                                                        double p) {
    const double n = (double)trials, deviation = __builtin_sqrt(n * p * (1 - p));
    const double b = __builtin_fma(2.53, deviation, 1.15);
    const double a = __builtin_fma(0.01, p, __builtin_fma(0.0248, b, -0.0873));
    const double alpha = (2.83 + 5.1 / b) * deviation;
    for (;;) {
      const double u = theano_next_open_unit(words) - 0.5;
      const double v = theano_next_open_unit(words);
      const double us = 0.5 - __builtin_fabs(u);
      const double k = __builtin_floor(__builtin_fma(2 * a / us + b, u, n * p) + 0.5);
      if (!(k >= 0 && k <= n && k < 0x1p63) || (int64_t)k > trials) continue;
      if (us >= 0.07 && v <= 0.92 - 4.2 / b) return (int64_t)k;
      const double excess =
          theano_binomial_log(k, n, p) - theano_binomial_log(__builtin_floor((n + 1) * p), n, p);
      if (theano_portable_log_f64(v * alpha / (a / (us * us) + b)) <= excess) return (int64_t)k;
    }
  }

  // No words are taken where the count is certain. Any parameters come to an end.
  static inline int64_t theano_next_binomial(theano_words *words, int64_t trials,
                                             double probability) {
    if (!(trials > 0 && probability > 0)) return 0;
    if (!(probability < 1)) return trials;
    if (trials == 1) return theano_next_unit(words) < probability;
    const double other = 1 - probability, p = other < probability ? other : probability;
    const int64_t count = (double)trials * p < 10 ? theano_invert_binomial(words, trials, p)
                                                  : theano_reject_binomial(words, trials, p);
    return probability > 0.5 ? trials - count : count;
  }
  """#)

/// The number of successes in independent trials: `BinomialSampler`.
let binomialDraws = PreludePiece(
  "theano_binomial_i64", needs: ["theano_next_binomial", "theano_word64_u64"],
  #"""
  static THEANO_ONE_COPY int64_t theano_binomial_i64(int64_t trials, double probability,
                                                     uint64_t key, uint64_t element) {
    // One trial is what Bernoulli draws.
    if (trials == 1) return theano_unit_f64(theano_word64_u64(key, element)) < probability;
    theano_words words = theano_words_of(key, element);
    return theano_next_binomial(&words, trials, probability);
  }
  """#)
