/// tanh, the logistic function and softplus.
let sigmoidMaths: [PreludePiece] =
  bothWidths(
    "theano_tanh", needs: ["theano_expm1_fN"], sigmoidValues,
    #"""
    // tanh |x| = h / (1 - h) = h + h h / (1 - h) for 2 h = 1 - e^-2|x|; at most 2 ulp.
    THEANO_INLINE real theano_tanh_fN(real x) {
      real y = -2.0# * __builtin_fabs#(x);
      y = y < {leastOfTanh} ? {leastOfTanh} : y;
      real shifted;
      real p = theano_expm1_reduced_fN(y, &shifted);
      real half = theano_power_of_2_fN(shifted - 1.0#);
      real share = half * p;
      real first = 0.5# - half;
      real h = first - share;
      real h_low = (first - h) - share;
      real below = (0.5# + half) + share;
      return theano_signed_fN(h + (h * (h / below) + h_low), x);
    }
    """#)
  + bothWidths(
    "theano_sigmoid", needs: ["theano_exp_fN"], sigmoidValues,
    #"""
    // 1 / (1 + e^-x), as 2^-h / (2^-h + e^-x 2^-h): for half of e^-x's exponent, nothing becomes
    // too large or too small but the result. At most 2 ulp.
    THEANO_INLINE real theano_sigmoid_fN(real x) {
      real y = x < {least} ? {least} : x;
      y = y > {mostOfSigmoid} ? {mostOfSigmoid} : y;
      real shifted;
      real r = theano_exp_reduced_fN(-y, &shifted);
      real z = r * r;
      real p = r + z * theano_exp_tail_fN(r, z);
      bits n = theano_bits_fN(shifted);
      bits half = n >> 1;
      real scale = theano_float_fN(({bias} - half) << {mantissa});
      real other = theano_float_fN((n - half) << {mantissa});
      // The larger comes last, so that hardly anything is rounded before.
      real smaller = scale < other ? scale : other;
      real larger = scale < other ? other : scale;
      return scale / ((smaller + p * other) + larger);
    }
    """#)
  + [
    PreludePiece(
      "theano_log1p_unit_f32", needs: ["theano_inline"],
      #"""
      // log(1 + e) for e from 0 to 1.
      THEANO_INLINE float theano_log1p_unit_f32(float e) {
        float z = e * e;
        float q = -0.0033127496f * e + 0.020177677f;
        q = q * z + (-0.057611346f * e + 0.10674854f);
        q = q * z + (-0.15351789f * e + 0.1969404f);
        q = q * z + (-0.24958295f * e + 0.3333048f);
        return e + z * (q * e - 0.4999993f);
      }
      """#),
    PreludePiece(
      "theano_log1p_unit_f64", needs: ["theano_inline"],
      #"""
      // log(1 + e) = 2 artanh(e / (2 + e)) for e from 0 to 1, put together as in logarithms.
      THEANO_INLINE double theano_log1p_unit_f64(double e) {
        double s = e / (2.0 + e);
        double z = s * s;
        double w = z * z;
        double q = 0.16583479922882272 * z + 0.08584329999795429;
        q = q * w + (0.12047814201452864 * z + 0.1330866862939479);
        q = q * w + (0.15385946606734716 * z + 0.18181774086921548);
        q = q * w + (0.22222223072958724 * z + 0.2857142856292476);
        q = q * w + (0.4000000000003382 * z + 0.6666666666666664);
        return e - s * (e - z * q);
      }
      """#),
  ]
  + bothWidths(
    "theano_softplus", needs: ["theano_exp_fN", "theano_log1p_unit_fN"], sigmoidValues,
    #"""
    // log(1 + e^x) = max(x, 0) + log1p(e^-|x|), at most 2 ulp.
    THEANO_INLINE real theano_softplus_fN(real x) {
      real e = theano_exp_fN(-__builtin_fabs#(x));
      return (x > 0.0# ? x : 0.0#) + theano_log1p_unit_fN(e);
    }
    """#)

/// The constants of the logistic functions.
private let sigmoidValues: [String: TemplateValue] = [
  "leastOfTanh": .number(-20, -40),
  "least": .number(-104, -746), "mostOfSigmoid": .number(104, 746),
  "bias": .text("254", "2046"), "mantissa": .text("23", "52"),
]
