/// The words of an element's own blocks one after the other: the `next…` functions of `ElementStream`.
///
/// Functions that take words by rejection are not inlined: they are long, and neither their operands nor their results
/// become part of a fused multiply-add then.
let ownWords = PreludePiece(
  "theano_own_words", needs: ["theano_random_bits", "THEANO_REASSOCIATE"],
  #"""
  // The words of element `element`, of which the first `count` have been taken.
  typedef struct {
    uint64_t key, element, count, rest;
  } theano_words;

  THEANO_DRAW theano_words theano_words_of(uint64_t key, uint64_t element) {
    return (theano_words){key, element, 0, 0};
  }

  // The words from number `count` on.
  THEANO_DRAW theano_words theano_words_from(uint64_t key, uint64_t element, uint64_t count) {
    theano_words words = {key, element, count, 0};
    if (count & 1) words.rest = theano_high_word(theano_philox(key, element, count >> 1));
    return words;
  }

  // The next 64 bits.
  static inline uint64_t theano_next_word(theano_words *words) {
    if (words->count++ & 1) return words->rest;
    const theano_block block = theano_philox(words->key, words->element, words->count >> 1);
    words->rest = theano_high_word(block);
    return theano_low_word(block);
  }

  // A uniform multiple of 2^-53 in [0, 1).
  THEANO_DRAW double theano_next_unit(theano_words *words) {
    return theano_unit_f64(theano_next_word(words));
  }

  // A uniform odd multiple of 2^-53 in (0, 1).
  THEANO_DRAW double theano_next_open_unit(theano_words *words) {
    return ((double)(theano_next_word(words) >> 12) + 0.5) * 0x1p-52;
  }
  """#)
