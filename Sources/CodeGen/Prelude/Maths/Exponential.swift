/// exp, exp2 and expm1.
///
/// x = n log 2 + r with |r| ≤ log(2)/2, in two steps as Cody and Waite do; a minimax polynomial
/// gives e^r; 2^n comes in two factors, so that results that are not normal are rounded once.
let exponentialMaths: [PreludePiece] =
  bothWidths(
    "theano_exp", needs: ["theano_round_bits"], exponentialValues,
    #"""
    // (e^r - 1 - r) / r², |r| < 0.35, for z = r².
    THEANO_INLINE real theano_exp_tail_fN(real r, real z) { return {tail}; }

    // e^r, |r| < 0.35.
    THEANO_INLINE real theano_exp_near_fN(real r) {
      real z = r * r;
      return 1.0# + (r + z * theano_exp_tail_fN(r, z));
    }

    // Adding this number rounds to an integer n; the lowest bits of the sum have n and twice the
    // exponent's bias.
    #define THEANO_SCALE_FN {rounder}

    // p · 2^n without overflow or early underflow on the way, for n + THEANO_SCALE in `shifted`.
    THEANO_INLINE real theano_scaled_fN(real p, real shifted) {
      bits n = theano_bits_fN(shifted);
      bits half = n >> 1;
      return p * theano_float_fN(half << {mantissa}) * theano_float_fN((n - half) << {mantissa});
    }

    // x without multiples n of log 2, and n + THEANO_SCALE in `shifted`.
    THEANO_INLINE real theano_exp_reduced_fN(real x, real *shifted) {
      *shifted = x * {inverse} + THEANO_SCALE_FN;
      real n = *shifted - THEANO_SCALE_FN;
      return (x - n * {high}) - n * {low};
    }

    // e^x, at most 1.1 ulp.
    THEANO_INLINE real theano_exp_fN(real x) {
      real y = x < {least} ? {least} : x;
      y = y > {most} ? {most} : y;
      real shifted;
      real r = theano_exp_reduced_fN(y, &shifted);
      return theano_scaled_fN(theano_exp_near_fN(r), shifted);
    }
    """#)
  + [
    PreludePiece(
      "theano_exp_part_f64", needs: ["theano_exp_f64"],
      #"""
      // p · 2^n without overflow or early underflow on the way, for |n| < 2000.
      THEANO_INLINE double theano_scale_f64(double p, double n) {
        return theano_scaled_f64(p, n + THEANO_SCALE_F64);
      }

      // e^(x + rest) = (p + low) · 2^n with p between 0.7 and 1.42, for a rest that is small beside
      // x.
      THEANO_INLINE double theano_exp_part_f64(double x, double rest, double *n, double *low) {
        *n = (x * 1.4426950408889634 + THEANO_ROUND_F64) - THEANO_ROUND_F64;
        double high = x - *n * 0.693147180559663;
        double less = *n * 2.8235290563031577e-13 - rest;
        double r = high - less;
        double z = r * r;
        double t = high + (z * theano_exp_tail_f64(r, z) - less);
        double p = 1.0 + t;
        *low = t - (p - 1.0);
        return p;
      }
      """#)
  ]
  + bothWidths(
    "theano_exp2", needs: ["theano_exp_fN"], exponentialValues,
    #"""
    // 2^x, at most 1.1 ulp.
    THEANO_INLINE real theano_exp2_fN(real x) {
      real y = x < {leastOf2} ? {leastOf2} : x;
      y = y > {mostOf2} ? {mostOf2} : y;
      real shifted = y + THEANO_SCALE_FN;
      real r = (y - (shifted - THEANO_SCALE_FN)) * 0.6931471805599453#;
      return theano_scaled_fN(theano_exp_near_fN(r), shifted);
    }
    """#)
  + bothWidths(
    "theano_expm1", needs: ["theano_round_bits", "theano_signed"], exponentialValues,
    #"""
    // (e^r - 1 - r) / r², |r| < 0.35, for z = r², more accurate near 0.
    THEANO_INLINE real theano_expm1_tail_fN(real r, real z) { return {tailOfExpm1}; }

    // e^r - 1 for x = n log 2 + r; n + THEANO_ROUND is in `shifted`.
    THEANO_INLINE real theano_expm1_reduced_fN(real x, real *shifted) {
      *shifted = x * {inverse} + THEANO_ROUND_FN;
      real n = *shifted - THEANO_ROUND_FN;
      real high = x - n * {high};
      real less = n * {low};
      real r = high - less;
      real z = r * r;
      return high + (z * theano_expm1_tail_fN(r, z) - less);
    }

    // e^x - 1, at most 1.7 ulp.
    THEANO_INLINE real theano_expm1_fN(real x) {
      real y = x < {leastOfExpm1} ? {leastOfExpm1} : x;
      y = y > {most} ? {most} : y;
      real shifted;
      real p = theano_expm1_reduced_fN(y, &shifted);
      // Half of 2^n, as 2^128 and 2^1024 are no floats.
      real half = theano_power_of_2_fN(shifted - 1.0#);
      return theano_signed_fN(2.0# * (half * p + (half - 0.5#)), x);
    }
    """#)
  + [
    PreludePiece(
      "theano_expm1_part_f64", needs: ["theano_expm1_f64"],
      #"""
      // e^r - 1 for x = n log 2 + r, as the result and `low`; n + THEANO_ROUND is in `shifted`.
      THEANO_INLINE double theano_expm1_part_f64(double x, double *shifted, double *low) {
        *shifted = x * 1.4426950408889634 + THEANO_ROUND_F64;
        double n = *shifted - THEANO_ROUND_F64;
        double high = x - n * 0.693147180559663;
        double less = n * 2.8235290563031577e-13;
        double r = high - less;
        double z = r * r;
        double tail = z * theano_expm1_tail_f64(r, z) - less;
        double p = high + tail;
        *low = tail - (p - high);
        return p;
      }
      """#)
  ]

/// The constants of the exponential functions.
private let exponentialValues: [String: TemplateValue] = [
  "mantissa": .text("23", "52"),
  "inverse": .number(1.442695, 1.4426950408889634),
  "high": .number(0.693145751953125, 0.693147180559663),
  "low": .number(1.4286068e-06, 2.8235290563031577e-13),
  "rounder": .number(12583166, 6755399441057790),
  "least": .number(-104, -746), "most": .number(89, 710),
  "leastOf2": .number(-151, -1077), "mostOf2": .number(129, 1025),
  "leastOfExpm1": .number(-18, -38),
  // (e^r - 1 - r) / r².
  "tail": .polynomial(
    of: "r", square: "z",
    [0.5, 0.1666652, 0.041666433, 0.008368822, 0.0013937838],
    [
      0.5000000000000012, 0.16666666666666696, 0.04166666666651745, 0.008333333333308006,
      0.0013888888946592668, 0.0001984126991580596, 2.480149029985738e-05, 2.755721759805385e-06,
      2.763117470652689e-07, 2.511748142508225e-08,
    ]),
  "tailOfExpm1": .polynomial(
    of: "r", square: "z",
    [0.5, 0.16666667, 0.041666478, 0.00833319, 0.00139337, 0.0001996018],
    [
      0.5, 0.16666666666666677, 0.0416666666666667, 0.00833333333332168, 0.0013888888888867075,
      0.00019841269886042442, 2.48015873601929e-05, 2.755724426543687e-06, 2.755724300887035e-07,
      2.5109025181273513e-08, 2.092438015343112e-09,
    ]),
]
