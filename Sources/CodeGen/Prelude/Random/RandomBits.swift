/// Philox4x32-10 and the words of an element, as `Philox` and `ElementStream` in `Sources/Random` have them.
///
/// `key` is the first word of a state, and `element` the second plus the element's number, modulo 2^64.
/// What makes one element is inlined, so that loops over elements become loops over vectors.
let randomBits = PreludePiece(
  "theano_random_bits", needs: ["theano_frame"],
  #"""
  #define THEANO_DRAW static inline __attribute__((always_inline))
  #if defined(__clang__)
  #define THEANO_ROUNDS _Pragma("clang loop unroll(full)")
  #else
  #define THEANO_ROUNDS _Pragma("GCC unroll 10")
  #endif

  // Four random words; the first is the least significant.
  typedef struct {
    uint32_t x, y, z, w;
  } theano_block;

  // The block of counter `number` 2^64 + `element`.
  THEANO_DRAW theano_block theano_philox(uint64_t key, uint64_t element, uint64_t number) {
    uint32_t c0 = (uint32_t)element, c1 = (uint32_t)(element >> 32);
    uint32_t c2 = (uint32_t)number, c3 = (uint32_t)(number >> 32);
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    THEANO_ROUNDS for (int32_t round = 0; round < 10; round++) {
      const uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
      c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
      c1 = (uint32_t)p1;
      c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
      c3 = (uint32_t)p0;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    return (theano_block){c0, c1, c2, c3};
  }

  // The first and second half of a block.
  THEANO_DRAW uint64_t theano_low_word(theano_block block) {
    return (uint64_t)block.y << 32 | block.x;
  }
  THEANO_DRAW uint64_t theano_high_word(theano_block block) {
    return (uint64_t)block.w << 32 | block.z;
  }

  // The multiple of 2^-53 in [0, 1) that a word's top 53 bits are.
  THEANO_DRAW double theano_unit_f64(uint64_t word) { return (double)(word >> 11) * 0x1p-53; }

  // The multiple of 2^-24 in [0, 1) that a word's top 24 bits are.
  THEANO_DRAW float theano_unit_f32(uint32_t word) {
    return (float)(int32_t)(word >> 8) * 0x1p-24f;
  }

  // Between numbers and their bits.
  THEANO_DRAW uint32_t theano_bits_of_f32(float x) {
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
  }
  THEANO_DRAW float theano_f32_of_bits(uint32_t bits) {
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
  }
  THEANO_DRAW uint64_t theano_bits_of_f64(double x) {
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
  }
  THEANO_DRAW double theano_f64_of_bits(uint64_t bits) {
    double x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
  }
  """#)
