import TheanoLoopIR

/// All pieces that generated code may use.
package let prelude: [PreludePiece] =
  basicPrelude + [clockPrelude] + integerPrelude + conversionPrelude + mathsPrelude + randomPieces

/// What every program begins with.
let basicPrelude: [PreludePiece] = [
  PreludePiece(
    "THEANO_REASSOCIATE",
    """
    #ifdef __clang__
    #define THEANO_REASSOCIATE _Pragma("clang fp reassociate(on)")
    #define THEANO_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
    #define THEANO_INTERLEAVED _Pragma("clang loop interleave_count(4)")
    #else
    #define THEANO_REASSOCIATE
    #define THEANO_INDEPENDENT _Pragma("GCC ivdep")
    #define THEANO_INTERLEAVED
    #endif
    #define THEANO_ONE_COPY __attribute__((noinline))
    """),
  PreludePiece(
    "theano_times_far", needs: ["THEANO_REASSOCIATE"],
    """
    // For pieces of large programs: compilers take long over hundreds of copies.
    static THEANO_ONE_COPY int64_t theano_times_far(int64_t a, int64_t b) {
      return theano_times(a, b);
    }

    static THEANO_ONE_COPY void *theano_reserve_far(theano_frame *frame, int32_t slot,
                                                    int64_t bytes) {
      return theano_reserve(frame, slot, bytes);
    }
    """),
  PreludePiece(
    "theano_complex",
    """
    typedef struct { float real, imaginary; } theano_complex64;
    typedef struct { double real, imaginary; } theano_complex128;
    """),
  PreludePiece(
    "theano_order_f32",
    """
    // Integers in the order of the floats; NaN comes where it may.
    static inline int32_t theano_order_f32(float x) {
      int32_t bits;
      __builtin_memcpy(&bits, &x, sizeof bits);
      return bits ^ ((bits >> 31) & 0x7fffffff);
    }
    """),
  PreludePiece(
    "theano_unorder_f32",
    """
    static inline float theano_unorder_f32(int32_t bits) {
      float x;
      bits ^= (bits >> 31) & 0x7fffffff;
      __builtin_memcpy(&x, &bits, sizeof x);
      return x;
    }
    """),
  PreludePiece(
    "theano_order_f64",
    """
    static inline int64_t theano_order_f64(double x) {
      int64_t bits;
      __builtin_memcpy(&bits, &x, sizeof bits);
      return bits ^ ((bits >> 63) & 0x7fffffffffffffffl);
    }
    """),
  PreludePiece(
    "theano_unorder_f64",
    """
    static inline double theano_unorder_f64(int64_t bits) {
      double x;
      bits ^= (bits >> 63) & 0x7fffffffffffffffl;
      __builtin_memcpy(&x, &bits, sizeof x);
      return x;
    }
    """),
  PreludePiece(
    "theano_quotient_i64",
    """
    // a / b of numbers that are not negative; 0 if b is 0.
    static inline int64_t theano_quotient_i64(int64_t a, int64_t b) { return b ? a / b : 0; }
    """),
  PreludePiece(
    "theano_rest_i64",
    """
    // a mod b of numbers that are not negative; 0 if b is 0.
    static inline int64_t theano_rest_i64(int64_t a, int64_t b) { return b ? a % b : 0; }
    """),
]

/// The pieces by their names.
private let piecesByName = Dictionary(prelude.map { ($0.name, $0) }) { first, _ in first }

/// Returns the text of the prelude that programs using the functions `names` begin with.
/// - Throws: `LoweringError` if there is no such function.
func preludeText(_ names: Set<String>) throws -> String {
  var seen: Set<String> = []
  var texts = [framePrelude.text]
  var stack = names.sorted() + ["theano_complex", "THEANO_REASSOCIATE"]
  while let name = stack.last {
    guard let piece = piecesByName[name] else {
      throw LoweringError("the prelude has no function \(name)")
    }
    let missing = piece.needs.filter { !seen.contains($0) && $0 != framePrelude.name }
    if missing.isEmpty || seen.contains(name) {
      stack.removeLast()
      if seen.insert(name).inserted { texts.append(piece.text) }
    } else {
      stack += missing
    }
  }
  return texts.joined(separator: "\n\n")
}
