/// The Bessel functions of the first kind of orders 0 and 1, one call for each element.
///
/// Below 10 they are series around their zeros, and beyond that a wave whose size and phase are
/// polynomials of 1 / x², after Harrison, "Fast and accurate Bessel function computation" (2009).
let besselMaths: [PreludePiece] = [
  PreludePiece(
    "theano_bessel_near_zero", needs: ["theano_log_gamma_near_two", "theano_sum_f64"],
    #"""
    // The series around a zero: the zero, the first two coefficients, each in two parts, and the
    // others.
    static double theano_bessel_near_zero(double x, const double *zero) {
      double d_low, d = theano_sum_f64(x, -zero[0], &d_low), low;
      d_low -= zero[1];
      double q = zero[27];
      for (int k = 26; k >= 6; k--) q = q * d + zero[k];
      double sum = theano_two_terms_f64(d, zero[2], zero[3], zero[4], zero[5], q, &low);
      // The slope is almost that of a sine.
      return sum + (low + d_low * zero[2] * (1.0 - 0.4 * d * d));
    }
    """#),
  PreludePiece(
    "theano_bessel_wave", needs: ["theano_pair_less_quarters", "theano_tan_near_f64"],
    #"""
    // J of order 0 or 1 from x = 10.2 on, as √(2 / πx) (1 + m / x²) cos(x - (order / 2 + 1/4) π +
    // α); `phase` has the polynomial of 1 / x² that (α x - first) x² is, and `size` that of m.
    static double theano_bessel_wave(int order, double x, double first, const double *phase,
                                     const double *size) {
      double inverse = 1.0 / x, z = inverse * inverse, p = phase[10], m = size[10];
      for (int k = 9; k >= 0; k--) {
        p = p * z + phase[k];
        m = m * z + size[k];
      }
      double alpha = first * inverse;
      double alpha_low = __builtin_fma(first, inverse, -alpha) + inverse * z * p;
      alpha_low += first * __builtin_fma(-inverse, x, 1.0) * inverse;
      // x - π/4 + α as r + n π/2; order 0 has its cosine, order 1 its sine.
      theano_pair quarters = {0.5, 0.0};
      int places;
      theano_pair r = theano_pair_of(alpha, alpha_low);
      r = theano_pair_less_quarters(x, r, quarters, &places);
      places += order == 0;
      double square = r.high * r.high, half = 0.5 * square;
      double wave = r.high, wave_low = theano_sin_tail_f64(r.high) + r.low * (1.0 - half);
      if (places & 1) {
        wave = 1.0 - half;
        double half_low = __builtin_fma(r.high, 0.5 * r.high, -half) + r.high * r.low;
        wave_low = ((1.0 - wave) - half) + (theano_cos_tail_f64(r.high) - half_low);
      }
      theano_pair root = {x, 0.0}, factor = {0.7978845608028654, -4.98465440455546e-17};
      factor = theano_pair_ratio(factor, theano_pair_root(root));
      factor = theano_pair_product(factor, theano_pair_of(wave, wave_low));
      double result = factor.high + (factor.low + factor.high * (z * m));
      return places & 2 ? -result : result;
    }
    """#),
  PreludePiece(
    "theano_j0_f64", needs: ["theano_bessel_near_zero", "theano_bessel_wave"],
    #"""
    // The Bessel function of the first kind of order 0, at most 2 ulp of the larger of the result
    // and, from 10 on, 1/16 of the size of the oscillation.
    static double theano_j0_f64(double x) {
      static const double zeros[3][28] = {
        {2.404825557695773, -1.176691651530894e-16, -0.5191474972894667, -4.6463469276788856e-17,
         0.1079387017549201, -5.923040296154403e-18, 0.05660177443794623, -0.008657669593304914,
         -0.002194200359016156, 0.00026437703675269815, 4.372919272906665e-05,
         -4.338826288615807e-06, -5.304914383475941e-07, 4.470055863485525e-08,
         4.326565167896683e-09, -3.1666126245876754e-10, -2.5338932997379742e-11,
         1.6387142913645842e-12, 1.1169798405589349e-13, -6.469518847361672e-15,
         -3.8392725012021092e-16, 2.013252640883249e-17, 1.0576424024710599e-18,
         -5.066224917801842e-20, -2.387137029420385e-21, 1.0523474746155344e-22,
         4.4946515228707055e-24, -1.8351148509086322e-25},
        {5.520078110286311, 8.088597146146722e-17, 0.34026480655836816, -1.1684816015030359e-17,
         -0.030820651425593648, -5.083868772488041e-19, -0.05298855286760463,
         0.004631042145907645, 0.0022574402290329, -0.00017518572899415777,
         -4.652109073974323e-05, 3.199786906827506e-06, 5.716490707927506e-07,
         -3.511535989946743e-08, -4.683396243367874e-09, 2.592209204248419e-10,
         2.7452533826132372e-11, -1.3805762018664391e-12, -1.209162633675965e-13,
         5.566432331017845e-15, 4.1495359629137966e-16, -1.760209251129653e-17,
         -1.140933629148267e-18, 4.485461385747024e-20, 2.5699643757699093e-21,
         -9.411594058158189e-23, -4.829263275487025e-24, 1.6548391397762657e-25},
        {8.653727912911013, -2.92812607320779e-16, -0.27145229992838193, 1.4502280633885332e-17,
         0.015684124960953883, 2.6351749188818993e-19, 0.04403377496341185, -0.002509302227210696,
         -0.0020603351551259294, 0.00011243486789367745, 4.4823035445242025e-05,
         -2.288391008904224e-06, -5.679379515505723e-07, 2.6941570398499136e-08,
         4.736807197762432e-09, -2.0866881806090582e-10, -2.8062828813631277e-11,
         1.1502214601540182e-12, 1.244019308461381e-13, -4.7577323909595906e-15,
         -4.285735545572314e-16, 1.5342644612780862e-17, 1.1810731377813858e-18,
         -3.970449481709155e-20, -2.6637383947030227e-21, 8.434855145919737e-23,
         5.0084798817212276e-24, -1.4982168313989908e-25},
      };
      static const double phase[11] = {
        0.06510416666666528, -0.20957031246290445, 1.6380657184360583, -23.474840477787897,
        535.3797569829094, -17695.790141782418, 766861.2444342303, -37093714.54275553,
        1610748892.6249692, -49256647820.57822, 738639315818.9135};
      static const double size[11] = {
        -0.06249999999999985, 0.10351562499592172, -0.5428466616654841, 5.848668284565172,
        -106.85856952630051, 2952.9517324723697, -111244.6303591794, 4882458.065433777,
        -199790582.55103052, 5902842172.121234, -86731668371.69662};
      x = __builtin_fabs(x);
      if (!(x < __builtin_inf())) return x == x ? 0.0 : x;
      if (x >= 10.2) return theano_bessel_wave(0, x, -0.125, phase, size);
      int place = (int)(x * 0.3183098861837907 + 0.75);
      if (place > 0) return theano_bessel_near_zero(x, zeros[place - 1]);
      double z = x * x;
      double q = -2.896903392077112e-17;
      q = q * z + 9.385966990329842e-15;
      q = q * z - 2.4028075495244395e-12;
      q = q * z + 4.709502797067901e-10;
      q = q * z - 6.781684027777778e-08;
      q = q * z + 6.781684027777777e-06;
      q = q * z - 0.00043402777777777775;
      q = q * z + 0.015625;
      q = q * z - 0.25;
      return 1.0 + z * q;
    }
    """#),
  PreludePiece(
    "theano_j0_f32", needs: ["theano_j0_f64"],
    #"""
    // The Bessel function of the first kind of order 0, rounded almost always as the exact result.
    THEANO_INLINE float theano_j0_f32(float x) { return (float)theano_j0_f64(x); }
    """#),
  PreludePiece(
    "theano_j1_f64", needs: ["theano_bessel_near_zero", "theano_bessel_wave", "theano_signed"],
    #"""
    // The Bessel function of the first kind of order 1, at most 2 ulp of the larger of the result
    // and, from 10 on, 1/16 of the size of the oscillation.
    static double theano_j1_f64(double x) {
      static const double zeros[3][28] = {
        {3.8317059702075125, -1.5269184090088067e-16, -0.402759395702553, 8.182452510899941e-18,
         0.05255614585697724, -2.4635278289108537e-18, 0.05341044413272481, -0.00517971924563857,
         -0.002233125339147478, 0.00017466429072012055, 4.6208701297458374e-05,
         -3.0368633802997826e-06, -5.727805735140382e-07, 3.248286298212016e-08,
         4.735380569423091e-09, -2.362196187930065e-10, -2.7988764988661896e-11,
         1.246229588716384e-12, 1.2418546943452455e-13, -4.993136616202628e-15,
         -4.2891028808223703e-16, 1.57199883997974e-17, 1.1859135343167125e-18,
         -3.99319722251132e-20, -2.6843693116043105e-21, 8.359109801488827e-23,
         5.065965586077623e-24, -1.467179639596096e-25},
        {7.015586669815619, -9.414165653410389e-17, 0.30011575252613254, 2.337192881847607e-17,
         -0.02138921280934158, -5.341428486443166e-19, -0.04697047894974149, 0.003130291726048091,
         0.0021055871432482764, -0.00012550790955145584, -4.499147530293068e-05,
         2.4015807963093223e-06, 5.665270011548331e-07, -2.727342767799157e-08,
         -4.7204830035449805e-09, 2.065348676100161e-10, 2.800572526275014e-11,
         -1.1216380229417615e-12, -1.2445402051043784e-13, 4.5920247766484e-15,
         4.299780437872163e-16, -1.4699590295515893e-17, -1.1884282155950866e-18,
         3.7834274000266145e-20, 2.6880211376759956e-21, -8.004618172448678e-23,
         -5.067931497484419e-24, 1.4173027189368286e-25},
        {10.173468135062722, 4.482162274768888e-16, -0.2497048770578432, -3.539445073435282e-18,
         0.012272357555101523, -1.1996133364975369e-19, 0.04041116939079276,
         -0.001926818797260787, -0.0019115826893826534, 8.661729454170434e-05,
         4.241116281083461e-05, -1.8009794578804267e-06, -5.471602987582109e-07,
         2.1683937068370022e-08, 4.6309166017117e-09, -1.7127551080711048e-10,
         -2.775489163018589e-11, 9.597416016880929e-13, 1.2416439077261461e-13,
         -4.0243448154229645e-15, -4.308659438166982e-16, 1.31258563730137e-17,
         1.1943200865107196e-18, -3.429306505253692e-20, -2.706381696687545e-21,
         7.344281027096717e-23, 5.108477883637223e-24, -1.3135347120691817e-25},
      };
      static const double phase[11] = {
        -0.16406249999999845, 0.37089843745855755, -2.369397660727997, 30.623691395752985,
        -658.8944060991349, 20998.65750263479, -888840.3004145786, 42385915.54628553,
        -1825958348.2277453, 55593948964.840515, -831582551744.9689};
      static const double size[11] = {
        0.18749999999999983, -0.19335937499543884, 0.8052978314131213, -7.739919035017546,
        132.73030585793447, -3526.3543298401783, 129494.81338244861, -5594851.501497998,
        226925504.06598985, -6672231969.076164, 97768534233.506};
      double a = __builtin_fabs(x), result, low;
      if (!(a < __builtin_inf())) return x == x ? 0.0 * theano_signed_f64(1.0, x) : x;
      int place = a < 10.2 ? (int)(a * 0.3183098861837907 + 0.25) : 4;
      if (place == 0) {
        // x/2 (1 + z (-1/8 + z (1/192 + z q)))
        double z = a * a, z_low = __builtin_fma(a, a, -z), half = 0.5 * a;
        double q = -2.7449310778822035e-29;
        q = q * z + 1.9983098246982443e-26;
        q = q * z - 1.2469453306117043e-23;
        q = q * z + 6.583871345629799e-21;
        q = q * z - 2.8969033920771115e-18;
        q = q * z + 1.0428852211477602e-15;
        q = q * z - 3.0035094369055494e-13;
        q = q * z + 6.72786113866843e-11;
        q = q * z - 1.1302806712962962e-08;
        q = q * z + 1.3563368055555556e-06;
        q = q * z - 0.00010850694444444444;
        double p = theano_two_terms_f64(z, -0.125, 0.0, 0.005208333333333333,
                                        2.8912057932946783e-19, q, &low);
        low += z_low * (z * 0.010416666666666666 - 0.125);
        double sum = 1.0 + p;
        low += (1.0 - sum) + p;
        result = half * sum;
        result += __builtin_fma(half, sum, -result) + half * low;
      } else if (place < 4) {
        result = theano_bessel_near_zero(a, zeros[place - 1]);
      } else {
        result = theano_bessel_wave(1, a, 0.375, phase, size);
      }
      return x < 0.0 ? -result : result;
    }
    """#),
  PreludePiece(
    "theano_j1_f32", needs: ["theano_j1_f64"],
    #"""
    // The Bessel function of the first kind of order 1, rounded almost always as the exact result.
    THEANO_INLINE float theano_j1_f32(float x) { return (float)theano_j1_f64(x); }
    """#),
]
