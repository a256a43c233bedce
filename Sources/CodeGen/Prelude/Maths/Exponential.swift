/// exp, exp2 and expm1.
///
/// x = n log 2 + r with |r| ≤ log(2)/2, in two steps as Cody and Waite do; a minimax polynomial
/// gives e^r; 2^n comes in two factors, so that results that are not normal are rounded once.
let exponentialMaths: [PreludePiece] = [
  PreludePiece(
    "theano_exp_f32", needs: ["theano_round_bits"],
    #"""
    // (e^r - 1 - r) / r², |r| < 0.35.
    THEANO_INLINE float theano_exp_tail_f32(float r) {
      float q = 0.0013937838f;
      q = q * r + 0.008368822f;
      q = q * r + 0.041666433f;
      q = q * r + 0.1666652f;
      q = q * r + 0.5f;
      return q;
    }

    // p · 2^n without overflow or early underflow on the way, for |n| < 250.
    THEANO_INLINE float theano_scale_f32(float p, float n) {
      float shifted = n * 0.5f + THEANO_ROUND_F32;
      float half = shifted - THEANO_ROUND_F32;
      return p * theano_power_of_2_f32(shifted)
             * theano_power_of_2_f32((n - half) + THEANO_ROUND_F32);
    }

    // e^(x + rest) = (p + low) · 2^n with p between 0.7 and 1.42, for a rest that is small beside
    // x.
    THEANO_INLINE float theano_exp_part_f32(float x, float rest, float *n, float *low) {
      *n = (x * 1.442695f + THEANO_ROUND_F32) - THEANO_ROUND_F32;
      float high = x - *n * 0.693145751953125f;
      float less = *n * 1.4286068e-06f - rest;
      float r = high - less;
      float t = high + (r * r * theano_exp_tail_f32(r) - less);
      float p = 1.0f + t;
      *low = t - (p - 1.0f);
      return p;
    }

    // e^x, at most 0.9 ulp.
    THEANO_INLINE float theano_exp_f32(float x) {
      float y = x < -104.0f ? -104.0f : x;
      y = y > 89.0f ? 89.0f : y;
      float n, low;
      float p = theano_exp_part_f32(y, 0.0f, &n, &low);
      return theano_scale_f32(p, n);
    }
    """#),
  PreludePiece(
    "theano_exp_f64", needs: ["theano_round_bits"],
    #"""
    // (e^r - 1 - r) / r², |r| < 0.35.
    THEANO_INLINE double theano_exp_tail_f64(double r) {
      double q = 2.511748142508225e-08;
      q = q * r + 2.763117470652689e-07;
      q = q * r + 2.755721759805385e-06;
      q = q * r + 2.480149029985738e-05;
      q = q * r + 0.0001984126991580596;
      q = q * r + 0.0013888888946592668;
      q = q * r + 0.008333333333308006;
      q = q * r + 0.04166666666651745;
      q = q * r + 0.16666666666666696;
      q = q * r + 0.5000000000000012;
      return q;
    }

    // p · 2^n without overflow or early underflow on the way, for |n| < 2000.
    THEANO_INLINE double theano_scale_f64(double p, double n) {
      double shifted = n * 0.5 + THEANO_ROUND_F64;
      double half = shifted - THEANO_ROUND_F64;
      return p * theano_power_of_2_f64(shifted)
             * theano_power_of_2_f64((n - half) + THEANO_ROUND_F64);
    }

    // e^(x + rest) = (p + low) · 2^n with p between 0.7 and 1.42, for a rest that is small beside
    // x.
    THEANO_INLINE double theano_exp_part_f64(double x, double rest, double *n, double *low) {
      *n = (x * 1.4426950408889634 + THEANO_ROUND_F64) - THEANO_ROUND_F64;
      double high = x - *n * 0.693147180559663;
      double less = *n * 2.8235290563031577e-13 - rest;
      double r = high - less;
      double t = high + (r * r * theano_exp_tail_f64(r) - less);
      double p = 1.0 + t;
      *low = t - (p - 1.0);
      return p;
    }

    // e^x, at most 0.9 ulp.
    THEANO_INLINE double theano_exp_f64(double x) {
      double y = x < -746.0 ? -746.0 : x;
      y = y > 710.0 ? 710.0 : y;
      double n, low;
      double p = theano_exp_part_f64(y, 0.0, &n, &low);
      return theano_scale_f64(p, n);
    }
    """#),
  PreludePiece(
    "theano_exp2_f32", needs: ["theano_exp_f32"],
    #"""
    // 2^x, at most 1.1 ulp.
    THEANO_INLINE float theano_exp2_f32(float x) {
      float y = x < -151.0f ? -151.0f : x;
      y = y > 129.0f ? 129.0f : y;
      float n = (y + THEANO_ROUND_F32) - THEANO_ROUND_F32;
      float f = y - n;
      // f log 2, with what its rounding lost.
      float r = f * 0.6931472f;
      float low = f * -1.9046543e-09f;
      float p = 1.0f + (r + (r * r * theano_exp_tail_f32(r) + low));
      return theano_scale_f32(p, n);
    }
    """#),
  PreludePiece(
    "theano_exp2_f64", needs: ["theano_exp_f64"],
    #"""
    // 2^x, at most 1.1 ulp.
    THEANO_INLINE double theano_exp2_f64(double x) {
      double y = x < -1077.0 ? -1077.0 : x;
      y = y > 1025.0 ? 1025.0 : y;
      double n = (y + THEANO_ROUND_F64) - THEANO_ROUND_F64;
      double f = y - n;
      double r = f * 0.6931471805599453;
      double low = f * 2.3190468138462996e-17;
      double p = 1.0 + (r + (r * r * theano_exp_tail_f64(r) + low));
      return theano_scale_f64(p, n);
    }
    """#),
  PreludePiece(
    "theano_expm1_f32", needs: ["theano_round_bits"],
    #"""
    // e^r - 1 for x = n log 2 + r, as the result and `low`; n + THEANO_ROUND is in `shifted`.
    THEANO_INLINE float theano_expm1_part_f32(float x, float *shifted, float *low) {
      *shifted = x * 1.442695f + THEANO_ROUND_F32;
      float n = *shifted - THEANO_ROUND_F32;
      float high = x - n * 0.693145751953125f;
      float less = n * 1.4286068e-06f;
      float r = high - less;
      float q = 0.0001996018f;
      q = q * r + 0.00139337f;
      q = q * r + 0.00833319f;
      q = q * r + 0.041666478f;
      q = q * r + 0.16666667f;
      q = q * r + 0.5f;
      float tail = r * r * q - less;
      float p = high + tail;
      *low = tail - (p - high);
      return p;
    }

    // e^x - 1, at most 1.6 ulp.
    THEANO_INLINE float theano_expm1_f32(float x) {
      float y = x < -18.0f ? -18.0f : x;
      y = y > 89.0f ? 89.0f : y;
      float shifted, low;
      float p = theano_expm1_part_f32(y, &shifted, &low);
      // Half of 2^n, as 2^128 is no float.
      float half = theano_power_of_2_f32(shifted - 1.0f);
      float result = 2.0f * (half * p + (half - 0.5f));
      return x == 0.0f ? x : result;
    }
    """#),
  PreludePiece(
    "theano_expm1_f64", needs: ["theano_round_bits"],
    #"""
    // e^r - 1 for x = n log 2 + r, as the result and `low`; n + THEANO_ROUND is in `shifted`.
    THEANO_INLINE double theano_expm1_part_f64(double x, double *shifted, double *low) {
      *shifted = x * 1.4426950408889634 + THEANO_ROUND_F64;
      double n = *shifted - THEANO_ROUND_F64;
      double high = x - n * 0.693147180559663;
      double less = n * 2.8235290563031577e-13;
      double r = high - less;
      double q = 2.092438015343112e-09;
      q = q * r + 2.5109025181273513e-08;
      q = q * r + 2.755724300887035e-07;
      q = q * r + 2.755724426543687e-06;
      q = q * r + 2.48015873601929e-05;
      q = q * r + 0.00019841269886042442;
      q = q * r + 0.0013888888888867075;
      q = q * r + 0.00833333333332168;
      q = q * r + 0.0416666666666667;
      q = q * r + 0.16666666666666677;
      q = q * r + 0.5;
      double tail = r * r * q - less;
      double p = high + tail;
      *low = tail - (p - high);
      return p;
    }

    // e^x - 1, at most 1.6 ulp.
    THEANO_INLINE double theano_expm1_f64(double x) {
      double y = x < -38.0 ? -38.0 : x;
      y = y > 710.0 ? 710.0 : y;
      double shifted, low;
      double p = theano_expm1_part_f64(y, &shifted, &low);
      double half = theano_power_of_2_f64(shifted - 1.0);
      double result = 2.0 * (half * p + (half - 0.5));
      return x == 0.0 ? x : result;
    }
    """#),
]
