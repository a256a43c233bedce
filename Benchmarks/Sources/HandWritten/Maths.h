// Functions of single precision that clang vectorises, because nothing in them branches. The reductions of the
// argument are Cody and Waite's; the polynomials were fitted by weighted least squares (Lawson's iteration) to
// the functions in quadruple precision.

#ifndef MATHS_H
#define MATHS_H

#include <stdint.h>

/// Adding and taking away 1.5 2^23 rounds to an integer, which the low bits hold in between.
static const float rounder = 12582912.0f;

/// The bits of a number.
static inline int32_t bits(float x) {
  int32_t b;
  __builtin_memcpy(&b, &x, 4);
  return b;
}

/// The number of these bits.
static inline float number(int32_t b) {
  float x;
  __builtin_memcpy(&x, &b, 4);
  return x;
}

/// 2 to the power of n, which is within -126...127.
static inline float power_of_two(int32_t n) { return number((n + 127) << 23); }

/// e to the power of x, over the whole range.
static inline float exp_f32(float x) {
  float c = x > 89.0f ? 89.0f : x;
  c = c < -104.0f ? -104.0f : c;
  float shifted = c * 1.44269504f + rounder;
  int32_t n = bits(shifted) - bits(rounder);
  float k = shifted - rounder;
  float r = c - k * 0.693145752f;
  r = r - k * 1.42860677e-6f;
  float p = 0.0013950489f;
  p = p * r + 0.0083688898f;
  p = p * r + 0.0416662060f;
  p = p * r + 0.1666651815f;
  p = p * r + 0.5f;
  p = p * (r * r) + r + 1.0f;
  // In two steps: the power itself may be too large or too small for a float.
  int32_t half = n >> 1;
  return p * power_of_two(half) * power_of_two(n - half);
}

/// The hyperbolic tangent of x.
static inline float tanh_f32(float x) {
  float a = __builtin_fabsf(x);
  float z = x * x;
  float p = -0.0057170368f;
  p = p * z + 0.0206505787f;
  p = p * z - 0.0537434965f;
  p = p * z + 0.1333149076f;
  p = p * z - 0.3333328366f;
  float small = x + x * (z * p);
  float large = 1.0f - 2.0f / (exp_f32(2.0f * a) + 1.0f);
  return a < 0.625f ? small : __builtin_copysignf(large, x);
}

/// The logarithm of u, of which `lost` was taken away by rounding.
static inline float log_f32(float u, float lost) {
  int32_t shifted = bits(u) - 0x3f3504f3;
  float exponent = (float)(shifted >> 23);
  float f = number((shifted & 0x007fffff) + 0x3f3504f3) - 1.0f;
  float p = -0.0784831643f;
  p = p * f + 0.1288771033f;
  p = p * f - 0.1313519329f;
  p = p * f + 0.1418067813f;
  p = p * f - 0.1662390530f;
  p = p * f + 0.2000229359f;
  p = p * f - 0.2500082850f;
  p = p * f + 0.3333331645f;
  float z = f * f;
  float small = lost / u + exponent * 1.42860677e-6f;
  float y = f * z * p + small - 0.5f * z + f + exponent * 0.693145752f;
  y = u < __builtin_inff() ? y : u;
  return u > 0.0f ? y : u == 0.0f ? -__builtin_inff() : __builtin_nanf("");
}

/// The logarithm of 1 + x.
static inline float log1p_f32(float x) {
  float u = 1.0f + x;
  return log_f32(u, x - (u - 1.0f));
}

/// The sine of x, for |x| less than 10,000 or so.
static inline float sin_f32(float x) {
  float shifted = x * 0.318309886f + rounder;
  int32_t n = bits(shifted);
  float k = shifted - rounder;
  float r = x - k * 3.140625f;
  r = r - k * 9.67025757e-4f;
  r = r - k * 6.2771142e-7f;
  float z = r * r;
  float p = 2.6087894e-6f;
  p = p * z - 1.981105306e-4f;
  p = p * z + 8.3330879e-3f;
  p = p * z - 0.166666597f;
  float y = r + r * (z * p);
  // Odd multiples of pi change the sign.
  return number(bits(y) ^ (n << 31));
}

#endif
