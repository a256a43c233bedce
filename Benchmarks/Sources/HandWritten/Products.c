#include "HandWritten.h"
#include "Maths.h"

// Blocks of both operands are copied so that the innermost loop reads one after the other (Goto and van de Geijn,
// 2008); what the first cache holds is read where it is.

#ifdef __AVX512F__
enum { lanes = 16, high = 12 };
#else
enum { lanes = 8, high = 6 };
#endif
enum { wide = 2 * lanes, depth = 384, block = 20 * high, most = 3072 };

typedef float vector __attribute__((vector_size(4 * lanes), aligned(4), may_alias));

/// A matrix: its first element, and how far its rows and columns are apart.
typedef struct {
  const float *start;
  int64_t row, column;
} matrix;

/// c = alpha a b + beta c, for `high` rows and `wide` columns of c; the columns of b lie together.
static inline __attribute__((always_inline)) void tile(int64_t k, float alpha, const float *a,
                                                       int64_t row, int64_t column, const float *b,
                                                       int64_t next, float beta, float *c,
                                                       int64_t c_row) {
  vector sums[high][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < high; i++) sums[i][0] = sums[i][1] = (vector){0};
  for (int64_t p = 0; p < k; p++, a += column, b += next) {
    vector left = *(const vector *)b, right = *(const vector *)(b + lanes);
#pragma clang loop unroll(full)
    for (int i = 0; i < high; i++) {
      sums[i][0] += left * a[i * row];
      sums[i][1] += right * a[i * row];
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < high; i++)
    for (int v = 0; v < 2; v++) {
      vector *to = (vector *)(c + i * c_row + v * lanes);
      *to = beta == 0 ? sums[i][v] * alpha : sums[i][v] * alpha + *to * beta;
    }
}

/// The same for fewer rows and columns, of operands that go on with zeros.
static void edge(int64_t rows, int64_t columns, int64_t k, float alpha, const float *a,
                 const float *b, float beta, float *c, int64_t c_row) {
  float whole[high * wide];
  tile(k, alpha, a, 1, high, b, wide, 0, whole, wide);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      c[i * c_row + j] = whole[i * wide + j] + (beta == 0 ? 0 : c[i * c_row + j] * beta);
}

/// Copies strips of `width` rows, as columns, with zeros after the last row.
static void pack(matrix m, int64_t rows, int64_t k, int64_t width, float *restrict to) {
  for (int64_t i = 0; i < rows; i += width, to += k * width)
    for (int64_t p = 0; p < k; p++)
      for (int64_t r = 0; r < width; r++)
        to[p * width + r] = i + r < rows ? m.start[(i + r) * m.row + p * m.column] : 0;
}

/// c = alpha a b + beta c.
static void gemm(int64_t m, int64_t n, int64_t k, float alpha, matrix a, matrix b, float beta,
                 float *c) {
  static float packed_a[block * depth], packed_b[(most + wide) * depth];
  for (int64_t left = 0; left < n; left += most)
    for (int64_t p = 0; p < k; p += depth) {
      int64_t columns = n - left < most ? n - left : most, terms = k - p < depth ? k - p : depth;
      float kept = p ? 1 : beta;
      matrix turned = {b.start + p * b.row + left * b.column, b.column, b.row};
      pack(turned, columns, terms, wide, packed_b);
      for (int64_t top = 0; top < m; top += block) {
        int64_t rows = m - top < block ? m - top : block;
        matrix part = {a.start + top * a.row + p * a.column, a.row, a.column};
        pack(part, rows, terms, high, packed_a);
        for (int64_t j = 0; j < columns; j += wide)
          for (int64_t i = 0; i < rows; i += high) {
            const float *x = packed_a + i * terms, *y = packed_b + j * terms;
            float *to = c + (top + i) * n + left + j;
            if (rows - i < high || columns - j < wide)
              edge(rows - i < high ? rows - i : high, columns - j < wide ? columns - j : wide, terms,
                   alpha, x, y, kept, to, n);
            else
              tile(terms, alpha, x, 1, high, y, wide, kept, to, n);
          }
      }
    }
}

void hand_gemm(const float *a, const float *b, float *c, int64_t n) {
  if (n > 128 || n < wide) {
    gemm(n, n, n, 1, (matrix){a, n, 1}, (matrix){b, n, 1}, 0, c);
    return;
  }
  // The last tiles are moved back, and compute some elements again.
  for (int64_t j = 0; j < n; j += wide)
    for (int64_t i = 0; i < n; i += high) {
      int64_t column = j + wide > n ? n - wide : j, row = i + high > n ? n - high : i;
      tile(n, 1, a + row * n, n, 1, b + column, n, 0, c + row * n + column, n);
    }
}

float hand_mlp_step(const float *x, const int32_t *y, float *w1, float *b1, float *w2, float *b2,
                    int64_t batch) {
  enum { inputs = 784, units = 500, classes = 10 };
  static float h[64 * units], d[64 * units], z[64 * classes];
  const float rate = -0.01f;
  gemm(batch, units, inputs, 1, (matrix){x, inputs, 1}, (matrix){w1, units, 1}, 0, h);
  for (int64_t i = 0; i < batch; i++)
    for (int64_t j = 0; j < units; j++) h[i * units + j] = tanh_f32(h[i * units + j] + b1[j]);
  gemm(batch, classes, units, 1, (matrix){h, units, 1}, (matrix){w2, classes, 1}, 0, z);
  float cost = 0;
  for (int64_t i = 0; i < batch; i++) {
    float *row = z + i * classes, largest = -__builtin_inff(), sum = 0;
    for (int j = 0; j < classes; j++) {
      row[j] += b2[j];
      largest = row[j] > largest ? row[j] : largest;
    }
    float wanted = row[y[i]] - largest;
    for (int j = 0; j < classes; j++) sum += row[j] = exp_f32(row[j] - largest);
    cost += log1p_f32(sum - 1) - wanted;
    for (int j = 0; j < classes; j++)
      row[j] = (row[j] / sum - (j == y[i])) / (float)batch;
  }
  gemm(batch, units, classes, 1, (matrix){z, classes, 1}, (matrix){w2, 1, classes}, 0, d);
  for (int64_t i = 0; i < batch * units; i++) d[i] *= 1 - h[i] * h[i];
  gemm(units, classes, batch, rate, (matrix){h, 1, units}, (matrix){z, classes, 1}, 1, w2);
  gemm(inputs, units, batch, rate, (matrix){x, 1, inputs}, (matrix){d, units, 1}, 1, w1);
  for (int64_t i = 0; i < batch; i++) {
    for (int j = 0; j < classes; j++) b2[j] += rate * z[i * classes + j];
    for (int64_t j = 0; j < units; j++) b1[j] += rate * d[i * units + j];
  }
  return cost / (float)batch;
}
