#include "products.h"

/// The three loops, for one type of element.
#define PLAIN_GEMM(name, real)                                                                    \
  void name(theano_frame *frame, int64_t m, int64_t n, int64_t k, real alpha, const real *a,      \
            int64_t a_row, int64_t a_column, const real *b, int64_t b_row, int64_t b_column,      \
            real beta, real *c, int64_t c_row, int64_t c_column) {                                \
    (void)frame;                                                                                  \
    for (int64_t i = 0; i < m; i++) {                                                             \
      for (int64_t j = 0; j < n; j++) {                                                           \
        real sum = 0;                                                                             \
        for (int64_t l = 0; l < k; l++)                                                           \
          sum += a[i * a_row + l * a_column] * b[l * b_row + j * b_column];                       \
        real *element = &c[i * c_row + j * c_column];                                             \
        *element = beta == 0 ? alpha * sum : alpha * sum + beta * *element;                       \
      }                                                                                           \
    }                                                                                             \
  }

PLAIN_GEMM(theano_plain_gemm_f32, float)
PLAIN_GEMM(theano_plain_gemm_f64, double)
