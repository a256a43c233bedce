/// sin and cos for arguments of any size, and tan.
///
/// Large arguments are reduced after Payne and Hanek, "Radian reduction for trigonometric functions"
/// (1983): in float32 x / π is taken in float64, with a constant for each range of exponents that
/// leaves out what would only add even integers for every float of the range; in float64 with a table.
/// `near` functions are without that: they are for loops that look at the arguments first, and give
/// what the others give.
let trigonometricMaths: [PreludePiece] = [
  PreludePiece(
    "theano_far_f32", needs: ["theano_bits"],
    #"""
    // Negative for |x| from 2^15 on and for what is no number. Vectors of it are quicker than
    // comparisons.
    THEANO_INLINE int theano_far_f32(float x) {
      return (int)(0x46ffffffu - (theano_bits_f32(x) & 0x7fffffffu));
    }
    """#),
  PreludePiece(
    "theano_far_f64", needs: ["theano_bits"],
    #"""
    // Negative for |x| from 2^30 on and for what is no number.
    THEANO_INLINE long long theano_far_f64(double x) {
      return (long long)(0x41cfffffffffffffull - (theano_bits_f64(x) & 0x7fffffffffffffffull));
    }
    """#),
  PreludePiece(
    "theano_sin_f32", needs: ["theano_sin_near_f32"],
    #"""
    // A multiple of 1/π in two numbers, for a factor of the given size.
    THEANO_INLINE void theano_inverse_pi_f32(double size, double *high, double *low) {
      *high = 0x1.45f306dc9c883p-2;
      *low = -0x1.6b01ec5417056p-56;
      *high = size >= 0x1p48 ? -0x1.236377d5ac07bp-26 : *high;
      *low = size >= 0x1p48 ? -0x1.505c1596447e5p-82 : *low;
      *high = size >= 0x1p75 ? 0x1.529fc2757d1f5p-53 : *high;
      *low = size >= 0x1p75 ? 0x1.a6ee06db14acdp-108 : *low;
      *high = size >= 0x1p102 ? -0x1.505c1596447e5p-82 : *high;
      *low = size >= 0x1p102 ? 0x1.b14acc9e21c82p-136 : *low;
    }

    // (-1)^n sin πf.
    THEANO_INLINE float theano_sin_turns_f32(double f, double shifted) {
      double r = f * 3.141592653589793;
      double z = r * r;
      double q = -2.356809787177577e-08;
      q = q * z + 2.7505066676004963e-06;
      q = q * z - 0.00019840424886619093;
      q = q * z + 0.008333327300543274;
      q = q * z - 0.16666666524607654;
      float s = (float)(r + r * z * q);
      return theano_float_f32(theano_bits_f32(s) ^ ((unsigned)theano_bits_f64(shifted) << 31));
    }

    // x / π - n; n + THEANO_ROUND is in `shifted`.
    THEANO_INLINE double theano_turns_f32(float x, double *shifted) {
      double y = x, high, low;
      theano_inverse_pi_f32(__builtin_fabs(y), &high, &low);
      *shifted = __builtin_fma(y, high, THEANO_ROUND_F64);
      return y * low + __builtin_fma(y, high, THEANO_ROUND_F64 - *shifted);
    }

    // sin x, at most 1.9 ulp; x may have any size.
    THEANO_INLINE float theano_sin_f32(float x) {
      double shifted, f = theano_turns_f32(x, &shifted);
      float far = theano_sin_turns_f32(f, shifted);
      return __builtin_fabsf(x) < 0x1p15f ? theano_sin_near_f32(x) : far;
    }
    """#),
  PreludePiece(
    "theano_cos_f32", needs: ["theano_cos_near_f32", "theano_sin_f32"],
    #"""
    // cos x, at most 1.9 ulp; x may have any size.
    THEANO_INLINE float theano_cos_f32(float x) {
      double shifted, f = theano_turns_f32(x, &shifted);
      float far = theano_sin_turns_f32(0.5 - __builtin_fabs(f), shifted);
      return __builtin_fabsf(x) < 0x1p15f ? theano_cos_near_f32(x) : far;
    }
    """#),
  PreludePiece(
    "theano_sin_f64", needs: ["theano_sin_near_f64", "theano_sum_f64"],
    #"""
    // 2^(32 k - 50) / π but for multiples of 4, for k from 0, as the sum of four numbers: multiples
    // of 2^-51, 2^-104 and 2^-157, and the rest.
    static const double theano_inverse_pi_f64[128] = {
        0x1.0000000000000p-51, -0x1.7419f246c6efap-53,
        -0x1.6b01ec5417056p-106, -0x1.6447e493ad4cep-160,
        0x1.45f306dc00000p-20, 0x1.391054a7f09d6p-53,
        -0x1.70565911f9240p-110, -0x1.d6a66c3bc6fbep-159,
        -0x1.9f246c6efab58p-1, -0x1.ec54170565900p-58,
        -0x1.1f924eb53361ep-106, 0x1.c820ff28b1d5fp-162,
        0x1.054a7f09d5f48p-1, -0x1.596447e493ad0p-56,
        -0x1.3361de37df00ep-106, 0x1.163abdebbc562p-159,
        0x1.d5f47d4d37704p-1, -0x1.24eb53361de38p-54,
        0x1.07f9458eaf7b0p-109, -0x1.0ea79236e4717p-161,
        -0x1.6447e493ad4cep+0, 0x1.e21c820ff28b0p-54,
        0x1.d5ef5de2b0dbap-106, -0x1.b91c5bdb22d20p-159,
        0x1.4acc9e21c8210p-2, -0x1.ae9c542144380p-59,
        -0x1.4f246dc8e2deep-106, 0x1.ba5c00c925dd4p-160,
        0x1.c820ff28b1d60p-2, -0x1.0a21d4f246dc8p-54,
        -0x1.c5bdb22d1ff9cp-107, 0x1.25dd413a3243ap-160,
        -0x1.d38a84288753cp+0, -0x1.236e4716f6c8cp-53,
        0x1.700324977504ep-106, 0x1.1921cfe1deb1dp-159,
        -0x1.0ea79236e4718p-1, 0x1.09374b801924cp-53,
        -0x1.15f62e6de3020p-107, 0x1.deb1cb129a73fp-159,
        0x1.1b8e909374b80p-1, 0x1.924bba8274640p-57,
        0x1.0e7f0ef58e58ap-106, -0x1.658c1177dca0bp-159,
        0x1.ba5c00c925dd4p+0, 0x1.3a32439fc3bd0p-56,
        0x1.8e5894d39f744p-106, 0x1.1afa975da2427p-162,
        0x1.25dd413a3243ap+0, -0x1.e214e34ed6580p-59,
        -0x1.822efb9415a28p-108, -0x1.2edec598e3f65p-161,
        -0x1.cdbc603c429c6p+0, -0x1.3b5963045df72p-53,
        -0x1.0568a25dbd8b4p-106, 0x1.c7026b45f7e41p-159,
        -0x1.0a71a76b2c608p-2, -0x1.77dca0ad144b8p-55,
        -0x1.bd8b31c7eca5ep-106, 0x1.f7e413991d63ap-159,
        0x1.34e7dd1046beap+0, 0x1.75da24274ce38p-54,
        0x1.35a2fbf209cc0p-110, 0x1.1d639835339f5p-159,
        0x1.1afa975da2428p-2, -0x1.6638fd94ba080p-55,
        -0x1.bec66e29c67ccp-107, 0x1.339f49c845f8cp-159,
        -0x1.2edec598e3f64p-1, -0x1.2e8206fb19b8ap-53,
        -0x1.c67cacc60b638p-107, 0x1.17e2ef7e4a0ecp-161,
        -0x1.c7eca5d040df8p-2, 0x1.cc8eb1cc1a99cp-54,
        0x1.f49c845f8bbe0p-107, -0x1.b5f13801da001p-161,
        -0x1.037d8cdc538c0p-4, -0x1.f2b3182d8dee8p-53,
        -0x1.d1081b5f13800p-109, -0x1.da00087e99fc0p-161,
        -0x1.c538cf9598c16p+0, -0x1.8dee81d1081b6p-53,
        0x1.d8ffc4bffef00p-110, 0x1.6603fbcbc462dp-161,
        -0x1.98c16c6f740e8p+0, -0x1.081b5f13801dap-53,
        -0x1.0fd33f8086000p-118, -0x1.0ee74a5f592e1p-159,
        0x1.17e2ef7e4a0ecp-1, 0x1.ff897ffde0598p-55,
        0x1.fde5e2316b400p-112, 0x1.4da3eda6cfd9ep-160,
        -0x1.b5f13801da000p-1, -0x1.0fd33f8086878p-54,
        0x1.8b5a0a6d1f6d4p-107, -0x1.30261b069ec91p-160,
        -0x1.da00087e99fc0p-1, -0x1.0d0ee74a5f590p-55,
        -0x1.704964c0986c2p-106, 0x1.6136e9e8c7ecdp-160,
        0x1.6603fbcbc462cp-1, 0x1.6829b47db4da0p-53,
        -0x1.30d834f648b0cp-107, 0x1.8fd9a797fa8b6p-161,
        0x1.e2316b414da3ep+0, 0x1.b4d9fb3c9f2c2p-53,
        0x1.b74f463f669e4p-107, 0x1.fea2d7527bac8p-159,
        0x1.4da3eda6cfd9ep+0, 0x1.3e584dba7a320p-54,
        -0x1.32c3402ba5158p-108, -0x1.84538141a0e85p-159,
        -0x1.30261b069ec92p+0, 0x1.3d18fd9a797fap-53,
        0x1.16ba93dd63f60p-106, -0x1.a0e84c2f8c608p-159,
        0x1.6136e9e8c7ecep+0, -0x1.8680574a2b612p-53,
        0x1.63f5f2f8bd9e8p-106, 0x1.ce7de294a4baap-161,
        0x1.8fd9a797fa8b4p-1, 0x1.d49eeb1faf97cp-53,
        0x1.7b3d0739f78a4p-107, 0x1.292ea6bfb5fb1p-159,
        -0x1.5d28ad8453800p-7, -0x1.41a0e84c2f8c8p-55,
        0x1.f78a5292ea6c0p-107, -0x1.2813b81ca8bdfp-161,
    };

    // x less a multiple of 4.
    THEANO_INLINE double theano_less_fours_f64(double x) {
      return x - 4.0 * __builtin_rint(0.25 * x);
    }

    // x in quarter turns, for x beyond 2^30, less a multiple of `size` less `first`, as the result and
    // `rest`; in `shifted` is how many multiples, but for multiples of 4 / `size`, and THEANO_ROUND.
    THEANO_INLINE double theano_far_quarters_f64(double x, double size, double first, double *rest,
                                                 double *shifted) {
      unsigned long long bits = theano_bits_f64(x);
      const double *part = theano_inverse_pi_f64 + 4 * (int)((bits >> 57) & 31);
      // x as an integer below 2^85.
      double y = theano_float_f64((bits & 0x81ffffffffffffffull) + 0x4330000000000000ull);
      double a = y * part[0];
      double a_low = __builtin_fma(y, part[0], -a);
      double b = y * part[1];
      double b_low = __builtin_fma(y, part[1], -b);
      double c = y * part[2];
      double c_low = __builtin_fma(y, part[2], -c);
      // The first sums are exact.
      a = theano_less_fours_f64(a) + theano_less_fours_f64(a_low);
      b = theano_less_fours_f64(b);
      double n = __builtin_rint((a + first) * (1.0 / size));
      double low, lost;
      double sum = theano_sum_f64(a - (n * size - first), b, &low);
      double m = __builtin_rint(sum * (1.0 / size));
      sum = theano_sum_f64(sum - m * size, c, &lost);
      low += lost;
      sum = theano_sum_f64(sum, b_low, &lost);
      low += lost + (c_low + y * part[3]);
      double f = sum + low;
      *rest = (sum - f) + low;
      *shifted = (n + m) + THEANO_ROUND_F64;
      return f;
    }

    // The same in radians.
    THEANO_INLINE double theano_far_reduced_f64(double x, double size, double first,
                                                double *shifted) {
      double low, f = theano_far_quarters_f64(x, size, first, &low, shifted);
      // Infinities and what is no number give no number.
      low = f * 0x1.1a62633145c07p-54 + low * 0x1.921fb54442d18p+0;
      return __builtin_fma(f, 0x1.921fb54442d18p+0, low) + (x - x);
    }

    // sin x, at most 1.9 ulp; x may have any size.
    THEANO_INLINE double theano_sin_f64(double x) {
      double shifted;
      double r = theano_far_reduced_f64(x, 2.0, 0.0, &shifted);
      double far = theano_sin_turned_f64(r, theano_bits_f64(shifted));
      return __builtin_fabs(x) < 0x1p30 ? theano_sin_near_f64(x) : far;
    }
    """#),
  PreludePiece(
    "theano_cos_f64", needs: ["theano_cos_near_f64", "theano_sin_f64"],
    #"""
    // cos x, at most 1.9 ulp; x may have any size.
    THEANO_INLINE double theano_cos_f64(double x) {
      double shifted;
      double r = theano_far_reduced_f64(x, 2.0, 1.0, &shifted);
      double far = theano_sin_turned_f64(r, theano_bits_f64(shifted));
      return __builtin_fabs(x) < 0x1p30 ? theano_cos_near_f64(x) : far;
    }
    """#),
  PreludePiece(
    "theano_tan_near_f32", needs: ["theano_round_bits"],
    #"""
    // tan of quarter turns, with their whole number in the lowest bits of `shifted` + THEANO_ROUND.
    THEANO_INLINE float theano_tan_quarters_f32(double f, double shifted) {
      double r = f * 1.5707963267948966;
      double z = r * r;
      double p = 2.7177606516545436e-06;
      p = p * z - 0.0001983928236081713;
      p = p * z + 0.008333329249477744;
      p = p * z - 0.16666666640876104;
      double q = 2.443160115699628e-05;
      q = q * z - 0.001388731007701858;
      q = q * z + 0.041666645752033084;
      double s = r + r * z * p;
      double c = 1.0 + z * (z * q - 0.5);
      int odd = (int)(theano_bits_f64(shifted) & 1);
      return (float)((odd ? -c : s) / (odd ? s : c));
    }

    // tan x for |x| up to 2^15, rounded almost always as the exact result.
    THEANO_INLINE float theano_tan_near_f32(float x) {
      double y = x;
      double shifted = y * 0.6366197723675814 + THEANO_ROUND_F64;
      double f = __builtin_fma(y, 0.6366197723675814, THEANO_ROUND_F64 - shifted);
      float result = theano_tan_quarters_f32(y * -0x1.6b01ec5417056p-55 + f, shifted);
      return x == 0.0f ? x : result;
    }
    """#),
  PreludePiece(
    "theano_tan_f32", needs: ["theano_tan_near_f32", "theano_sin_f32"],
    #"""
    // tan x, rounded almost always as the exact result.
    THEANO_INLINE float theano_tan_f32(float x) {
      double y = x, high, low;
      theano_inverse_pi_f32(__builtin_fabs(y), &high, &low);
      high *= 2.0;
      low *= 2.0;
      double shifted = __builtin_fma(y, high, THEANO_ROUND_F64);
      double f = __builtin_fma(y, high, THEANO_ROUND_F64 - shifted);
      float result = theano_tan_quarters_f32(y * low + f, shifted);
      return x == 0.0f ? x : result;
    }
    """#),
  PreludePiece(
    "theano_tan_near_f64", needs: ["theano_round_bits", "theano_divide_f64"],
    #"""
    // x less its nearest multiple n of π/2, for |x| up to 2^30; n + THEANO_ROUND is in `shifted`.
    THEANO_INLINE double theano_less_quarters_f64(double x, double *shifted) {
      *shifted = x * 0.6366197723675814 + THEANO_ROUND_F64;
      double n = *shifted - THEANO_ROUND_F64;
      double r = __builtin_fma(-n, 0x1.921fb54442d18p+0, x);
      r = __builtin_fma(-n, 0x1.1a62633145c07p-54, r);
      return __builtin_fma(-n, -0x1.f1976b7ed8fbcp-110, r);
    }

    // sin r - r, |r| < 0.8.
    THEANO_INLINE double theano_sin_tail_f64(double r) {
      double z = r * r;
      double q = 1.5897137451859672e-10;
      q = q * z - 2.5050774063897073e-08;
      q = q * z + 2.7557313878134423e-06;
      q = q * z - 0.00019841269830683296;
      q = q * z + 0.008333333333324151;
      q = q * z - 0.16666666666666644;
      return r * z * q;
    }

    // cos r - 1 + r²/2, |r| < 0.8.
    THEANO_INLINE double theano_cos_tail_f64(double r) {
      double z = r * r;
      double q = -1.1357843671388712e-11;
      q = q * z + 2.087569035275622e-09;
      q = q * z - 2.75573141267151e-07;
      q = q * z + 2.480158728877005e-05;
      q = q * z - 0.001388888888887312;
      q = q * z + 0.041666666666666595;
      return z * z * q;
    }

    // tan(r + n π/2).
    THEANO_INLINE double theano_tan_turned_f64(double r, double shifted) {
      double half = 0.5 * (r * r);
      double c = 1.0 - half;
      double c_low = ((1.0 - c) - half) + theano_cos_tail_f64(r);
      double tail = theano_sin_tail_f64(r);
      double s = r + tail;
      double s_low = tail - (s - r);
      double cosine = c + c_low;
      c_low = c_low - (cosine - c);
      int odd = (int)(theano_bits_f64(shifted) & 1);
      double result = theano_divide_f64(odd ? -cosine : s, odd ? -c_low : s_low, odd ? s : cosine,
                                        odd ? s_low : c_low);
      return result;
    }

    // tan x for |x| up to 2^30, at most 1.9 ulp.
    THEANO_INLINE double theano_tan_near_f64(double x) {
      double shifted;
      double r = theano_less_quarters_f64(x, &shifted);
      double result = theano_tan_turned_f64(r, shifted);
      return __builtin_fabs(x) < 0x1p-28 ? x : result;
    }
    """#),
  PreludePiece(
    "theano_tan_f64", needs: ["theano_tan_near_f64", "theano_sin_f64"],
    #"""
    // tan x, at most 1.9 ulp; x may have any size.
    THEANO_INLINE double theano_tan_f64(double x) {
      double near_shifted, far_shifted;
      double near = theano_less_quarters_f64(x, &near_shifted);
      double far = theano_far_reduced_f64(x, 1.0, 0.0, &far_shifted);
      int is_near = __builtin_fabs(x) < 0x1p30;
      double result = theano_tan_turned_f64(is_near ? near : far,
                                            is_near ? near_shifted : far_shifted);
      return __builtin_fabs(x) < 0x1p-28 ? x : result;
    }
    """#),
]
