/// Conversions of floats that C leaves undefined, or that need a function of the compiler's own library.
///
/// On the way to integers floats are cut off and wrap; what is no number, or infinite, becomes 0.
let conversionPrelude: [PreludePiece] = [
  PreludePiece(
    "theano_to_i32_f32",
    #"""
    // x modulo 2^32; the steps are exact.
    static inline int32_t theano_to_i32_f32(float x) {
      float whole = __builtin_truncf(x);
      float rest = whole - __builtin_truncf(whole * 0x1p-32f) * 0x1p32f;
      rest = rest >= 0x1p31f ? rest - 0x1p32f : rest;
      rest = rest < -0x1p31f ? rest + 0x1p32f : rest;
      return (int32_t)(rest == rest ? rest : 0.0f);
    }
    """#),
  PreludePiece(
    "theano_to_i32_f64",
    #"""
    // x modulo 2^32; the steps are exact.
    static inline int32_t theano_to_i32_f64(double x) {
      double whole = __builtin_trunc(x);
      double rest = whole - __builtin_trunc(whole * 0x1p-32) * 0x1p32;
      rest = rest >= 0x1p31 ? rest - 0x1p32 : rest;
      rest = rest < -0x1p31 ? rest + 0x1p32 : rest;
      return (int32_t)(rest == rest ? rest : 0.0);
    }
    """#),
  PreludePiece(
    "theano_to_i64_f64",
    #"""
    // x modulo 2^64; the steps are exact.
    static inline int64_t theano_to_i64_f64(double x) {
      double whole = __builtin_trunc(x);
      double rest = whole - __builtin_trunc(whole * 0x1p-64) * 0x1p64;
      rest = rest >= 0x1p63 ? rest - 0x1p64 : rest;
      rest = rest < -0x1p63 ? rest + 0x1p64 : rest;
      return (int64_t)(rest == rest ? rest : 0.0);
    }
    """#),
  PreludePiece(
    "theano_to_i64_f32", needs: ["theano_to_i64_f64"],
    #"""
    // x modulo 2^64.
    static inline int64_t theano_to_i64_f32(float x) { return theano_to_i64_f64(x); }
    """#),
  PreludePiece(
    "theano_to_f16_f64",
    #"""
    // x rounded once: on the way it is cut off and, if that changed it, made odd, so that the second
    // rounding goes the right way.
    static inline _Float16 theano_to_f16_f64(double x) {
      float near = (float)x;
      uint32_t bits;
      __builtin_memcpy(&bits, &near, sizeof bits);
      bits -= __builtin_fabs((double)near) > __builtin_fabs(x);
      bits |= (double)near < x || (double)near > x;
      __builtin_memcpy(&near, &bits, sizeof near);
      return (_Float16)near;
    }
    """#),
]
