/// The logarithm of the gamma function, one call for each element; see `gammaMaths`.
///
/// Left of -2 the function has a zero on both sides of each negative integer, where its parts cancel. Near
/// those it is a series in the distance from the zero, which a table has with twice the digits.
let logGammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_log_gamma_near_two", needs: ["theano_inline"],
    #"""
    // t (a + t (b + t q)) as the result and `low`; a_low and b_low are what a and b lack.
    THEANO_INLINE double theano_two_terms_f64(double t, double a, double a_low, double b,
                                              double b_low, double q, double *low) {
      double v = t * q;
      double second = b + v;
      double second_low = ((b - second) + v) + b_low;
      double u = t * second;
      double u_low = __builtin_fma(t, second, -u) + t * second_low;
      double first = a + u;
      double first_low = ((a - first) + u) + (u_low + a_low);
      double product = t * first;
      *low = __builtin_fma(t, first, -product) + t * first_low;
      return product;
    }

    // log Γ(1 + t) for t from -¼ to ½ as the result and `low`.
    static double theano_log_gamma_near_one(double t, double *low) {
      double z = t * t;
      double q = -0.005798604447163378;
      q = q * z + (0.022929405893151806 * t - 0.04280993064052193);
      q = q * z + (0.05330235710958683 * t - 0.05517217315414358);
      q = q * z + (0.05590454863909387 * t - 0.05858227571556908);
      q = q * z + (0.06240953898663475 * t - 0.0666732908102631);
      q = q * z + (0.07144004202624102 * t - 0.07693308337282534);
      q = q * z + (0.08335356732935935 * t - 0.09095397571011707);
      q = q * z + (0.10009946304538393 * t - 0.11133426707454044);
      q = q * z + (0.12550966947052397 * t - 0.14404989675169258);
      q = q * z + (0.16955717699759287 * t - 0.20738555102878428);
      q = q * z + (0.27058080842778465 * t - 0.4006856343865312);
      return theano_two_terms_f64(t, -0.5772156649015329, 4.942915152430645e-18,
                                  0.8224670334241132, 1.520336175199238e-17, q, low);
    }

    // log Γ(2 + t) for |t| ≤ ½ as the result and `low`.
    static double theano_log_gamma_near_two(double t, double *low) {
      double z = t * t;
      double q = 6.470950358027457e-08 * t - 1.2986114655206264e-07;
      q = q * z + (2.020706624683929e-07 * t - 4.350868722969195e-07);
      q = q * z + (9.58295387178861e-07 * t - 2.0427385066746046e-06);
      q = q * z + (4.374274684264157e-06 * t - 9.438999935598827e-06);
      q = q * z + (2.0507280795025624e-05 * t - 4.49262731143258e-05);
      q = q * z + (9.945750808386875e-05 * t - 0.00022315475731329436);
      q = q * z + (0.000509669524925876 * t - 0.001192753911692969);
      q = q * z + (0.002890510330738051 * t - 0.007385551028675265);
      q = q * z + (0.02058080842778457 * t - 0.06735230105319807);
      return theano_two_terms_f64(t, 0.42278433509846713, 4.942915152430645e-18,
                                  0.3224670334241132, 1.520336175199238e-17, q, low);
    }
    """#),
  PreludePiece(
    "theano_log_gamma_near_zero", needs: ["theano_log_pair_f64"],
    #"""
    // The zeros of log |Γ| by the nearest integer -n: in -2.5…-2, then right and left of -n for n
    // from 3 to 16. The zero's distance from -n in two parts, the derivative there in two parts, and
    // the series of log |Γ(x)| + log |x + n| from the second power on.
    static const double theano_log_gamma_zeros[29][11] = {
      {-0.45702473822080064, 1.843554041574456e-17, 1.5156034480216574, -4.0695290379659363e-17,
       2.4645059339854773, -2.08059134154441, 2.991432245096, -4.2302903113, 6.535077192,
       -10.263537, 16.5553},
      {0.2523173532725874, -2.04688991691325e-17, -1.9143501856115988, -6.288473508186805e-17,
       1.7214631509381948, 0.65578642066528, 0.946265529105, 0.8003133025, 1.004895, 1.0665,
       1.3},
      {-0.14358088834998006, 3.862806401714152e-18, 7.781884658131351, -1.2366266971852707e-16,
       1.577709246549465, -0.3440938258554, 0.6522164643, -0.33727053, 0.50326, -0.368},
      {0.04470571514140207, 8.223977942582053e-19, -20.725060845803707, 1.4319348367658305e-15,
       1.53968095832511, 0.089086924156, 0.55047891, 0.092105, 0.35},
      {-0.03936183974053688, 3.2731379225891636e-18, 26.790480886140593, 7.29303362861673e-16,
       1.5402675305599, -0.093612263969, 0.54821493, -0.08106, 0.35},
      {0.008455359439952277, 8.231751957350036e-19, -116.53578161624363, -5.71604654736871e-15,
       1.5543659147118, 0.012825303, 0.54103},
      {-0.008218168322593521, -5.582665915956405e-19, 123.3621845633534,
       -1.7685712092825869e-15, 1.5546264433241, -0.023241985, 0.54101},
      {0.0013925199191243706, -7.090441230646531e-20, -716.2454304275473,
       -2.978324292002825e-14, 1.56815138731, -0.00090908, 0.54},
      {-0.0013852944531550972, -2.6295731811446077e-20, 723.7366299252801,
       1.1249184125179834e-14, 1.56818400382, -0.0069188, 0.54},
      {0.0001984921093623021, 6.263909978492175e-21, -5035.967373768125, -3.431412146498085e-13,
       1.578363931, -0.00252},
      {-0.00019833340732475162, 1.1820573401560963e-20, 5044.029941110829,
       2.1055091809068177e-13, 1.578367442, -0.00338},
      {2.4802904179335845e-05, 3.15397713595963e-22, -40315.71854218779,
       -1.3528231836249092e-12, 1.5861779},
      {-2.48002706819597e-05, 1.0083974251164085e-21, 40324.281108124356,
       -2.389812710483955e-12, 1.5861782},
      {2.7557490225318057e-06, -6.500300408654724e-23, -362875.4964746711,
       1.3486075072383962e-11, 1.592351},
      {-2.7557148226503463e-06, -5.624459871432079e-23, 362884.5034850277,
       5.4195819812064025e-12, 1.592351},
      {2.7557337083353163e-07, 1.4502658434955713e-23, -3628795.296492739,
       -1.2671744970551317e-10, 1.5974},
      {-2.755730136466002e-07, -2.4472526783403563e-23, 3628804.7035030955,
       -3.2764123120909294e-11, 1.5974},
      {2.5052109918476226e-08, -6.807394864189793e-25, -39916795.114676446,
       7.737126660349542e-10, 1.6},
      {-2.5052106852407546e-08, 1.2924868620853802e-24, 39916804.88532317,
       -1.9950818162239775e-09, 1.6},
      {2.087675709796081e-09, -8.658839215884982e-26, -479001594.94800997,
       1.1134489574140605e-08},
      {-2.087675687777539e-09, -4.849684877236172e-26, 479001605.05199003,
       -2.2289997782624084e-08},
      {1.6059043843534355e-10, 6.465141936497467e-27, -6227020794.794164,
       -1.1429843684124307e-07},
      {-1.6059043830108875e-10, 7.046449983196074e-27, 6227020805.205836,
       -1.1693576000219276e-07},
      {1.147074559808161e-11, -7.830340218001236e-28, -87178291194.6513, -5.242382227630101e-07},
      {-1.147074559737784e-11, 4.194056116105366e-28, 87178291205.3487, -5.244311024301018e-07},
      {7.647163731835846e-13, -3.8035184915187745e-29, -1307674367994.518, 9.30629114931976e-05},
      {-7.647163731803788e-13, 4.886154187641447e-29, 1307674368005.482, 9.306289834827595e-05},
      {4.779477332388026e-14, -9.319923331229129e-31, -20922789887994.395,
       0.0015579066553400769},
      {-4.779477332386745e-14, -1.811833433216651e-30, 20922789888005.605,
       0.0015579066545013966},
    };

    // log |Γ(t - n)| near a zero.
    static double theano_log_gamma_near_zero(double t, double n) {
      int place = n < 3.0 ? 0 : 2 * (int)n - 5 + (t < 0.0);
      const double *zero = theano_log_gamma_zeros[place];
      double distance = t - zero[0];
      double d = distance - zero[1];
      double d_low = (distance - d) - zero[1];
      double q = zero[10];
      for (int k = 9; k > 3; k--) q = q * d + zero[k];
      double low, rest = theano_log_rest_f64(d / zero[0], &low);
      double first = d * zero[2];
      low += rest - __builtin_fma(d, zero[2], -first);
      return first - (low - (d_low * zero[2] + d * zero[3] + d * d * q));
    }
    """#),
  PreludePiece(
    "theano_lgamma_f64",
    needs: [
      "theano_log_gamma_near_two", "theano_log_gamma_near_zero", "theano_gamma_near_two",
      "theano_log_gamma_far", "theano_sine_of_turn", "theano_sum_f64",
    ],
    #"""
    // log |Γ(x)|, at most 1.7 ulp; infinite at zero and the negative integers.
    static double theano_lgamma_f64(double x) {
      double a = __builtin_fabs(x), n = __builtin_rint(x), t = x - n;
      double low, g_low, log_low, lost, lost_next;
      if (!(a < __builtin_inf())) return x * x;
      if ((x <= 0.0 && t == 0.0) || x > 2.5599833278516383e+305) return __builtin_inf();
      if (x >= 12.0) return theano_log_gamma_far(x, &low);
      if (x >= 0.75 && x < 2.5) {
        double near = x < 1.5 ? theano_log_gamma_near_one(x - 1.0, &low)
                              : theano_log_gamma_near_two(x - 2.0, &low);
        return near + low;
      }
      if (x < -20.0) {
        // Reflection: log(π / |x sin πx|) - log Γ(x) at -x.
        double logarithm = theano_log_gamma_far(a, &low);
        double sine_low, sine = theano_sine_of_turn(t, &sine_low);
        double p = a * sine, p_low = __builtin_fma(a, sine, -p) + a * sine_low;
        double v = theano_log_pair_f64(p, &log_low);
        double sum = theano_sum_f64(1.1447298858494002, -v, &lost);
        sum = theano_sum_f64(sum, -logarithm, &lost_next);
        return sum + (lost_next + (lost - (low + log_low + p_low / p)));
      }
      double g = theano_log_gamma_near_two(t, &g_low);
      double p = theano_rising_product(n > 2.0 ? 2.0 + t : x, __builtin_fabs(n - 2.0), &low);
      double v = theano_log_pair_f64(__builtin_fabs(p), &log_low);
      log_low += low / p;
      if (n > 2.0) return v + (g + (g_low + log_low));
      double sum = theano_sum_f64(g, -v, &lost);
      double result = sum + (lost + (g_low - log_low));
      int near = x < -2.0 && x > -16.5 && __builtin_fabs(result) < 0x1p-7;
      return near ? theano_log_gamma_near_zero(t, -n) : result;
    }
    """#),
  PreludePiece(
    "theano_lgamma_f32", needs: ["theano_lgamma_f64"],
    #"""
    // log |Γ(x)|, rounded almost always as the exact result.
    THEANO_INLINE float theano_lgamma_f32(float x) { return (float)theano_lgamma_f64(x); }
    """#),
]
