#include "HandWritten.h"
#include "Maths.h"

void hand_add(const float *restrict a, const float *restrict b, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = a[i] + b[i];
}

void hand_logistic(const float *restrict x, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = 1.0f / (1.0f + exp_f32(-x[i]));
}

void hand_chain(const float *restrict a, const float *restrict b, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++)
    y[i] = tanh_f32(a[i] * b[i] + b[i]) * exp_f32(-a[i] * a[i]) +
           log1p_f32(__builtin_fabsf(b[i])) * sin_f32(a[i]);
}
