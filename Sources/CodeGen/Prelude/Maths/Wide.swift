/// Functions in float64 that are accurate enough for a float32 result, and cheaper than the
/// accurate ones.
let wideMaths: [PreludePiece] = [
  PreludePiece(
    "theano_log_wide", needs: ["theano_bits"],
    #"""
    // log x for positive normal x, with a relative error below 2^-34 but near 1.
    THEANO_INLINE double theano_log_wide(double x) {
      unsigned long long bits = theano_bits_f64(x) + 0x3ff0000000000000ull;
      bits = bits - 0x3fe6a09e667f3bcdull;
      double m = theano_float_f64((bits & 0x000fffffffffffffull) + 0x3fe6a09e667f3bcdull);
      double k = theano_float_f64((bits >> 52) | 0x4330000000000000ull) - (0x1p52 + 1023.0);
      double s = (m - 1.0) / (m + 1.0);
      double z = s * s;
      double q = 0.2337685162583628;
      q = q * z + 0.28548765916639385;
      q = q * z + 0.4000014452328094;
      q = q * z + 0.6666666651981193;
      return k * 0.6931471805599453 + (2.0 * s + s * z * q);
    }
    """#),
  PreludePiece(
    "theano_exp_wide", needs: ["theano_round_bits"],
    #"""
    // e^x for |x| < 700, with a relative error below 2^-34.
    THEANO_INLINE double theano_exp_wide(double x) {
      double shifted = x * 1.4426950408889634 + THEANO_ROUND_F64;
      double r = x - (shifted - THEANO_ROUND_F64) * 0.6931471805599453;
      double q = 0.00019918481747612874;
      q = q * r + 0.0013946007834947426;
      q = q * r + 0.008333264221498212;
      q = q * r + 0.04166627129206767;
      q = q * r + 0.16666666860937288;
      q = q * r + 0.5000000077268741;
      return (1.0 + (r + r * r * q)) * theano_power_of_2_f64(shifted);
    }
    """#),
]
