/// asin, acos, atan and atan2.
///
/// Minimax polynomials on the short intervals to which the usual identities lead (Abramowitz and
/// Stegun 4.4); multiples of π/4 are added in two parts. The float32 functions compute in float64.
let inverseTrigonometricMaths: [PreludePiece] =
  bothWidths(
    "theano_asin", needs: ["theano_inline"], inverseValues,
    #"""
    // asin x: at most 1.2 ulp, and in float32 rounded almost always as the exact result.
    THEANO_INLINE real theano_asin_fN(real {x}) {
      {widenX}
      // asin x = π/2 - 2 asin √((1 - x) / 2) where x is large.
      double a = __builtin_fabs(x);
      int large = a > 0.5;
      double z = large ? 0.5 - 0.5 * a : a * a;
      double w = large ? __builtin_sqrt(z) : a;
      {asinTail}
      double tail = w * z * q;
      double high = 1.5707963267948966 - 2.0 * w;
      double low = ((1.5707963267948966 - high) - 2.0 * w) + 6.123233995736766e-17;
      double result = large ? high - (2.0 * tail - low) : w + tail;
      return {narrow}__builtin_copysign(result, x);
    }
    """#)
  + bothWidths(
    "theano_acos", needs: ["theano_inline"], inverseValues,
    #"""
    // acos x: at most 1.2 ulp, and in float32 rounded almost always as the exact result.
    THEANO_INLINE real theano_acos_fN(real {x}) {
      {widenX}
      double a = __builtin_fabs(x);
      int large = a > 0.5;
      double z = large ? 0.5 - 0.5 * a : a * a;
      double w = large ? __builtin_sqrt(z) : x;
      {asinTail}
      double tail = w * z * q;
      double middle = 1.5707963267948966 - (w + (tail - 6.123233995736766e-17));
      double right = 2.0 * (w + tail);
      double left = 3.141592653589793 - (2.0 * w + (2.0 * tail - 1.2246467991473532e-16));
      double outer = x < 0.0 ? left : right;
      return {narrow}(large ? outer : middle);
    }
    """#)
  + bothWidths(
    "theano_atan", needs: ["theano_inline"], inverseValues,
    #"""
    // atan x: at most 1.8 ulp, and in float32 rounded almost always as the exact result.
    THEANO_INLINE real theano_atan_fN(real {x}) {
      {widenX}
      double a = __builtin_fabs(x);
      int middle = a > 0.4142135623730951;
      int large = a > 2.414213562373095;
      double above = middle ? a - 1.0 : a;
      above = large ? -1.0 : above;
      double below = middle ? a + 1.0 : 1.0;
      below = large ? a : below;
      double t = above / below;
      double z = t * t;
      {atanTail}
      double high = middle ? 0.7853981633974483 : 0.0;
      high = large ? 1.5707963267948966 : high;
      double low = middle ? 3.061616997868383e-17 : 0.0;
      low = large ? 6.123233995736766e-17 : low;
      return {narrow}__builtin_copysign(high + (t + (t * z * q + low)), x);
    }
    """#)
  + bothWidths(
    "theano_atan2", needs: ["theano_bits"], inverseValues,
    #"""
    // The angle of (x, y): at most 2 ulp, and in float32 rounded almost always as the exact
    // result.
    THEANO_INLINE real theano_atan2_fN(real {y}, real {x}) {
      {widenY}
      {widenX}
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
      {atanTail}
      // The angle is k π/4 plus or minus that of t.
      double k = middle ? 1.0 : 0.0;
      k = steep ? 2.0 - k : k;
      int left = (int)(theano_bits_f64(x) >> 63);
      k = left ? 4.0 - k : k;
      t = steep != left ? -t : t;
      double result = k * 0.7853981633974483 + (t + (t * z * q + k * 3.061616997868383e-17));
      result = x == x && y == y ? __builtin_fabs(result) : x + y;
      return {narrow}__builtin_copysign(result, y);
    }
    """#)

/// The coefficients, and what the float32 functions do to compute in float64.
private let inverseValues: [String: TemplateValue] = [
  "x": .text("x_", "x"), "widenX": .text("double x = x_;", ""),
  "y": .text("y_", "y"), "widenY": .text("double y = y_;", ""), "narrow": .text("(float)", ""),
  // asin w = w + w z q for z = w².
  "asinTail": .steps(
    "q", of: "z",
    [
      0.16666664779303325, 0.07500278095654836, 0.04455372159712139, 0.03153792874425893,
      0.015356480550499244, 0.03633792958391441,
    ],
    [
      0.16666666666666674, 0.07499999999993164, 0.044642857154756944, 0.03038194359512026,
      0.022372191604535203, 0.017352006734139364, 0.013976353103936332, 0.01143357254832312,
      0.010595306225996413, 0.0043738853919926615, 0.020150659722609016, -0.01888097632623034,
      0.0313517892831304,
    ]),
  // atan t = t + t z q for z = t².
  "atanTail": .steps(
    "q", of: "z",
    [
      -0.33333328324914, 0.1999912593243766, -0.14254123187105947, 0.10663003033029454,
      -0.06236388794774837,
    ],
    [
      -0.33333333333333326, 0.1999999999998866, -0.14285714283522769, 0.11111110939354168,
      -0.09090901964485688, 0.07692130634901702, -0.06663859848444159, 0.05853099155113221,
      -0.050616141954251584, 0.038604830059844025, -0.018472676090867973,
    ]),
]
