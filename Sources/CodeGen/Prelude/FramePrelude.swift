/// What a compiled program and the runtime say to each other. `Sources/Execution` has the Swift side.
package let framePrelude = PreludePiece(
  "theano_frame",
  #"""
  // Unless the header <stdint.h> is there.
  #ifndef INT64_MAX
  typedef signed char int8_t;
  typedef short int16_t;
  typedef int int32_t;
  typedef long int64_t;
  typedef unsigned char uint8_t;
  typedef unsigned short uint16_t;
  typedef unsigned int uint32_t;
  typedef unsigned long uint64_t;
  #endif

  typedef struct theano_frame theano_frame;

  // A part of a parallel loop: iterations begin to end, by worker number `worker`.
  typedef void theano_part(theano_frame *frame, const void *captures, int64_t begin, int64_t end,
                           int32_t worker);

  // What the runtime does for programs. Functions that return a pointer return 0 when out of memory.
  // Parts of parallel loops must not call the first three.
  typedef struct {
    // Makes slot number `slot` at least `bytes` long; what it held is lost.
    void *(*reserve)(theano_frame *frame, int32_t slot, int64_t bytes);
    // Gives result number `result` memory of `bytes`, and puts it into `results` of the frame.
    void *(*result)(theano_frame *frame, int32_t result, int64_t bytes);
    // Evaluates node number `node` on arrays; fills in `results` and, one after the other, their lengths.
    // Results stay valid until the program ends or the same node is evaluated again. 0 if it went well.
    int32_t (*evaluate)(theano_frame *frame, int32_t node, const void *const *operands,
                        const int64_t *lengths, void **results, int64_t *result_lengths);
    // Calls `part` for parts of 0..<count, on several threads if there are.
    void (*parallel)(theano_frame *frame, theano_part *part, const void *captures, int64_t count);
    // c = alpha a b + beta c; m, n, k; strides of rows and columns in elements; c is not read if beta is 0.
    void (*gemm_f32)(theano_frame *frame, int64_t m, int64_t n, int64_t k, float alpha,
                     const float *a, int64_t a_row, int64_t a_column, const float *b, int64_t b_row,
                     int64_t b_column, float beta, float *c, int64_t c_row, int64_t c_column);
    void (*gemm_f64)(theano_frame *frame, int64_t m, int64_t n, int64_t k, double alpha,
                     const double *a, int64_t a_row, int64_t a_column, const double *b,
                     int64_t b_row, int64_t b_column, double beta, double *c, int64_t c_row,
                     int64_t c_column);
  } theano_services;

  // One call of a program.
  struct theano_frame {
    // The elements of the inputs, in order, row-major and dense.
    const void *const *inputs;
    // The lengths of the inputs' axes, one input after the other.
    const int64_t *input_lengths;
    // The elements of the results; memory given beforehand, of `result_capacities` bytes, or 0.
    void **results;
    const int64_t *result_capacities;
    // Where the program writes the lengths of the results' axes, one result after the other.
    int64_t *result_lengths;
    // Memory that is kept from call to call, and how many bytes each slot has.
    void **slots;
    const int64_t *slot_sizes;
    const theano_services *services;
    // How many workers `parallel` has.
    int32_t workers;
    // The number of the check that failed, for messages.
    int32_t failure;
  };

  // The product of numbers that are not negative, or the largest number if it is larger.
  static inline int64_t theano_times(int64_t a, int64_t b) {
    int64_t product;
    return __builtin_mul_overflow(a, b, &product) ? 0x7fffffffffffffffl : product;
  }

  static inline void *theano_reserve(theano_frame *frame, int32_t slot, int64_t bytes) {
    return frame->slot_sizes[slot] >= bytes ? frame->slots[slot]
                                            : frame->services->reserve(frame, slot, bytes);
  }

  static inline void *theano_result(theano_frame *frame, int32_t result, int64_t bytes) {
    return frame->results[result] && frame->result_capacities[result] >= bytes
               ? frame->results[result]
               : frame->services->result(frame, result, bytes);
  }
  """#)
