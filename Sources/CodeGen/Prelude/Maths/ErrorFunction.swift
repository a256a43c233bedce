/// erf, erfc and erfcx.
///
/// Near 0 erf is a polynomial. Elsewhere erfc a = e^(-a²) h(t) / (a + ½) with t = (a - 3.75) / (a +
/// 3.75), where h is a polynomial on -1...1: Shepherd and Laframboise, "Chebyshev approximation of
/// (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞" (1981).
let errorFunctionMaths: [PreludePiece] = [
  PreludePiece(
    "theano_erf_f32", needs: ["theano_round_bits", "theano_signed"],
    #"""
    // erf x, at most 1.5 ulp.
    THEANO_INLINE float theano_erf_f32(float x) {
      float a = __builtin_fabsf(x);
      float z = a * a;
      float p = 7.924124e-05f;
      p = p * z - 0.00080318353f;
      p = p * z + 0.0051908446f;
      p = p * z - 0.026855174f;
      p = p * z + 0.11283619f;
      p = p * z - 0.3761263f;
      p = p * z + 0.12837917f;
      // Elsewhere 1 - erfc x, from a polynomial for the binary logarithm of erfc, split into n + f.
      float y = a > 4.0f ? 4.0f : a;
      float q = 0.00026942856f;
      q = q * y - 0.0042583277f;
      q = q * y + 0.031530686f;
      q = q * y - 0.14880839f;
      q = q * y - 0.9205774f;
      q = q * y - 1.6260923f;
      q = q * y - 0.0004803729f;
      float shifted = q + THEANO_ROUND_F32;
      float f = q - (shifted - THEANO_ROUND_F32);
      float e = 0.0013416035f;
      e = e * f + 0.009678317f;
      e = e * f + 0.05550276f;
      e = e * f + 0.24022037f;
      e = e * f + 0.69314724f;
      e = e * f + 1.0000001f;
      e = e * theano_power_of_2_f32(shifted);
      return theano_signed_f32(a < 1.0f ? a + a * p : 1.0f - e, x);
    }
    """#),
  PreludePiece(
    "theano_erfcx_wide", needs: ["theano_inline"],
    #"""
    // e^(a²) erfc a for a ≥ 0, with a relative error below 2^-28.
    THEANO_INLINE double theano_erfcx_wide(double a) {
      double y = a > 1e9 ? 1e9 : a;
      double t = (y - 3.75) / (y + 3.75);
      double q = 1.0273356575388702e-05;
      q = q * t - 0.00011215584995330797;
      q = q * t + 0.0001673297072368632;
      q = q * t + 0.0008382240555761749;
      q = q * t - 0.004887564664277249;
      q = q * t + 0.014204358302044428;
      q = q * t - 0.029341416787665126;
      q = q * t + 0.04614550202126814;
      q = q * t - 0.05440291809931623;
      q = q * t + 0.041139189021795704;
      q = q * t + 0.0017927736031629045;
      q = q * t - 0.0701203281036306;
      q = q * t + 0.6187563146582944;
      return q / (a + 0.5);
    }
    """#),
  PreludePiece(
    "theano_erfc_f32", needs: ["theano_erfcx_wide", "theano_exp_wide"],
    #"""
    // erfc x = 1 - erf x, rounded almost always as the exact result.
    THEANO_INLINE float theano_erfc_f32(float x) {
      double a = __builtin_fabs((double)x);
      a = a > 11.0 ? 11.0 : a;
      double r = theano_exp_wide(-a * a) * theano_erfcx_wide(a);
      return (float)(x < 0.0f ? 2.0 - r : r);
    }
    """#),
  PreludePiece(
    "theano_erfcx_f32", needs: ["theano_erfcx_wide", "theano_exp_wide"],
    #"""
    // e^(x²) erfc x, rounded almost always as the exact result.
    THEANO_INLINE float theano_erfcx_f32(float x) {
      double a = __builtin_fabs((double)x);
      double y = a > 11.0 ? 11.0 : a;
      double r = theano_erfcx_wide(a);
      return (float)(x < 0.0f ? 2.0 * theano_exp_wide(y * y) - r : r);
    }
    """#),
  PreludePiece(
    "theano_erfcx_part_f64", needs: ["theano_bits"],
    #"""
    // (a + ½) e^(a²) erfc a for a ≥ 0 as the result and `low`.
    THEANO_INLINE double theano_erfcx_part_f64(double a, double *low) {
      double y = a > 1e18 ? 1e18 : a;
      double t = (y - 3.75) / (y + 3.75);
      double q = 2.0707709205621235e-10;
      q = q * t + 1.5748700481640332e-10;
      q = q * t - 2.5545665689072295e-09;
      q = q * t - 1.882959751786752e-09;
      q = q * t + 1.9254078853384546e-08;
      q = q * t + 1.1658468489344964e-08;
      q = q * t - 1.2921067683579453e-07;
      q = q * t - 2.864653920816832e-08;
      q = q * t + 8.757031746192861e-07;
      q = q * t - 4.867470806978436e-07;
      q = q * t - 5.7220017795277526e-06;
      q = q * t + 1.1192100790962132e-05;
      q = q * t + 2.5824520160165678e-05;
      q = q * t - 0.00014507703324618732;
      q = q * t + 0.0001468568406880539;
      q = q * t + 0.0008778129247650198;
      q = q * t - 0.004873289780358639;
      q = q * t + 0.01418113870972377;
      q = q * t - 0.029346699294683858;
      q = q * t + 0.04615216058016889;
      q = q * t - 0.05440196507088135;
      q = q * t + 0.041138369245073345;
      q = q * t + 0.0017927077427323536;
      q = q * t - 0.07012029929277348;
      double h = 0.6187563154189137 + t * q;
      *low = (0.6187563154189137 - h) + t * q;
      return h;
    }
    """#),
  PreludePiece(
    "theano_erf_part_f64", needs: ["theano_inline"],
    #"""
    // erf a for 0 ≤ a < 1, as the result and `low`.
    THEANO_INLINE double theano_erf_part_f64(double a, double *low) {
      double z = a * a;
      double p = 5.960409754580137e-11;
      p = p * z - 1.1374796455724136e-09;
      p = p * z + 1.4660288491639912e-08;
      p = p * z - 1.6350390392343026e-07;
      p = p * z + 1.6461007942607186e-06;
      p = p * z - 1.4925595739774428e-05;
      p = p * z + 0.00012055331131648478;
      p = p * z - 0.0008548326981390857;
      p = p * z + 0.005223977624827847;
      p = p * z - 0.026866170645077816;
      p = p * z + 0.11283791670954885;
      p = p * z - 0.3761263890318375;
      p = p * z + 0.1283791670955126;
      double s = a + a * p;
      *low = a * p - (s - a);
      return s;
    }
    """#),
  PreludePiece(
    "theano_erfc_f64",
    needs: [
      "theano_erf_part_f64", "theano_erfcx_part_f64", "theano_exp_part_f64", "theano_divide_f64",
    ],
    #"""
    // erfc x = 1 - erf x, at most 2 ulp.
    THEANO_INLINE double theano_erfc_f64(double x) {
      double a = __builtin_fabs(x);
      a = a > 28.0 ? 28.0 : a;
      double h_low, n, low;
      double h = theano_erfcx_part_f64(a, &h_low);
      double square = a * a;
      double p = theano_exp_part_f64(-square, -__builtin_fma(a, a, -square), &n, &low);
      double above = p * h;
      double above_low = __builtin_fma(p, h, -above) + (p * h_low + low * h);
      double below = a + 0.5;
      double r = theano_divide_f64(above, above_low, below, a - (below - 0.5));
      r = theano_scale_f64(r, n);
      double s_low;
      double s = theano_erf_part_f64(a, &s_low);
      double near = 1.0 - s;
      near = near + (((1.0 - near) - s) - s_low);
      r = a < 0.4 ? near : r;
      return x < 0.0 ? 2.0 - r : r;
    }
    """#),
  PreludePiece(
    "theano_erf_f64", needs: ["theano_erf_part_f64", "theano_exp_f64", "theano_signed"],
    #"""
    // erf x, at most 1.6 ulp.
    THEANO_INLINE double theano_erf_f64(double x) {
      double a = __builtin_fabs(x);
      double low, near = theano_erf_part_f64(a, &low);
      // Elsewhere 1 - e^(-a²) h, where h = e^(a²) erfc a is a polynomial of t between 1 and 6.
      double y = a > 6.0 ? 6.0 : a;
      double t = 1.0 / (y + 3.0);
      double z = t * t;
      double h = -5515.342513488667 * t + 16336.369194598341;
      h = h * z + (-19570.8942344811 * t + 12172.970805028777);
      h = h * z + (-4530.767456481441 * t + 1308.7594793608182);
      h = h * z + (-204.17161713657654 * t + 44.459147641828906);
      h = h * z + (1.7863477347655246 * t + 1.8830844390379533);
      h = h * z + (0.5569333394934486 * t + 0.0001259495891523089);
      double e = theano_exp_f64(-y * y);
      return theano_signed_f64(a < 1.0 ? near : 1.0 - e * h, x);
    }
    """#),
  PreludePiece(
    "theano_erfcx_f64",
    needs: [
      "theano_erf_part_f64", "theano_erfcx_part_f64", "theano_exp_part_f64", "theano_divide_f64",
    ],
    #"""
    // e^(x²) erfc x, at most 2 ulp.
    THEANO_INLINE double theano_erfcx_f64(double x) {
      double a = __builtin_fabs(x);
      double h_low, n, low;
      double h = theano_erfcx_part_f64(a, &h_low);
      double below = a + 0.5;
      double r = theano_divide_f64(h, h_low, below, a < 0x1p60 ? a - (below - 0.5) : 0.0);
      double y = a > 27.0 ? 27.0 : a;
      double square = y * y;
      double p = theano_exp_part_f64(square, __builtin_fma(y, y, -square), &n, &low);
      double s_low;
      double s = theano_erf_part_f64(y, &s_low);
      double v = 1.0 - s;
      double v_low = ((1.0 - v) - s) - s_low;
      double near = p * v;
      near = near + (__builtin_fma(p, v, -near) + (p * v_low + low * v));
      r = a < 0.4 ? near : r;
      double e = theano_scale_f64(2.0 * p, n);
      r = a < __builtin_inf() ? r : 0.0;
      return x == x ? (x < 0.0 ? (e - r) + theano_scale_f64(2.0 * low, n) : r) : x;
    }
    """#),
]
