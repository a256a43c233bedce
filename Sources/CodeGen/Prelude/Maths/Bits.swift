/// Floats as bits and back; powers of two.
let bitsMaths: [PreludePiece] = [
  PreludePiece(
    "theano_inline",
    #"""
    // The compilers would not inline the longer functions by themselves, and then not vectorise
    // loops.
    #define THEANO_INLINE static inline __attribute__((always_inline))
    """#),
  PreludePiece(
    "theano_bits", needs: ["theano_inline"],
    #"""
    // The bits of a float, and the float of some bits.
    THEANO_INLINE unsigned theano_bits_f32(float x) {
      unsigned bits;
      __builtin_memcpy(&bits, &x, sizeof bits);
      return bits;
    }

    THEANO_INLINE float theano_float_f32(unsigned bits) {
      float x;
      __builtin_memcpy(&x, &bits, sizeof x);
      return x;
    }

    THEANO_INLINE unsigned long long theano_bits_f64(double x) {
      unsigned long long bits;
      __builtin_memcpy(&bits, &x, sizeof bits);
      return bits;
    }

    THEANO_INLINE double theano_float_f64(unsigned long long bits) {
      double x;
      __builtin_memcpy(&x, &bits, sizeof x);
      return x;
    }
    """#),
  PreludePiece(
    "theano_signed", needs: ["theano_bits"],
    #"""
    // y with the sign of x, for a y that is zero or positive or has that sign already.
    THEANO_INLINE float theano_signed_f32(float y, float x) {
      return theano_float_f32(theano_bits_f32(y) | (theano_bits_f32(x) & 0x80000000u));
    }

    THEANO_INLINE double theano_signed_f64(double y, double x) {
      return theano_float_f64(theano_bits_f64(y) | (theano_bits_f64(x) & 0x8000000000000000ull));
    }
    """#),
  PreludePiece(
    "theano_round_bits", needs: ["theano_bits"],
    #"""
    // Adding these numbers rounds to an integer, which the lowest bits of the sum then hold. It is
    // vectorised everywhere, unlike a conversion.
    #define THEANO_ROUND_F32 12582912.0f
    #define THEANO_ROUND_F64 6755399441055744.0

    // 2 to the power n, from n + THEANO_ROUND, for exponents of normal numbers.
    THEANO_INLINE float theano_power_of_2_f32(float shifted) {
      return theano_float_f32((theano_bits_f32(shifted) << 23) + 0x3f800000u);
    }

    THEANO_INLINE double theano_power_of_2_f64(double shifted) {
      return theano_float_f64((theano_bits_f64(shifted) << 52) + 0x3ff0000000000000ull);
    }
    """#),
  PreludePiece(
    "theano_sum_f64", needs: ["theano_inline"],
    #"""
    // a + b rounded, and what the rounding lost.
    THEANO_INLINE double theano_sum_f64(double a, double b, double *lost) {
      double sum = a + b;
      double part = sum - a;
      *lost = (a - (sum - part)) + (b - part);
      return sum;
    }
    """#),
  PreludePiece(
    "theano_divide_f64", needs: ["theano_inline"],
    #"""
    // (a + b) / (c + d) rounded once, or almost, for b and d that are small beside a and c.
    THEANO_INLINE double theano_divide_f64(double a, double b, double c, double d) {
      double inverse = 1.0 / c;
      double quotient = a * inverse;
      double rest = __builtin_fma(-quotient, c, a) + (b - quotient * d);
      return quotient + rest * inverse;
    }
    """#),
]
