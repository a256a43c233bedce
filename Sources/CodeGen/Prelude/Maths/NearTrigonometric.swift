/// sin and cos of arguments that are not large.
///
/// x = n π + r with |r| ≤ π/2, in three steps as Cody and Waite do, so that sin x = (-1)^n sin r, and
/// one polynomial does for sine and cosine. The first step is exact wherever r is small.
let nearTrigonometricMaths: [PreludePiece] =
  bothWidths(
    "theano_sin_near", needs: ["theano_round_bits"], nearValues,
    #"""
    // (-1)^n sin r, |r| < 1.6.
    THEANO_INLINE real theano_sin_turned_fN(real r, bits n) {
      real z = r * r;
      real s = r + r * z * {tail};
      s = s > 1.0# ? 1.0# : s;
      s = s < -1.0# ? -1.0# : s;
      return theano_float_fN(theano_bits_fN(s) ^ (n << {signPlace}));
    }

    // x - n π.
    THEANO_INLINE real theano_less_halves_fN(real x, real n) {
      real r = __builtin_fma#(-n, {pi1}, x);
      r = __builtin_fma#(-n, {pi2}, r);
      return __builtin_fma#(-n, {pi3}, r);
    }

    // sin x for |x| up to {limit}, at most 1.9 ulp.
    THEANO_INLINE real theano_sin_near_fN(real x) {
      real shifted = x * {inverse} + THEANO_ROUND_FN;
      real r = theano_less_halves_fN(x, shifted - THEANO_ROUND_FN);
      real s = theano_sin_turned_fN(r, theano_bits_fN(shifted));
      return x == 0.0# ? x : s;
    }
    """#)
  + bothWidths(
    "theano_cos_near", needs: ["theano_sin_near_fN"], nearValues,
    #"""
    // cos x = sin(x + π/2) for |x| up to {limit}, at most 1.9 ulp.
    THEANO_INLINE real theano_cos_near_fN(real x) {
      real shifted = (x * {inverse} + 0.5#) + THEANO_ROUND_FN;
      real r = theano_less_halves_fN(x, (shifted - THEANO_ROUND_FN) - 0.5#);
      return theano_sin_turned_fN(r, theano_bits_fN(shifted));
    }
    """#)

/// The constants of these functions.
private let nearValues: [String: TemplateValue] = [
  "limit": .text("2^15", "2^30"), "signPlace": .text("31", "63"),
  "inverse": .number(0.31830987, 0.3183098861837907),
  // π in three parts.
  "pi1": .text("0x1.921fb6p+1f", "0x1.921fb54442d18p+1"),
  "pi2": .text("-0x1.777a5cp-24f", "0x1.1a62633145c07p-53"),
  "pi3": .text("-0x1.ee59dap-49f", "-0x1.f1976b7ed8fbcp-109"),
  // (sin r - r) / r³ in powers of r².
  "tail": .polynomial(
    of: "z", [-0.1666666, 0.008333069, -0.00019809778, 2.6061027e-06],
    [
      -0.16666666666666666, 0.008333333333333196, -0.0001984126984120995, 2.755731921123826e-06,
      -2.5052106880535508e-08, 1.6058940039199797e-10, -7.642999060739868e-13,
      2.7212454889302843e-15,
    ]),
]
