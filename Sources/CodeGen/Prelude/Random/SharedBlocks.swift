/// What elements take from blocks that neighbours share, as `SharedBlocks.swift` in `Sources/Random` has it: one
/// element, and many that follow each other.
///
/// The functions `…_ahead` write numbers of `count` elements from `element` on. They make whole blocks, a multiple of
/// 8 of them, and return the place of the first number asked for: `draws` has room for 32 numbers more than the count.
let sharedWords = PreludePiece(
  "theano_word32_u64", needs: ["theano_random_bits", "THEANO_REASSOCIATE"],
  #"""
  // The high halves of the counters of shared blocks.
  #define THEANO_WORDS (~1ul)
  #define THEANO_PAIRS (~2ul)
  #define THEANO_NORMALS_F32 (~3ul)
  #define THEANO_NORMALS_F64 (~4ul)

  // The room for numbers that are made ahead: 256, and what whole blocks have before and after.
  #define THEANO_AHEAD (256 + 32)

  // How many blocks of numbers by `share` there are to make.
  THEANO_DRAW int64_t theano_block_count(uint64_t lead, int64_t count, int64_t share) {
    return (((int64_t)lead + count + share - 1) / share + 7) & ~7l;
  }

  THEANO_DRAW uint32_t theano_word32_u64(uint64_t key, uint64_t element) {
    const theano_block block = theano_philox(key, element >> 2, THEANO_WORDS);
    const uint32_t low = element & 1 ? block.y : block.x, high = element & 1 ? block.w : block.z;
    return element & 2 ? high : low;
  }

  // Blocks that four elements share, from that of element `first` on: the words of each place side by side.
  typedef struct {
    uint32_t x[THEANO_AHEAD / 4], y[THEANO_AHEAD / 4], z[THEANO_AHEAD / 4], w[THEANO_AHEAD / 4];
  } theano_blocks;
  static THEANO_ONE_COPY void theano_make_blocks(theano_blocks *words, uint64_t key,
                                                 uint64_t first, int64_t blocks, uint64_t kind) {
    for (int64_t i = 0; i < blocks; i++) {
      const theano_block block = theano_philox(key, (first + 4 * (uint64_t)i) >> 2, kind);
      words->x[i] = block.x;
      words->y[i] = block.y;
      words->z[i] = block.z;
      words->w[i] = block.w;
    }
  }

  static THEANO_ONE_COPY uint64_t theano_word32_ahead(uint32_t *draws, uint64_t key,
                                                      uint64_t element, int64_t count) {
    theano_blocks words;
    const uint64_t lead = element & 3;
    const int64_t blocks = theano_block_count(lead, count, 4);
    theano_make_blocks(&words, key, element - lead, blocks, THEANO_WORDS);
    for (int64_t i = 0; i < blocks; i++) {
      draws[4 * i] = words.x[i];
      draws[4 * i + 1] = words.y[i];
      draws[4 * i + 2] = words.z[i];
      draws[4 * i + 3] = words.w[i];
    }
    return lead;
  }
  """#)

/// The same for pairs of words.
let sharedPairs = PreludePiece(
  "theano_word64_u64", needs: ["theano_word32_u64"],
  #"""
  THEANO_DRAW uint64_t theano_word64_u64(uint64_t key, uint64_t element) {
    const theano_block block = theano_philox(key, element >> 1, THEANO_PAIRS);
    return element & 1 ? theano_high_word(block) : theano_low_word(block);
  }

  // The pairs of blocks that two elements share.
  static THEANO_ONE_COPY uint64_t theano_pairs_ahead(uint64_t *draws, uint64_t key,
                                                     uint64_t element, int64_t count,
                                                     uint64_t kind) {
    const uint64_t lead = element & 1, first = element - lead;
    const int64_t blocks = theano_block_count(lead, count, 2);
    for (int64_t i = 0; i < blocks; i++) {
      const theano_block block = theano_philox(key, (first + 2 * (uint64_t)i) >> 1, kind);
      draws[2 * i] = theano_low_word(block);
      draws[2 * i + 1] = theano_high_word(block);
    }
    return lead;
  }

  THEANO_DRAW uint64_t theano_word64_ahead(uint64_t *draws, uint64_t key, uint64_t element,
                                           int64_t count) {
    return theano_pairs_ahead(draws, key, element, count, THEANO_PAIRS);
  }
  """#)
