#include "HandWritten.h"

void hand_scan_power(const float *a, float *y, int64_t steps) {
  // Ten numbers fit into two vectors; the state stays in registers.
  typedef float v8 __attribute__((vector_size(32)));
  float padded[16] = {0};
  __builtin_memcpy(padded, a, 40);
  v8 a0, a1;
  __builtin_memcpy(&a0, padded, 32);
  __builtin_memcpy(&a1, padded + 8, 32);
  v8 p0 = {1, 1, 1, 1, 1, 1, 1, 1}, p1 = p0;
  for (int64_t t = 0; t < steps; t++) {
    p0 *= a0;
    p1 *= a1;
  }
  __builtin_memcpy(y, &p0, 32);
  __builtin_memcpy(y + 8, &p1, 8);
}

void hand_scan_tiny(const double *a, double *y, int64_t steps) {
  double x[4] = {0, 0, 0, 0};
  for (int64_t t = 0; t < steps; t++)
    for (int i = 0; i < 4; i++) x[i] = 0.999 * x[i] + 0.01 * a[i] * (1 - x[i] * x[i]);
  __builtin_memcpy(y, x, 32);
}
