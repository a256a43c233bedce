/// Remainders of floats.
let remainderPrelude: [PreludePiece] = [
  PreludePiece(
    "theano_mod_f64",
    #"""
    // x less a multiple of y, with the sign of y, as Python has it: exact unless y is added last.
    //
    // The residual of a quotient that is rounded, or cut off where it has fractional bits, is a float;
    // with each step the quotient gets at least 52 bits shorter.
    static inline double theano_mod_f64(double x, double y) {
      double rest = x, size = __builtin_fabs(y);
      if (!(__builtin_fabs(x) < __builtin_inf()) | !(size > 0.0)) return __builtin_nan("");
      while (__builtin_fabs(rest) >= size) {
        double step = size, quotient = rest / size;
        while (__builtin_fabs(quotient) == __builtin_inf()) {
          step *= 0x1p512;
          quotient = rest / step;
        }
        rest = __builtin_fma(-__builtin_trunc(quotient), step, rest);
      }
      if (rest == 0.0) return __builtin_copysign(0.0, x);
      return (rest < 0.0) != (y < 0.0) ? rest + y : rest;
    }
    """#),
  PreludePiece(
    "theano_mod_f32", needs: ["theano_mod_f64"],
    #"""
    // x less a multiple of y, with the sign of y; rounded once.
    static inline float theano_mod_f32(float x, float y) { return (float)theano_mod_f64(x, y); }
    """#),
]
