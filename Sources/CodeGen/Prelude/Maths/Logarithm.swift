/// log, log2, log10 and log1p.
///
/// x = 2^k m with m between √½ and √2. In float32 a minimax polynomial of f = m - 1 gives log m; in
/// float64 log m = 2 artanh(f / (2 + f)), put together as in Tang, "Table-driven implementation of
/// the logarithm" (1990), without the table.
let logarithmMaths: [PreludePiece] = [
  PreludePiece(
    "theano_log_f32", needs: ["theano_bits"],
    #"""
    // f³ and higher terms of log(1 + f).
    THEANO_INLINE float theano_log_tail_f32(float f) {
      float q = -0.07863847f;
      q = q * f + 0.12881687f;
      q = q * f - 0.13127027f;
      q = q * f + 0.14181066f;
      q = q * f - 0.16624738f;
      q = q * f + 0.200023f;
      q = q * f - 0.25000805f;
      q = q * f + 0.33333316f;
      return f * f * f * q;
    }

    // k log 2 + log(1 + f).
    THEANO_INLINE float theano_log_sum_f32(float k, float f) {
      float low = k * 1.4286068e-06f + theano_log_tail_f32(f);
      return k * 0.693145751953125f + (f + (low - 0.5f * (f * f)));
    }

    // k of x = 2^k m, and the bits of m, for positive normal x.
    THEANO_INLINE float theano_log_split_f32(float x, unsigned *mantissa) {
      unsigned bits = theano_bits_f32(x) - 0x3f3504f3u;
      *mantissa = (bits & 0x007fffffu) + 0x3f3504f3u;
      return (float)((int)bits >> 23);
    }

    // Puts in what functions like the logarithm are at 0, below and at infinity.
    THEANO_INLINE float theano_log_special_f32(float x, float result) {
      result = x < __builtin_inff() ? result : x;
      result = x == 0.0f ? -__builtin_inff() : result;
      return x < 0.0f ? __builtin_nanf("") : result;
    }

    // log x, at most 1 ulp.
    THEANO_INLINE float theano_log_f32(float x) {
      int small = x < 0x1p-126f;
      unsigned mantissa;
      float k = theano_log_split_f32(small ? x * 0x1p23f : x, &mantissa);
      k = small ? k - 23.0f : k;
      return theano_log_special_f32(x, theano_log_sum_f32(k, theano_float_f32(mantissa) - 1.0f));
    }
    """#),
  PreludePiece(
    "theano_log_f64", needs: ["theano_bits"],
    #"""
    // log(1 + f) - f, in two numbers of which the second is small.
    THEANO_INLINE double theano_log_tail_f64(double f, double *low) {
      double s = f / (2.0 + f);
      double z = s * s;
      double q = 0.14648451091478748;
      q = q * z + 0.1532889395163654;
      q = q * z + 0.18182982770364026;
      q = q * z + 0.2222220970755743;
      q = q * z + 0.28571428635769075;
      q = q * z + 0.39999999999875185;
      q = q * z + 0.6666666666666671;
      double half = 0.5 * f * f;
      *low = s * (half + z * q);
      return -half;
    }

    // k log 2 + log(1 + f).
    THEANO_INLINE double theano_log_sum_f64(double k, double f) {
      double low;
      double high = theano_log_tail_f64(f, &low);
      low = k * 2.8235290563031577e-13 + low;
      return k * 0.693147180559663 + (f + (low + high));
    }

    // k of x = 2^k m, and the bits of m, for positive normal x.
    THEANO_INLINE double theano_log_split_f64(double x, unsigned long long *mantissa) {
      unsigned long long bits = theano_bits_f64(x) + 0x3ff0000000000000ull;
      bits = bits - 0x3fe6a09e667f3bcdull;
      *mantissa = (bits & 0x000fffffffffffffull) + 0x3fe6a09e667f3bcdull;
      // 2^52 + k + 1023, without a conversion of integers.
      return theano_float_f64((bits >> 52) | 0x4330000000000000ull) - (0x1p52 + 1023.0);
    }

    // Puts in what functions like the logarithm are at 0, below and at infinity.
    THEANO_INLINE double theano_log_special_f64(double x, double result) {
      result = x < __builtin_inf() ? result : x;
      result = x == 0.0 ? -__builtin_inf() : result;
      return x < 0.0 ? __builtin_nan("") : result;
    }

    // log x, at most 1 ulp.
    THEANO_INLINE double theano_log_f64(double x) {
      int small = x < 0x1p-1022;
      unsigned long long mantissa;
      double k = theano_log_split_f64(small ? x * 0x1p52 : x, &mantissa);
      k = small ? k - 52.0 : k;
      return theano_log_special_f64(x, theano_log_sum_f64(k, theano_float_f64(mantissa) - 1.0));
    }
    """#),
  PreludePiece(
    "theano_log1p_f32", needs: ["theano_log_f32"],
    #"""
    // log(u + c) for a c that is small beside u, a positive normal number.
    THEANO_INLINE float theano_log_corrected_f32(float u, float c) {
      unsigned mantissa;
      float k = theano_log_split_f32(u, &mantissa);
      // 4 · 2^-k: k may be 128.
      float scale = theano_float_f32(0x3f800000u + 0x01000000u + mantissa - theano_bits_f32(u));
      float f = (theano_float_f32(mantissa) - 1.0f) + c * scale * 0.25f;
      return theano_log_sum_f32(k, f);
    }

    // log(1 + x), at most 1.5 ulp.
    THEANO_INLINE float theano_log1p_f32(float x) {
      float u = 1.0f + x;
      float result = theano_log_corrected_f32(u, x - (u - 1.0f));
      result = theano_log_special_f32(u, result);
      return x == 0.0f ? x : result;
    }
    """#),
  PreludePiece(
    "theano_log1p_f64", needs: ["theano_log_f64"],
    #"""
    // log(u + c) for a c that is small beside u, a positive normal number.
    THEANO_INLINE double theano_log_corrected_f64(double u, double c) {
      unsigned long long mantissa;
      double k = theano_log_split_f64(u, &mantissa);
      // 4 · 2^-k: k may be 1024.
      double scale = theano_float_f64(
          0x3ff0000000000000ull + 0x0020000000000000ull + mantissa - theano_bits_f64(u));
      double f = (theano_float_f64(mantissa) - 1.0) + c * scale * 0.25;
      return theano_log_sum_f64(k, f);
    }

    // log(1 + x), at most 1.5 ulp.
    THEANO_INLINE double theano_log1p_f64(double x) {
      double u = 1.0 + x;
      double result = theano_log_corrected_f64(u, x - (u - 1.0));
      result = theano_log_special_f64(u, result);
      return x == 0.0 ? x : result;
    }
    """#),
  PreludePiece(
    "theano_log2_f32", needs: ["theano_log_f32"],
    #"""
    // log2 x, at most 1.5 ulp; exact for powers of two.
    THEANO_INLINE float theano_log2_f32(float x) {
      int small = x < 0x1p-126f;
      unsigned mantissa;
      float k = theano_log_split_f32(small ? x * 0x1p23f : x, &mantissa);
      k = small ? k - 23.0f : k;
      float f = theano_float_f32(mantissa) - 1.0f;
      // The leading digits of f - f²/2 go through exact products.
      float tail = theano_log_tail_f32(f) - 0.5f * (f * f);
      float high = theano_float_f32(theano_bits_f32(f + tail) & 0xfffff000u);
      float low = (f - high) + tail;
      float sum = low * 1.4426950f + high * -1.7605285e-04f;
      return theano_log_special_f32(x, k + (high * 1.442871094f + sum));
    }
    """#),
  PreludePiece(
    "theano_log2_f64", needs: ["theano_log_f64"],
    #"""
    // log2 x, at most 1 ulp; exact for powers of two.
    THEANO_INLINE double theano_log2_f64(double x) {
      int small = x < 0x1p-1022;
      unsigned long long mantissa;
      double k = theano_log_split_f64(small ? x * 0x1p52 : x, &mantissa);
      k = small ? k - 52.0 : k;
      double f = theano_float_f64(mantissa) - 1.0;
      double low, tail = theano_log_tail_f64(f, &low);
      // The leading digits of log(1 + f) go through an exact product.
      tail += low;
      double high = theano_float_f64(theano_bits_f64(f + tail) & 0xfffffffff8000000ull);
      low = (f - high) + tail;
      double sum = low * 1.4426950408889634 + high * 1.9259629911266175e-08;
      return theano_log_special_f64(x, k + (high * 1.4426950216293335 + sum));
    }
    """#),
  PreludePiece(
    "theano_log10_f64", needs: ["theano_log_f64"],
    #"""
    // log10 x, at most 1.5 ulp.
    THEANO_INLINE double theano_log10_f64(double x) {
      int small = x < 0x1p-1022;
      unsigned long long mantissa;
      double k = theano_log_split_f64(small ? x * 0x1p52 : x, &mantissa);
      k = small ? k - 52.0 : k;
      double f = theano_float_f64(mantissa) - 1.0;
      double low, tail = theano_log_tail_f64(f, &low);
      // The leading digits of log(1 + f) go through an exact product.
      tail += low;
      double high = theano_float_f64(theano_bits_f64(f + tail) & 0xfffffffff8000000ull);
      low = (f - high) + tail;
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
