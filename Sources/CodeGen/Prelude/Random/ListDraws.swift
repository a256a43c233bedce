// What lists are drawn with: each of these has the words of an element from some number on, and for what takes words
// by rejection there is a second function, how many have been taken then. clang has work that both do done once.

/// A uniform number of an element's first word: the first `ElementStream.nextUnit`.
let ownUnits = PreludePiece(
  "theano_own_unit_u64", needs: ["theano_random_bits"],
  #"""
  THEANO_DRAW double theano_own_unit_u64(uint64_t key, uint64_t element) {
    return theano_unit_f64(theano_low_word(theano_philox(key, element, 0)));
  }
  """#)

/// A word of an element by its number.
let numberedWords = PreludePiece(
  "theano_own_word_u64", needs: ["theano_random_bits"],
  #"""
  THEANO_DRAW uint64_t theano_own_word_u64(uint64_t key, uint64_t element, uint64_t number) {
    const theano_block block = theano_philox(key, element, number >> 1);
    return number & 1 ? theano_high_word(block) : theano_low_word(block);
  }
  """#)

/// How many words an integer below a bound takes: see `ElementStream.nextInteger`.
///
/// Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
let wordsOfIntegers = PreludePiece(
  "theano_words_of_integer_u64", needs: ["theano_own_word_u64"],
  #"""
  // How many words have been taken when one favours no integer below a bound, the first being number `words`.
  static __attribute__((noinline, cold, const)) uint64_t theano_fair_words(
      uint64_t bound, uint64_t key, uint64_t element, uint64_t words) {
    const uint64_t threshold = (0 - bound) % bound;
    while (theano_own_word_u64(key, element, words++) * bound < threshold) {
    }
    return words;
  }

  // How many words have been taken after those before number `words` and the next integer.
  THEANO_DRAW uint64_t theano_words_of_integer_u64(uint64_t bound, uint64_t key, uint64_t element,
                                                   uint64_t words) {
    // The product modulo 2^64 says whether the word can be unfair.
    const uint64_t low = theano_own_word_u64(key, element, words) * bound;
    if (__builtin_expect(low < bound, 0)) return theano_fair_words(bound, key, element, words);
    return words + 1;
  }
  """#)

/// Integers below a bound: `ElementStream.nextInteger`.
let integersFromWords = PreludePiece(
  "theano_integer_from_u64", needs: ["theano_words_of_integer_u64"],
  #"""
  THEANO_DRAW uint64_t theano_integer_from_u64(uint64_t bound, uint64_t key, uint64_t element,
                                               uint64_t words) {
    const uint64_t last = theano_words_of_integer_u64(bound, key, element, words) - 1;
    return (uint64_t)(((unsigned __int128)theano_own_word_u64(key, element, last) * bound) >> 64);
  }
  """#)

/// Binomial counts: `ElementStream.nextBinomial`.
let binomialFromWords = PreludePiece(
  "theano_binomial_from_i64", needs: ["theano_next_binomial"],
  #"""
  typedef struct {
    int64_t count;
    uint64_t words;
  } theano_counted;

  static THEANO_ONE_COPY __attribute__((const)) theano_counted theano_count_binomial(
      int64_t trials, double probability, uint64_t key, uint64_t element, uint64_t first) {
    theano_words words = theano_words_from(key, element, first);
    const int64_t count = theano_next_binomial(&words, trials, probability);
    return (theano_counted){count, words.count};
  }

  THEANO_DRAW int64_t theano_binomial_from_i64(int64_t trials, double probability, uint64_t key,
                                               uint64_t element, uint64_t words) {
    return theano_count_binomial(trials, probability, key, element, words).count;
  }
  """#)

/// The words that these take.
let wordsOfBinomials = PreludePiece(
  "theano_words_of_binomial_i64", needs: ["theano_binomial_from_i64"],
  #"""
  THEANO_DRAW uint64_t theano_words_of_binomial_i64(int64_t trials, double probability,
                                                    uint64_t key, uint64_t element,
                                                    uint64_t words) {
    return theano_count_binomial(trials, probability, key, element, words).words;
  }
  """#)
