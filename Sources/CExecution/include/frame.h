// What a compiled program and the runtime say to each other, for the runtime. The text that programs
// are compiled with is in `Sources/CodeGen/Prelude/FramePrelude.swift`; a test compares the two.

#ifndef THEANO_FRAME_H
#define THEANO_FRAME_H

#include <stdint.h>

typedef struct theano_frame theano_frame;

/// A part of a parallel loop: iterations `begin` to `end`, by worker number `worker`.
typedef void theano_part(theano_frame *_Nonnull frame, const void *_Nullable captures,
                         int64_t begin, int64_t end, int32_t worker);

/// Makes a slot at least `bytes` long; what it held is lost. Null when out of memory.
typedef void *_Nullable (*theano_reserve_service)(theano_frame *_Nonnull frame, int32_t slot,
                                                  int64_t bytes);

/// Gives a result memory of `bytes`. Null when out of memory.
typedef void *_Nullable (*theano_result_service)(theano_frame *_Nonnull frame, int32_t result,
                                                 int64_t bytes);

/// Evaluates a node on arrays; fills in `results` and, one after the other, their lengths.
typedef int32_t (*theano_evaluate_service)(theano_frame *_Nonnull frame, int32_t node,
                                           const void *_Nullable const *_Nonnull operands,
                                           const int64_t *_Nonnull lengths,
                                           void *_Nullable *_Nonnull results,
                                           int64_t *_Nonnull result_lengths);

/// Calls `part` for parts of `0..<count`, on several threads if there are.
typedef void (*theano_parallel_service)(theano_frame *_Nonnull frame, theano_part *_Nonnull part,
                                        const void *_Nullable captures, int64_t count);

/// c = alpha a b + beta c, with m, n, k and strides in elements; c is not read if beta is 0.
__attribute__((swift_attr("@Sendable"))) typedef void (*theano_gemm_f32)(
    theano_frame *_Nullable frame, int64_t m, int64_t n, int64_t k, float alpha,
    const float *_Nonnull a, int64_t a_row, int64_t a_column, const float *_Nonnull b,
    int64_t b_row, int64_t b_column, float beta, float *_Nonnull c, int64_t c_row,
    int64_t c_column);

/// The same in double precision.
__attribute__((swift_attr("@Sendable"))) typedef void (*theano_gemm_f64)(
    theano_frame *_Nullable frame, int64_t m, int64_t n, int64_t k, double alpha,
    const double *_Nonnull a, int64_t a_row, int64_t a_column, const double *_Nonnull b,
    int64_t b_row, int64_t b_column, double beta, double *_Nonnull c, int64_t c_row,
    int64_t c_column);

/// What the runtime does for programs. Only the thread that called the program may call the first
/// three.
typedef struct {
  theano_reserve_service _Nonnull reserve;
  theano_result_service _Nonnull result;
  theano_evaluate_service _Nonnull evaluate;
  theano_parallel_service _Nonnull parallel;
  theano_gemm_f32 _Nonnull gemm_f32;
  theano_gemm_f64 _Nonnull gemm_f64;
} theano_services;

/// One call of a program.
struct theano_frame {
  const void *_Nullable const *_Nonnull inputs;
  const int64_t *_Nonnull input_lengths;
  void *_Nullable *_Nonnull results;
  const int64_t *_Nonnull result_capacities;
  int64_t *_Nonnull result_lengths;
  void *_Nullable *_Nonnull slots;
  const int64_t *_Nonnull slot_sizes;
  const theano_services *_Nonnull services;
  int32_t workers;
  int32_t failure;
};

/// The entry point of a program: 0, or a positive number if a check failed, or -1 if memory ran out
/// or a node could not be evaluated.
__attribute__((swift_attr("@Sendable"))) typedef int32_t (*theano_entry)(
    theano_frame *_Nonnull frame);

struct theano_workers;

/// A frame with what the runtime finds through it. The frame comes first: programs hold its address.
typedef struct {
  theano_frame frame;
  theano_services services;
  void *_Nullable owner;                    ///< the Swift object that the services work on
  struct theano_workers *_Nullable workers; ///< the threads, null where there are none
} theano_call;

#endif
