/// asin, acos, atan and atan2.
///
/// Minimax polynomials on the short intervals to which the usual identities lead (Abramowitz and
/// Stegun 4.4); multiples of π/4 are added in two parts. The float32 functions compute in float64.
let inverseTrigonometricMaths: [PreludePiece] = [
  PreludePiece(
    "theano_asin_f32", needs: ["theano_inline"],
    #"""
    // asin x, rounded almost always as the exact result.
    THEANO_INLINE float theano_asin_f32(float x_) {
      double x = x_;
      // asin x = π/2 - 2 asin √((1 - x) / 2) where x is large.
      double a = __builtin_fabs(x);
      int large = a > 0.5;
      double z = large ? 0.5 - 0.5 * a : a * a;
      double w = large ? __builtin_sqrt(z) : a;
      double q = 0.03633792958391441;
      q = q * z + 0.015356480550499244;
      q = q * z + 0.03153792874425893;
      q = q * z + 0.04455372159712139;
      q = q * z + 0.07500278095654836;
      q = q * z + 0.16666664779303325;
      double tail = w * z * q;
      double high = 1.5707963267948966 - 2.0 * w;
      double low = ((1.5707963267948966 - high) - 2.0 * w) + 6.123233995736766e-17;
      double result = large ? high - (2.0 * tail - low) : w + tail;
      return (float)__builtin_copysign(result, x);
    }
    """#),
  PreludePiece(
    "theano_asin_f64", needs: ["theano_inline"],
    #"""
    // asin x, at most 1.2 ulp.
    THEANO_INLINE double theano_asin_f64(double x) {
      // asin x = π/2 - 2 asin √((1 - x) / 2) where x is large.
      double a = __builtin_fabs(x);
      int large = a > 0.5;
      double z = large ? 0.5 - 0.5 * a : a * a;
      double w = large ? __builtin_sqrt(z) : a;
      double q = 0.0313517892831304;
      q = q * z - 0.01888097632623034;
      q = q * z + 0.020150659722609016;
      q = q * z + 0.0043738853919926615;
      q = q * z + 0.010595306225996413;
      q = q * z + 0.01143357254832312;
      q = q * z + 0.013976353103936332;
      q = q * z + 0.017352006734139364;
      q = q * z + 0.022372191604535203;
      q = q * z + 0.03038194359512026;
      q = q * z + 0.044642857154756944;
      q = q * z + 0.07499999999993164;
      q = q * z + 0.16666666666666674;
      double tail = w * z * q;
      double high = 1.5707963267948966 - 2.0 * w;
      double low = ((1.5707963267948966 - high) - 2.0 * w) + 6.123233995736766e-17;
      double result = large ? high - (2.0 * tail - low) : w + tail;
      return __builtin_copysign(result, x);
    }
    """#),
  PreludePiece(
    "theano_acos_f32", needs: ["theano_inline"],
    #"""
    // acos x, rounded almost always as the exact result.
    THEANO_INLINE float theano_acos_f32(float x_) {
      double x = x_;
      double a = __builtin_fabs(x);
      int large = a > 0.5;
      double z = large ? 0.5 - 0.5 * a : a * a;
      double w = large ? __builtin_sqrt(z) : x;
      double q = 0.03633792958391441;
      q = q * z + 0.015356480550499244;
      q = q * z + 0.03153792874425893;
      q = q * z + 0.04455372159712139;
      q = q * z + 0.07500278095654836;
      q = q * z + 0.16666664779303325;
      double tail = w * z * q;
      double middle = 1.5707963267948966 - (w + (tail - 6.123233995736766e-17));
      double right = 2.0 * (w + tail);
      double left = 3.141592653589793 - (2.0 * w + (2.0 * tail - 1.2246467991473532e-16));
      double outer = x < 0.0 ? left : right;
      return (float)(large ? outer : middle);
    }
    """#),
  PreludePiece(
    "theano_acos_f64", needs: ["theano_inline"],
    #"""
    // acos x, at most 1.2 ulp.
    THEANO_INLINE double theano_acos_f64(double x) {
      double a = __builtin_fabs(x);
      int large = a > 0.5;
      double z = large ? 0.5 - 0.5 * a : a * a;
      double w = large ? __builtin_sqrt(z) : x;
      double q = 0.0313517892831304;
      q = q * z - 0.01888097632623034;
      q = q * z + 0.020150659722609016;
      q = q * z + 0.0043738853919926615;
      q = q * z + 0.010595306225996413;
      q = q * z + 0.01143357254832312;
      q = q * z + 0.013976353103936332;
      q = q * z + 0.017352006734139364;
      q = q * z + 0.022372191604535203;
      q = q * z + 0.03038194359512026;
      q = q * z + 0.044642857154756944;
      q = q * z + 0.07499999999993164;
      q = q * z + 0.16666666666666674;
      double tail = w * z * q;
      double middle = 1.5707963267948966 - (w + (tail - 6.123233995736766e-17));
      double right = 2.0 * (w + tail);
      double left = 3.141592653589793 - (2.0 * w + (2.0 * tail - 1.2246467991473532e-16));
      double outer = x < 0.0 ? left : right;
      return large ? outer : middle;
    }
    """#),
  PreludePiece(
    "theano_atan_f32", needs: ["theano_inline"],
    #"""
    // atan x, rounded almost always as the exact result.
    THEANO_INLINE float theano_atan_f32(float x_) {
      double x = x_;
      double a = __builtin_fabs(x);
      int middle = a > 0.4142135623730951;
      int large = a > 2.414213562373095;
      double above = middle ? a - 1.0 : a;
      above = large ? -1.0 : above;
      double below = middle ? a + 1.0 : 1.0;
      below = large ? a : below;
      double t = above / below;
      double z = t * t;
      double q = -0.06236388794774837;
      q = q * z + 0.10663003033029454;
      q = q * z - 0.14254123187105947;
      q = q * z + 0.1999912593243766;
      q = q * z - 0.33333328324914;
      double high = middle ? 0.7853981633974483 : 0.0;
      high = large ? 1.5707963267948966 : high;
      double low = middle ? 3.061616997868383e-17 : 0.0;
      low = large ? 6.123233995736766e-17 : low;
      return (float)__builtin_copysign(high + (t + (t * z * q + low)), x);
    }
    """#),
  PreludePiece(
    "theano_atan_f64", needs: ["theano_inline"],
    #"""
    // atan x, at most 1.8 ulp.
    THEANO_INLINE double theano_atan_f64(double x) {
      double a = __builtin_fabs(x);
      int middle = a > 0.4142135623730951;
      int large = a > 2.414213562373095;
      double above = middle ? a - 1.0 : a;
      above = large ? -1.0 : above;
      double below = middle ? a + 1.0 : 1.0;
      below = large ? a : below;
      double t = above / below;
      double z = t * t;
      double q = -0.018472676090867973;
      q = q * z + 0.038604830059844025;
      q = q * z - 0.050616141954251584;
      q = q * z + 0.05853099155113221;
      q = q * z - 0.06663859848444159;
      q = q * z + 0.07692130634901702;
      q = q * z - 0.09090901964485688;
      q = q * z + 0.11111110939354168;
      q = q * z - 0.14285714283522769;
      q = q * z + 0.1999999999998866;
      q = q * z - 0.33333333333333326;
      double high = middle ? 0.7853981633974483 : 0.0;
      high = large ? 1.5707963267948966 : high;
      double low = middle ? 3.061616997868383e-17 : 0.0;
      low = large ? 6.123233995736766e-17 : low;
      return __builtin_copysign(high + (t + (t * z * q + low)), x);
    }
    """#),
  PreludePiece(
    "theano_atan2_f32", needs: ["theano_bits"],
    #"""
    // The angle of (x, y), rounded almost always as the exact result.
    THEANO_INLINE float theano_atan2_f32(float y_, float x_) {
      double y = y_;
      double x = x_;
      double across = __builtin_fabs(x), up = __builtin_fabs(y);
      int steep = up > across;
      double a = steep ? across : up, b = steep ? up : across;
      // So that a + b does not overflow.
      double scale = b > 0x1p1000 ? 0.25 : 1.0;
      a *= scale;
      b *= scale;
      // Two infinities count as equal.
      int middle = a > 0.4142135623730951 * b || a > 0x1p1023;
      double above = middle ? (a == b ? 0.0 : a - b) : a;
      double below = middle ? a + b : (b == 0.0 ? 1.0 : b);
      double t = above / below;
      double z = t * t;
      double q = -0.06236388794774837;
      q = q * z + 0.10663003033029454;
      q = q * z - 0.14254123187105947;
      q = q * z + 0.1999912593243766;
      q = q * z - 0.33333328324914;
      // The angle is k π/4 plus or minus that of t.
      double k = middle ? 1.0 : 0.0;
      k = steep ? 2.0 - k : k;
      int left = (int)(theano_bits_f64(x) >> 63);
      k = left ? 4.0 - k : k;
      t = steep != left ? -t : t;
      double result = k * 0.7853981633974483 + (t + (t * z * q + k * 3.061616997868383e-17));
      result = x == x && y == y ? __builtin_fabs(result) : x + y;
      return (float)__builtin_copysign(result, y);
    }
    """#),
  PreludePiece(
    "theano_atan2_f64", needs: ["theano_bits"],
    #"""
    // The angle of (x, y), at most 2 ulp.
    THEANO_INLINE double theano_atan2_f64(double y, double x) {
      double across = __builtin_fabs(x), up = __builtin_fabs(y);
      int steep = up > across;
      double a = steep ? across : up, b = steep ? up : across;
      // So that a + b does not overflow.
      double scale = b > 0x1p1000 ? 0.25 : 1.0;
      a *= scale;
      b *= scale;
      // Two infinities count as equal.
      int middle = a > 0.4142135623730951 * b || a > 0x1p1023;
      double above = middle ? (a == b ? 0.0 : a - b) : a;
      double below = middle ? a + b : (b == 0.0 ? 1.0 : b);
      double t = above / below;
      double z = t * t;
      double q = -0.018472676090867973;
      q = q * z + 0.038604830059844025;
      q = q * z - 0.050616141954251584;
      q = q * z + 0.05853099155113221;
      q = q * z - 0.06663859848444159;
      q = q * z + 0.07692130634901702;
      q = q * z - 0.09090901964485688;
      q = q * z + 0.11111110939354168;
      q = q * z - 0.14285714283522769;
      q = q * z + 0.1999999999998866;
      q = q * z - 0.33333333333333326;
      // The angle is k π/4 plus or minus that of t.
      double k = middle ? 1.0 : 0.0;
      k = steep ? 2.0 - k : k;
      int left = (int)(theano_bits_f64(x) >> 63);
      k = left ? 4.0 - k : k;
      t = steep != left ? -t : t;
      double result = k * 0.7853981633974483 + (t + (t * z * q + k * 3.061616997868383e-17));
      result = x == x && y == y ? __builtin_fabs(result) : x + y;
      return __builtin_copysign(result, y);
    }
    """#),
]
