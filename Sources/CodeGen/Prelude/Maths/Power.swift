/// pow.
///
/// e^(y log x): in float64 the logarithm and the product have two parts each, as the relative error
/// of the result is the absolute error of the product.
let powerMaths: [PreludePiece] = [
  PreludePiece(
    "theano_pow_of_size", needs: ["theano_inline"],
    #"""
    // x to the power y, given a = |x| and a to the power y where that is an ordinary number.
    THEANO_INLINE double theano_pow_of_size(double result, double a, double x, double y) {
      int whole = __builtin_rint(y) == y;
      int odd = whole && __builtin_rint(0.5 * y) != 0.5 * y;
      result = odd ? __builtin_copysign(result, x) : result;
      result = x < 0.0 && !whole && a < __builtin_inf() ? __builtin_nan("") : result;
      result = x == x ? result : x;
      result = y == 0.0 || x == 1.0 ? 1.0 : result;
      return a == 1.0 && __builtin_fabs(y) == __builtin_inf() ? 1.0 : result;
    }
    """#),
  PreludePiece(
    "theano_pow_f32", needs: ["theano_log_wide", "theano_exp_wide", "theano_pow_of_size"],
    #"""
    // x to the power y, rounded almost always as the exact result.
    THEANO_INLINE float theano_pow_f32(float base, float exponent) {
      double x = base, y = exponent;
      double a = __builtin_fabs(x);
      double logarithm = theano_log_wide(a);
      logarithm = a == 0.0 ? -__builtin_inf() : logarithm;
      logarithm = a < __builtin_inf() ? logarithm : __builtin_inf();
      double product = y * logarithm;
      product = product < -200.0 ? -200.0 : product;
      product = product > 200.0 ? 200.0 : product;
      return (float)theano_pow_of_size(theano_exp_wide(product), a, x, y);
    }
    """#),
  PreludePiece(
    "theano_log_pair_f64", needs: ["theano_log_f64"],
    #"""
    // log x for positive x as the sum of two numbers, with a relative error below 2^-64.
    THEANO_INLINE double theano_log_pair_f64(double x, double *low) {
      double m, k = theano_log_split_f64(x, x < 0x1p-1022, &m);
      double f = m - 1.0;
      // s = f / (2 + f), and its square.
      double below = m + 1.0;
      double inverse = 1.0 / below;
      double s = f * inverse;
      double s_low = (__builtin_fma(-s, below, f) - s * (m - (below - 1.0))) * inverse;
      double z = s * s;
      double z_low = __builtin_fma(s, s, -z) + 2.0 * s * s_low;
      // log(1 + f) = 2 s + s z (2/3 + z q).
      double q = 0.11773695220042296;
      q = q * z + 0.11700966447990976;
      q = q * z + 0.1333502098728452;
      q = q * z + 0.15384590554248698;
      q = q * z + 0.18181818381556666;
      q = q * z + 0.2222222222142585;
      q = q * z + 0.2857142857142979;
      q = q * z + 0.4;
      double tail = z * q + 3.700743415417188e-17;
      double w = 0.6666666666666666 + tail;
      double w_low = (0.6666666666666666 - w) + tail;
      double u = z * w;
      double u_low = __builtin_fma(z, w, -u) + (z * w_low + z_low * w);
      double t = s * u;
      double t_low = __builtin_fma(s, u, -t) + (s * u_low + s_low * u);
      double part = 2.0 * s + t;
      double part_low = ((2.0 * s - part) + t) + (2.0 * s_low + t_low);
      double multiple = k * 0.693147180559663;
      double sum = multiple + part;
      double rest = ((multiple - sum) + part) + (k * 2.8235290563031577e-13 + part_low);
      double high = sum + rest;
      *low = (sum - high) + rest;
      return high;
    }
    """#),
  PreludePiece(
    "theano_pow_f64",
    needs: ["theano_log_pair_f64", "theano_exp_part_f64", "theano_pow_of_size"],
    #"""
    // x to the power y, at most 1.5 ulp.
    THEANO_INLINE double theano_pow_f64(double x, double y) {
      double a = __builtin_fabs(x);
      double low;
      double logarithm = theano_log_pair_f64(a, &low);
      logarithm = a == 0.0 ? -__builtin_inf() : logarithm;
      logarithm = a < __builtin_inf() ? logarithm : __builtin_inf();
      double product = y * logarithm;
      double rest = __builtin_fma(y, logarithm, -product) + y * low;
      rest = __builtin_fabs(product) < 750.0 ? rest : 0.0;
      product = product < -746.0 ? -746.0 : product;
      product = product > 710.0 ? 710.0 : product;
      double n;
      double p = theano_exp_part_f64(product, rest, &n, &low);
      return theano_pow_of_size(theano_scale_f64(p, n), a, x, y);
    }
    """#),
]
