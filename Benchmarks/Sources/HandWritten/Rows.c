#include "HandWritten.h"
#include "Maths.h"

// A row is read by all its loops before the next, while it is in the cache.

void hand_softmax_rows(const float *restrict x, float *restrict y, int64_t rows, int64_t columns) {
  for (int64_t i = 0; i < rows; i++) {
    const float *in = x + i * columns;
    float *out = y + i * columns;
    // Maxima of lanes, in a form that vectorises and keeps NaN.
    float lanes[32];
    for (int k = 0; k < 32; k++) lanes[k] = -__builtin_inff();
    int64_t j = 0;
    for (; j + 32 <= columns; j += 32)
      for (int k = 0; k < 32; k++) {
        float v = in[j + k];
        lanes[k] = v > lanes[k] || v != v ? v : lanes[k];
      }
    for (; j < columns; j++) lanes[0] = in[j] > lanes[0] || in[j] != in[j] ? in[j] : lanes[0];
    float most = lanes[0];
    for (int k = 1; k < 32; k++) most = lanes[k] > most || lanes[k] != lanes[k] ? lanes[k] : most;
    float sum = 0;
    for (j = 0; j < columns; j++) {
#pragma clang fp reassociate(on)
      float e = exp_f32(in[j] - most);
      out[j] = e;
      sum += e;
    }
    float scale = 1.0f / sum;
    for (j = 0; j < columns; j++) out[j] *= scale;
  }
}

void hand_meanvar_rows(const float *restrict x, float *restrict mean, float *restrict variance,
                       int64_t rows, int64_t columns) {
  for (int64_t i = 0; i < rows; i++) {
    const float *row = x + i * columns;
    float sum = 0, squares = 0;
    for (int64_t j = 0; j < columns; j++) {
#pragma clang fp reassociate(on)
      sum += row[j];
    }
    float middle = sum / (float)columns;
    for (int64_t j = 0; j < columns; j++) {
#pragma clang fp reassociate(on)
      float d = row[j] - middle;
      squares += d * d;
    }
    mean[i] = middle;
    variance[i] = squares / (float)columns;
  }
}

void hand_sum_axis0(const float *restrict x, float *restrict y, int64_t rows, int64_t columns) {
  for (int64_t j = 0; j < columns; j++) y[j] = 0;
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) y[j] += x[i * columns + j];
}

float hand_sumsq(const float *x, int64_t n) {
  // Blocks, so that rounding grows with their number and not with that of the elements.
  double total = 0;
  for (int64_t start = 0; start < n; start += 1024) {
    int64_t end = start + 1024 < n ? start + 1024 : n;
    float sum = 0;
    for (int64_t i = start; i < end; i++) {
#pragma clang fp reassociate(on)
      sum += x[i] * x[i];
    }
    total += sum;
  }
  return (float)total;
}
