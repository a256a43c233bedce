/// A real type for which the matrix products are written out: its C name and the suffix of its functions.
struct ProductType: Sendable {
  /// The C type.
  let real: String
  /// The suffix of the functions' names.
  let suffix: String

  /// Products of float32.
  static let float32 = ProductType(real: "float", suffix: "f32")
  /// Products of float64.
  static let float64 = ProductType(real: "double", suffix: "f64")
}

/// What the products of both types share: the width of vectors, and hints to compilers.
///
/// A tile is `THEANO_TILE_ROWS` rows of two vectors: as many sums as leave registers for two vectors of b
/// and one element of a (24 of 32 registers with AVX-512 and NEON, 12 of 16 elsewhere).
let productMacros = PreludePiece(
  "theano_product_macros",
  #"""
  #if defined(__AVX512F__)
  #define THEANO_VECTOR_BYTES 64
  #define THEANO_TILE_ROWS 12
  #elif defined(__AVX__)
  #define THEANO_VECTOR_BYTES 32
  #define THEANO_TILE_ROWS 6
  #elif defined(__aarch64__)
  #define THEANO_VECTOR_BYTES 16
  #define THEANO_TILE_ROWS 12
  #else
  #define THEANO_VECTOR_BYTES 16
  #define THEANO_TILE_ROWS 6
  #endif

  #if defined(__clang__)
  #define THEANO_UNROLL _Pragma("clang loop unroll(full)")
  #else
  #define THEANO_UNROLL _Pragma("GCC unroll 16")
  #endif

  #define THEANO_INLINE static inline __attribute__((always_inline))

  // A sum over k is made of partial sums over at most so many terms: a panel of b stays in cache.
  #define THEANO_TERMS 384
  """#)

extension ProductType {
  /// The type's vectors, and a product with all that belongs to it.
  var types: PreludePiece {
    PreludePiece(
      "theano_product_\(suffix)", needs: ["theano_product_macros", "theano_frame"],
      #"""
      #define THEANO_LANES_\#(suffix) (THEANO_VECTOR_BYTES / (int64_t)sizeof(\#(real)))
      #define THEANO_TILE_COLUMNS_\#(suffix) (2 * THEANO_LANES_\#(suffix))

      // Vectors wherever elements lie: of the processor's width, and of four and eight elements.
      typedef \#(real) theano_vector_\#(suffix) __attribute__((
          vector_size(THEANO_VECTOR_BYTES), aligned(sizeof(\#(real))), may_alias));
      typedef \#(real) theano_four_\#(suffix)
          __attribute__((vector_size(4 * sizeof(\#(real))), aligned(sizeof(\#(real))), may_alias));
      typedef \#(real) theano_eight_\#(suffix)
          __attribute__((vector_size(8 * sizeof(\#(real))), aligned(sizeof(\#(real))), may_alias));

      // c = alpha a b + beta c, with strides in elements.
      typedef struct {
        int64_t m, n, k;
        \#(real) alpha;
        const \#(real) *a;
        int64_t a_row, a_column;
        const \#(real) *b;
        int64_t b_row, b_column;
        \#(real) beta;
        \#(real) *c;
        int64_t c_row, c_column;
      } theano_product_\#(suffix);
      """#)
  }
}
