/// Memory for packed operands: buffers that are kept for the next product, by whichever thread.
///
/// A product takes a buffer and gives it back, so products may run at the same time, and no thread leaves
/// anything behind. At most eight are kept; they go when the library does.
let productMemory = PreludePiece(
  "theano_product_memory", needs: ["theano_frame"],
  #"""
  #define THEANO_BUFFER_BYTES (4 << 20)
  #define THEANO_BUFFERS 8
  #ifndef THEANO_ALLOCATE
  #define THEANO_ALLOCATE(bytes) __builtin_malloc(bytes)
  #endif

  static void *theano_buffers[THEANO_BUFFERS];

  // Returns a buffer that nobody else uses, or 0 when out of memory.
  static void *theano_take_buffer(void) {
    for (int32_t i = 0; i < THEANO_BUFFERS; i++) {
      void *buffer = __atomic_exchange_n(&theano_buffers[i], (void *)0, __ATOMIC_ACQUIRE);
      if (buffer) return buffer;
    }
    return THEANO_ALLOCATE(THEANO_BUFFER_BYTES);
  }

  // Keeps a buffer for the next product.
  static void theano_give_buffer(void *buffer) {
    for (int32_t i = 0; i < THEANO_BUFFERS; i++) {
      void *empty = 0;
      if (__atomic_compare_exchange_n(&theano_buffers[i], &empty, buffer, 0, __ATOMIC_RELEASE,
                                      __ATOMIC_RELAXED))
        return;
    }
    __builtin_free(buffer);
  }

  // Frees what is kept, when the library is unloaded.
  __attribute__((destructor)) static void theano_free_buffers(void) {
    for (int32_t i = 0; i < THEANO_BUFFERS; i++)
      __builtin_free(__atomic_exchange_n(&theano_buffers[i], (void *)0, __ATOMIC_ACQUIRE));
  }
  """#)
