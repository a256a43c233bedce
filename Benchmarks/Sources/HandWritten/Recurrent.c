#include "HandWritten.h"
#include "Maths.h"

/// The sizes are known here; the number of steps is not.
enum { inputs = 8, units = 16 };

/// A number for each unit.
typedef float vector __attribute__((vector_size(4 * units)));

/// The numbers of all units, from memory.
static vector load(const float *from) {
  vector v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

/// The states of all steps, from the first, which is zero.
static void forward(const float *restrict x, const float *restrict wx, const float *restrict wh,
                    const float *restrict b, float *restrict states, int64_t steps) {
  for (int j = 0; j < units; j++) states[j] = 0;
  for (int64_t t = 0; t < steps; t++) {
    const float *h = states + t * units;
    float *next = states + (t + 1) * units;
    // Two sums for each unit: a single one is a chain as long as all additions together.
    float even[units], odd[units];
    for (int j = 0; j < units; j++) even[j] = b[j], odd[j] = 0;
    for (int k = 0; k < inputs; k += 2)
      for (int j = 0; j < units; j++) {
        even[j] += x[t * inputs + k] * wx[k * units + j];
        odd[j] += x[t * inputs + k + 1] * wx[(k + 1) * units + j];
      }
    for (int k = 0; k < units; k += 2)
      for (int j = 0; j < units; j++) {
        even[j] += h[k] * wh[k * units + j];
        odd[j] += h[k + 1] * wh[(k + 1) * units + j];
      }
    for (int j = 0; j < units; j++) next[j] = tanh_f32(even[j] + odd[j]);
  }
}

/// The mean of the squares of the last state.
static float cost(const float *states, int64_t steps) {
  float sum = 0;
  for (int j = 0; j < units; j++) sum += states[steps * units + j] * states[steps * units + j];
  return sum / units;
}

float hand_rnn16(const float *x, const float *wx, const float *wh, const float *b, float *states,
                 int64_t steps) {
  forward(x, wx, wh, b, states, steps);
  return cost(states, steps);
}

float hand_rnn16_grad(const float *restrict x, const float *restrict wx, const float *restrict wh,
                      const float *restrict b, float *restrict states, float *restrict dwx,
                      float *restrict dwh, float *restrict db, int64_t steps) {
  forward(x, wx, wh, b, states, steps);
  // Columns of `wh` are rows here, so that the step back is a sum of rows too.
  vector turned[units];
  for (int i = 0; i < units; i++)
    for (int j = 0; j < units; j++) turned[j][i] = wh[i * units + j];
  vector gx[inputs] = {0}, gh[units] = {0}, gb = {0};
  vector dh = 2 * load(states + steps * units) / units;
  for (int64_t t = steps - 1; t >= 0; t--) {
    const float *h = states + t * units;
    vector after = load(states + (t + 1) * units);
    vector dz = dh * (1 - after * after);
    gb += dz;
#pragma unroll
    for (int k = 0; k < inputs; k++) gx[k] += x[t * inputs + k] * dz;
#pragma unroll
    for (int k = 0; k < units; k++) gh[k] += h[k] * dz;
    vector even = {0}, odd = {0};
#pragma unroll
    for (int k = 0; k < units; k += 2) {
      even += dz[k] * turned[k];
      odd += dz[k + 1] * turned[k + 1];
    }
    dh = even + odd;
  }
  __builtin_memcpy(dwx, gx, sizeof gx);
  __builtin_memcpy(dwh, gh, sizeof gh);
  __builtin_memcpy(db, &gb, sizeof gb);
  return cost(states, steps);
}
