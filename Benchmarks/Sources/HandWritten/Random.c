#include <stddef.h>

#include "HandWritten.h"
#include "Maths.h"

/// As many numbers at a time as stay in the first cache.
enum { together = 1024 };

/// Four words for each of `together / 4` counters from `first` on: Philox 4x32-10 (Salmon et al., 2011).
static void words(uint32_t key0, uint32_t key1, uint64_t first, uint32_t *restrict out) {
  for (int i = 0; i < together / 4; i++) {
    uint64_t counter = first + (uint64_t)i;
    uint32_t a = (uint32_t)counter, b = (uint32_t)(counter >> 32), c = 0, d = 0;
    uint32_t k0 = key0, k1 = key1;
    for (int round = 0; round < 10; round++) {
      uint64_t x = 0xD2511F53ull * a, y = 0xCD9E8D57ull * c;
      a = (uint32_t)(y >> 32) ^ b ^ k0;
      b = (uint32_t)y;
      c = (uint32_t)(x >> 32) ^ d ^ k1;
      d = (uint32_t)x;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    out[i] = a;
    out[i + together / 4] = b;
    out[i + together / 2] = c;
    out[i + together / 4 * 3] = d;
  }
}

void hand_normal(uint32_t key0, uint32_t key1, float *y, int64_t n) {
  uint32_t bits[together];
  float numbers[together];
  for (int64_t first = 0; first < n; first += together) {
    words(key0, key1, (uint64_t)first / 4, bits);
    // Box and Muller (1958).
    for (int i = 0; i < together / 2; i++) {
      float u = ((float)(int32_t)(bits[i] >> 1) + 0.5f) * 0x1p-31f;
      float radius = __builtin_sqrtf(-2 * log_f32(u, 0));
      // Half turns from -1 to 1.
      float angle = (float)(int32_t)bits[i + together / 2] * (3.14159265f * 0x1p-31f);
      numbers[i] = radius * sin_f32(angle);
      numbers[i + together / 2] = radius * sin_f32(angle + 1.57079633f);
    }
    int64_t rest = n - first < together ? n - first : together;
    __builtin_memcpy(y + first, numbers, (size_t)rest * sizeof *y);
  }
}
