/// The derivatives of log Γ from the second on, one call for each element; the algorithms are those of the reference
/// evaluator.
let polygammaMaths: [PreludePiece] = [
  PreludePiece(
    "theano_polygamma_f64", needs: ["theano_inline"],
    #"""
    // The sum of (x + k)^-s over k from 0, by the Euler-Maclaurin formula, DLMF 25.11.5.
    static double theano_hurwitz_zeta(double s, double x) {
      static const double bernoulli[10] = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66,
                                           -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798,
                                           -174611.0 / 330};
      double sum = 0.0;
      for (; x < s + 15.0; x += 1.0) sum += __builtin_pow(x, -s);
      sum += __builtin_pow(x, 1.0 - s) / (s - 1.0) + __builtin_pow(x, -s) / 2.0;
      double factor = s * __builtin_pow(x, -s - 1.0) / 2.0;
      for (int j = 0; j < 10 && factor != 0.0; j++) {
        sum += bernoulli[j] * factor;
        double k = 2 * j + 1;
        factor *= (s + k) * (s + k + 1.0) / ((k + 2.0) * (k + 3.0) * x * x);
      }
      return sum;
    }

    // The derivative of order n + 1 of log Γ, n from 1 to 101; infinite at poles of odd n, not a
    // number at those of even n.
    static double theano_polygamma_f64(int n, double x) {
      int odd = n % 2;
      if (!(x < 0.0 || (x == 0.0 && !odd))) {
        double size = __builtin_tgamma(n + 1.0) * theano_hurwitz_zeta(n + 1.0, x);
        return odd ? size : -size;
      }
      double fraction = x - __builtin_rint(x);
      if (x == -__builtin_inf()) return __builtin_nan("");
      if (fraction == 0.0) return odd ? __builtin_inf() : __builtin_nan("");
      // Reflection, DLMF 5.5.4 differentiated n times; the cotangent c has the derivative -(1 +
      // c²).
      double terms[128] = {0.0, 1.0}, next[128];
      int last = n < 120 ? n : 120;
      for (int i = 0; i < last; i++) {
        for (int p = 0; p <= i + 2; p++) next[p] = 0.0;
        for (int p = 1; p <= i + 1; p++) {
          next[p - 1] -= p * terms[p];
          next[p + 1] -= p * terms[p];
        }
        for (int p = 0; p <= i + 2; p++) terms[p] = next[p];
      }
      double c = 1.0 / __builtin_tan(3.141592653589793 * fraction), sum = 0.0;
      for (int p = last + 1; p >= 0; p--) sum = sum * c + terms[p];
      double mirrored = __builtin_tgamma(n + 1.0) * theano_hurwitz_zeta(n + 1.0, 1.0 - x);
      return -mirrored - __builtin_pow(3.141592653589793, n + 1.0) * sum;
    }
    """#),
  PreludePiece(
    "theano_polygamma_f32", needs: ["theano_polygamma_f64"],
    #"""
    // The derivative of order n + 1 of log Γ.
    THEANO_INLINE float theano_polygamma_f32(int n, float x) {
      return (float)theano_polygamma_f64(n, x);
    }
    """#),
]
