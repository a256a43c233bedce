/// log, log2, log10 and log1p.
///
/// x = 2^k m with m between √½ and √2. In float32 a minimax polynomial of f = m - 1 gives log m; in
/// float64 log m = 2 artanh(f / (2 + f)), put together as in Tang, "Table-driven implementation of
/// the logarithm" (1990), without the table.
let logarithmMaths: [PreludePiece] =
  [
    PreludePiece(
      "theano_log_sum_f32", needs: ["theano_bits"],
      #"""
      // f³ and higher terms of log(1 + f).
      THEANO_INLINE float theano_log_tail_f32(float f) {
        float z = f * f;
        float q = -0.07863847f * f + 0.12881687f;
        q = q * z + (-0.13127027f * f + 0.14181066f);
        q = q * z + (-0.16624738f * f + 0.200023f);
        q = q * z + (-0.25000805f * f + 0.33333316f);
        return f * z * q;
      }

      // k log 2 + log(1 + f) + rest, for a rest that is small beside f or k.
      THEANO_INLINE float theano_log_sum_f32(float k, float f, float rest) {
        float low = k * 1.4286068e-06f + (theano_log_tail_f32(f) + rest);
        return k * 0.693145751953125f + (f + (low - 0.5f * (f * f)));
      }

      // The exponent k of 2^k m in bits as below.
      THEANO_INLINE float theano_exponent_f32(unsigned bits) { return (float)((int)bits >> 23); }
      """#),
    PreludePiece(
      "theano_log_sum_f64", needs: ["theano_bits"],
      #"""
      // 2 artanh s = 2 s + s times this, for s = f / (2 + f).
      THEANO_INLINE double theano_log_tail_f64(double s) {
        double z = s * s;
        double w = z * z;
        double q = 0.14648451091478748 * z + 0.1532889395163654;
        q = q * w + (0.18182982770364026 * z + 0.2222220970755743);
        q = q * w + (0.28571428635769075 * z + 0.39999999999875185);
        return z * (q * z + 0.6666666666666671);
      }

      // k log 2 + log(1 + f) + rest, for a rest that is small beside f or k.
      THEANO_INLINE double theano_log_sum_f64(double k, double f, double rest) {
        double s = f / (2.0 + f);
        // log(1 + f) = f - s (f - tail).
        double low = k * 2.8235290563031577e-13 + rest;
        return k * 0.693147180559663 + (f - (s * (f - theano_log_tail_f64(s)) - low));
      }

      // log(1 + f) - f, in two numbers of which the second is small.
      THEANO_INLINE double theano_log_rest_f64(double f, double *low) {
        double s = f / (2.0 + f);
        double half = 0.5 * f * f;
        *low = s * (half + theano_log_tail_f64(s));
        return -half;
      }

      // The exponent k of 2^k m in bits as below, without a conversion of integers.
      THEANO_INLINE double theano_exponent_f64(unsigned long long bits) {
        return theano_float_f64((bits >> 52) | 0x4330000000000000ull) - (0x1p52 + 2046.0);
      }
      """#),
  ]
  + bothWidths(
    "theano_log", needs: ["theano_log_sum_fN"], logarithmValues,
    #"""
    // k and m of x = 2^k m for positive x; without the `small` ones if x is known to be normal.
    THEANO_INLINE real theano_log_split_fN(real x, int small, real *m) {
      bits b = theano_bits_fN(small ? x * {up} : x) - (small ? {lessSmall} : {less});
      *m = theano_float_fN((b & {mask}) + {root});
      return theano_exponent_fN(b);
    }

    // Puts in what functions like the logarithm are at 0, below and at infinity.
    THEANO_INLINE real theano_log_special_fN(real x, real result) {
      result = x < __builtin_inf#() ? result : x;
      return x > 0.0# ? result : x == 0.0# ? -__builtin_inf#() : __builtin_nan#("");
    }

    // log x, at most 0.9 ulp.
    THEANO_INLINE real theano_log_fN(real x) {
      real m, k = theano_log_split_fN(x, x < {leastNormal}, &m);
      return theano_log_special_fN(x, theano_log_sum_fN(k, m - 1.0#, 0.0#));
    }
    """#)
  + bothWidths(
    "theano_log1p", needs: ["theano_log_fN", "theano_signed"], logarithmValues,
    #"""
    // log(u + c) for a c that is small beside u, a positive normal number.
    THEANO_INLINE real theano_log_corrected_fN(real u, real c) {
      real m, k = theano_log_split_fN(u, 0, &m);
      return theano_log_sum_fN(k, m - 1.0#, c / u);
    }

    // log(1 + x), at most 0.9 ulp.
    THEANO_INLINE real theano_log1p_fN(real x) {
      real u = 1.0# + x;
      real result = theano_log_corrected_fN(u, x - (u - 1.0#));
      return theano_signed_fN(theano_log_special_fN(u, result), x);
    }
    """#)
  + [
    PreludePiece(
      "theano_log2_f32", needs: ["theano_log_f32"],
      #"""
      // log2 x, at most 1.5 ulp; exact for powers of two.
      THEANO_INLINE float theano_log2_f32(float x) {
        float m, k = theano_log_split_f32(x, x < 0x1p-126f, &m);
        float f = m - 1.0f;
        // The leading digits of f - f²/2 go through exact products.
        float tail = theano_log_tail_f32(f) - 0.5f * (f * f);
        float high = theano_float_f32(theano_bits_f32(f + tail) & 0xfffff000u);
        float low = (f - high) + tail;
        float sum = low * 1.4426950f + high * -1.7605285e-04f;
        return theano_log_special_f32(x, k + (high * 1.442871094f + sum));
      }
      """#),
    PreludePiece(
      "theano_log_leading_f64", needs: ["theano_log_f64"],
      #"""
      // The leading digits of log(1 + f), few enough for exact products, and the rest in `low`.
      THEANO_INLINE double theano_log_leading_f64(double f, double *low) {
        double tail = theano_log_rest_f64(f, low);
        tail += *low;
        double high = theano_float_f64(theano_bits_f64(f + tail) & 0xfffffffff8000000ull);
        *low = (f - high) + tail;
        return high;
      }
      """#),
    PreludePiece(
      "theano_log2_f64", needs: ["theano_log_leading_f64"],
      #"""
      // log2 x, at most 1 ulp; exact for powers of two.
      THEANO_INLINE double theano_log2_f64(double x) {
        double m, k = theano_log_split_f64(x, x < 0x1p-1022, &m);
        double low, high = theano_log_leading_f64(m - 1.0, &low);
        double sum = low * 1.4426950408889634 + high * 1.9259629911266175e-08;
        return theano_log_special_f64(x, k + (high * 1.4426950216293335 + sum));
      }
      """#),
    PreludePiece(
      "theano_log10_f64", needs: ["theano_log_leading_f64"],
      #"""
      // log10 x, at most 1.5 ulp.
      THEANO_INLINE double theano_log10_f64(double x) {
        double m, k = theano_log_split_f64(x, x < 0x1p-1022, &m);
        double low, high = theano_log_leading_f64(m - 1.0, &low);
        double sum = high * 4.798111141615973e-09 + k * 1.42050232272661e-13;
        sum = low * 0.4342944819032518 + sum;
        return theano_log_special_f64(x, k * 0.30102999566383914 + (high * 0.4342944771051407 + sum));
      }
      """#),
    PreludePiece(
      "theano_log10_f32", needs: ["theano_log10_f64"],
      #"""
      // log10 x, rounded almost always as the exact result.
      THEANO_INLINE float theano_log10_f32(float x) { return (float)theano_log10_f64(x); }
      """#),
  ]

/// The constants of the logarithms.
private let logarithmValues: [String: TemplateValue] = [
  // √½ as bits, and what brings the exponent of a number above it to the top; in float64 with 2046
  // added, so that it is not negative. For small numbers with the exponent of `up`.
  "root": .text("0x3f3504f3u", "0x3fe6a09e667f3bcdull"),
  "less": .text("0x3f3504f3u", "(0x3fe6a09e667f3bcdull - 0x7fe0000000000000ull)"),
  "lessSmall": .text("0x4ab504f3u", "(0x4326a09e667f3bcdull - 0x7fe0000000000000ull)"),
  "mask": .text("0x007fffffu", "0x000fffffffffffffull"),
  "up": .text("0x1p23f", "0x1p52"), "leastNormal": .text("0x1p-126f", "0x1p-1022"),
]
