/// A BLAS library for large products, if the text is made for one: `THEANO_BLAS` is the name of its file.
///
/// It is loaded with the library that this becomes. Each call uses one thread of its own: threads are ours.
/// Where a BLAS cannot be told so for one call (OpenBLAS before 0.3.26, BLIS) it is told once, and others in
/// the process that use the same BLAS then have one thread as well.
let blasLoading = PreludePiece(
  "theano_blas", needs: ["theano_frame"],
  #"""
  #ifdef THEANO_BLAS
  extern void *dlopen(const char *file, int mode);
  extern void *dlsym(void *library, const char *name);

  // The two products, 0 if there are none; and what says how many threads the calling thread's calls use.
  static void *theano_blas_routines[2];
  static int (*theano_blas_threads)(int count);

  __attribute__((constructor)) static void theano_load_blas(void) {
    void *library = dlopen(THEANO_BLAS, 2);
    if (!library) return;
    *(void **)&theano_blas_threads = dlsym(library, "openblas_set_num_threads_local");
    if (!theano_blas_threads)
      *(void **)&theano_blas_threads = dlsym(library, "MKL_Set_Num_Threads_Local");
    if (!theano_blas_threads) {
      void (*set)(int);
      *(void **)&set = dlsym(library, "openblas_set_num_threads");
      if (set) set(1);
      void (*set_blis)(int64_t);
      *(void **)&set_blis = dlsym(library, "bli_thread_set_num_threads");
      if (set_blis) set_blis(1);
    }
    theano_blas_routines[0] = dlsym(library, "cblas_sgemm");
    theano_blas_routines[1] = dlsym(library, "cblas_dgemm");
  }
  #endif
  """#)

extension ProductType {
  /// Products through BLAS, of the operands that it can take.
  var blasProducts: PreludePiece {
    PreludePiece(
      "theano_blas_\(suffix)", needs: ["theano_blas", "theano_product_\(suffix)"],
      #"""
      #ifdef THEANO_BLAS
      // The routine of the C interface, for 32-bit integers.
      typedef void theano_cblas_\#(suffix)(int order, int turn_a, int turn_b, int m, int n, int k,
                                           \#(real) alpha, const \#(real) *a, int a_stride,
                                           const \#(real) *b, int b_stride, \#(real) beta,
                                           \#(real) *c, int c_stride);

      // Whether a matrix of so many rows and columns is one for BLAS, as it is or turned.
      THEANO_INLINE int32_t theano_blas_takes_\#(suffix)(int64_t rows, int64_t columns, int64_t row,
                                                         int64_t column) {
        return ((column == 1 && row >= columns) || (row == 1 && column >= rows)) && row < 1l << 31 &&
               column < 1l << 31 && rows < 1l << 31 && columns < 1l << 31;
      }

      // Whether BLAS computes a product. With a factor of 0 it would not see what is NaN or infinite.
      static int32_t theano_blas_computes_\#(suffix)(const theano_product_\#(suffix) *x) {
        return theano_blas_routines[sizeof(\#(real)) / 8] && x->alpha != 0 && x->c_column == 1 &&
               theano_blas_takes_\#(suffix)(x->m, x->k, x->a_row, x->a_column) &&
               theano_blas_takes_\#(suffix)(x->k, x->n, x->b_row, x->b_column) &&
               theano_blas_takes_\#(suffix)(x->m, x->n, x->c_row, x->c_column);
      }

      static void theano_by_blas_\#(suffix)(const theano_product_\#(suffix) *x) {
        const int32_t turn_a = !(x->a_column == 1 && x->a_row >= x->k);
        const int32_t turn_b = !(x->b_column == 1 && x->b_row >= x->n);
        const int threads = theano_blas_threads ? theano_blas_threads(1) : 0;
        ((theano_cblas_\#(suffix) *)theano_blas_routines[sizeof(\#(real)) / 8])(
            101, turn_a ? 112 : 111, turn_b ? 112 : 111, (int)x->m, (int)x->n, (int)x->k, x->alpha,
            x->a, (int)(turn_a ? x->a_column : x->a_row), x->b,
            (int)(turn_b ? x->b_column : x->b_row), x->beta != 0, x->c, (int)x->c_row);
        if (theano_blas_threads) theano_blas_threads(threads);
      }
      #endif
      """#)
  }
}
