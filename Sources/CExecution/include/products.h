// Matrix products in plain C, where there is nothing better.

#ifndef THEANO_PRODUCTS_H
#define THEANO_PRODUCTS_H

#include "frame.h"

/// c = alpha a b + beta c, by three loops.
void theano_plain_gemm_f32(theano_frame *_Nullable frame, int64_t m, int64_t n, int64_t k,
                           float alpha, const float *_Nonnull a, int64_t a_row, int64_t a_column,
                           const float *_Nonnull b, int64_t b_row, int64_t b_column, float beta,
                           float *_Nonnull c, int64_t c_row, int64_t c_column);

/// The same in double precision.
void theano_plain_gemm_f64(theano_frame *_Nullable frame, int64_t m, int64_t n, int64_t k,
                           double alpha, const double *_Nonnull a, int64_t a_row, int64_t a_column,
                           const double *_Nonnull b, int64_t b_row, int64_t b_column, double beta,
                           double *_Nonnull c, int64_t c_row, int64_t c_column);

#endif
