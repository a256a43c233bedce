/// Exponential numbers by their mean: `ExponentialSampler`.
let exponentialDraws = PreludePiece(
  "theano_exponential_f64", needs: ["theano_random_math_f64"],
  #"""
  THEANO_DRAW double theano_exponential_f64(double scale, uint64_t word) {
    return scale * (0 - theano_portable_log_f64(1 - theano_unit_f64(word)));
  }
  """#)

/// 1 with a probability, else 0: `BernoulliSampler`.
let bernoulliDraws = PreludePiece(
  "theano_bernoulli_f64", needs: ["theano_random_bits"],
  #"""
  THEANO_DRAW int64_t theano_bernoulli_f64(double probability, uint64_t word) {
    return theano_unit_f64(word) < probability;
  }
  """#)

/// Integers from `low` to `high`, both included: `IntegersSampler`.
///
/// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
let integerDraws = PreludePiece(
  "theano_integers_i64", needs: ["theano_random_bits"],
  #"""
  // What becomes of words that would favour some results: the element's own words are tried.
  static __attribute__((noinline, cold)) uint64_t theano_next_integer(uint64_t word, uint64_t key,
                                                                      uint64_t element,
                                                                      uint64_t bound) {
    const uint64_t threshold = (0 - bound) % bound;
    const unsigned __int128 product = (unsigned __int128)word * bound;
    if ((uint64_t)product >= threshold) return (uint64_t)(product >> 64);
    for (uint64_t number = 0;; number++) {
      const theano_block block = theano_philox(key, element, number);
      const unsigned __int128 first = (unsigned __int128)theano_low_word(block) * bound;
      if ((uint64_t)first >= threshold) return (uint64_t)(first >> 64);
      const unsigned __int128 second = (unsigned __int128)theano_high_word(block) * bound;
      if ((uint64_t)second >= threshold) return (uint64_t)(second >> 64);
    }
  }

  THEANO_DRAW int64_t theano_integers_i64(int64_t low, int64_t high, uint64_t word, uint64_t key,
                                          uint64_t element) {
    // The number of values modulo 2^64: 0 stands for all of them.
    const uint64_t bound = (uint64_t)high - (uint64_t)low + 1;
    const unsigned __int128 product = (unsigned __int128)word * bound;
    uint64_t value = bound ? (uint64_t)(product >> 64) : word;
    if (__builtin_expect((uint64_t)product < bound, 0))
      value = theano_next_integer(word, key, element, bound);
    return (int64_t)((uint64_t)low + value);
  }
  """#)
