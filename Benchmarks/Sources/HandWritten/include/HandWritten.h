#ifndef HAND_WRITTEN_H
#define HAND_WRITTEN_H

#include <stdint.h>

// What a person who knows the sizes, and the tricks, would write in C for some of the cases: the mark by which
// compiled functions are measured. Results go into memory that the caller has; arrays are dense, row-major.

/// y = a + b, n elements: as fast as memory is.
void hand_add(const float *a, const float *b, float *y, int64_t n);
/// y = 1 / (1 + exp(-x)), n elements.
void hand_logistic(const float *x, float *y, int64_t n);
/// y = tanh(a b + b) exp(-a a) + log1p(|b|) sin(a), n elements.
void hand_chain(const float *a, const float *b, float *y, int64_t n);

/// The softmax of each row of a matrix.
void hand_softmax_rows(const float *x, float *y, int64_t rows, int64_t columns);
/// The mean and the variance of each row.
void hand_meanvar_rows(const float *x, float *mean, float *variance, int64_t rows, int64_t columns);
/// The sum over the rows: one number for each column.
void hand_sum_axis0(const float *x, float *y, int64_t rows, int64_t columns);
/// The sum of the squares of n numbers.
float hand_sumsq(const float *x, int64_t n);

/// c = a b, square matrices of n rows.
void hand_gemm(const float *a, const float *b, float *c, int64_t n);
/// A step of gradient descent, at the rate of 0.01, of 784 inputs, 500 units (tanh) and 10 classes (softmax and
/// cross-entropy), of at most 64 examples; returns the cost.
float hand_mlp_step(const float *x, const int32_t *y, float *w1, float *b1, float *w2, float *b2,
                    int64_t batch);
/// n normal numbers of a stream with this key.
void hand_normal(uint32_t key0, uint32_t key1, float *y, int64_t n);

/// y = a^steps, element by element of 10, by multiplying step by step.
void hand_scan_power(const float *a, float *y, int64_t steps);
/// `steps` steps of x <- 0.999 x + 0.01 a (1 - x x) from x = 0, of 4 elements.
void hand_scan_tiny(const double *a, double *y, int64_t steps);

/// h <- tanh(x[t] Wx + h Wh + b) for 8 inputs, 16 units, one sequence; returns the mean of h's squares.
/// `states` has room for (steps + 1) x 16 numbers.
float hand_rnn16(const float *x, const float *wx, const float *wh, const float *b, float *states,
                 int64_t steps);
/// The same, and its gradients by `wx`, `wh` and `b`.
float hand_rnn16_grad(const float *x, const float *wx, const float *wh, const float *b,
                      float *states, float *dwx, float *dwh, float *db, int64_t steps);

/// The log density of the eight schools (non-centred) at the 10 numbers q, and its gradient.
double hand_eight_schools(const double *y, const double *s, const double *q, double *gradient);

// Functions of the system that Swift does not see.

/// Restricts this process, and what it starts, to `count` of its processors.
void hand_use_processors(int64_t count);
/// Gives freed memory back to the system.
void hand_trim_memory(void);

#endif
