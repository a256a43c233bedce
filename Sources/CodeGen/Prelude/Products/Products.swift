/// Returns the C text of a library of matrix products, for both types; compiled once, not for each function.
///
/// It has `theano_gemm_f32` and `theano_gemm_f64`, which fit into `theano_services`. `frame` may be 0: then
/// one thread does it all. The bits of a result depend on the types, the lengths, the strides and the
/// processor that the library was compiled for; not on the number of threads. With the file name of a
/// BLAS library, products of matrices are made by that where it can; if it does not load, as without.
package func matrixProductLibrary(blas: String? = nil) -> String {
  let pieces =
    [framePrelude, productMacros, productMemory, blasLoading]
    + [ProductType.float32, .float64].flatMap { $0.loopPieces + [$0.blasProducts, $0.products] }
  let name = blas.map { $0.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } }
  let choice = name.map { "#define THEANO_BLAS \"\($0)\"\n\n" } ?? ""
  return choice + pieces.map(\.text).joined(separator: "\n\n") + "\n"
}

extension ProductType {
  /// What the function that is called chooses among, without a library.
  var loopPieces: [PreludePiece] { [types, tile, packing, loops, blocks, dots, vectorProducts] }

  /// The function that is called: chooses the loops, and divides large products among threads.
  var products: PreludePiece {
    PreludePiece(
      "theano_gemm_\(suffix)",
      needs: ["dots", "blocks"].map { "theano_product_\($0)_\(suffix)" }
        + ["theano_vector_products_\(suffix)", "theano_blas_\(suffix)"],
      #"""
      // The same product, transposed.
      static theano_product_\#(suffix) theano_transposed_\#(suffix)(theano_product_\#(suffix) x) {
        return (theano_product_\#(suffix)){
            x.n, x.m, x.k, x.alpha, x.b, x.b_column, x.b_row, x.a, x.a_column, x.a_row, x.beta,
            x.c, x.c_column, x.c_row};
      }

      // How many rows or columns are few.
      enum { theano_few_\#(suffix) = 16 };

      // Whether a product is of a matrix with few columns and one whose columns lie together, such as a gradient
      // of weights: its transpose then reads the latter row by row.
      static int32_t theano_is_narrow_\#(suffix)(const theano_product_\#(suffix) *x) {
        return x->n <= theano_few_\#(suffix) && x->m > 2 * theano_few_\#(suffix) && x->a_row == 1 &&
               x->a_column != 1;
      }

      // Whether a need not be copied: its rows or columns lie together, and those terms of it that are added at a
      // time are no more than caches of usual size hold beside a panel of b.
      static int32_t theano_stays_\#(suffix)(const theano_product_\#(suffix) *x) {
        const int64_t terms = x->k / theano_parts_\#(suffix)(x->k, THEANO_TERMS);
        return (x->a_column == 1 || x->a_row == 1) &&
               x->m * terms * (int64_t)sizeof(\#(real)) <= 640 << 10;
      }

      // Which loops are fastest; all of the columns and rows are counted, not those of one thread.
      typedef void theano_loops_\#(suffix)(const theano_product_\#(suffix) *x);
      static theano_loops_\#(suffix) *theano_choose_\#(suffix)(const theano_product_\#(suffix) *x) {
        const int64_t bytes = x->k * x->n * (int64_t)sizeof(\#(real));
        if (x->m == 1)
          return x->b_row == 1 && (x->b_column != 1 || x->n == 1) ? theano_vector_columns_\#(suffix)
                                                                  : theano_vector_rows_\#(suffix);
      #ifdef THEANO_BLAS
        if (theano_blas_computes_\#(suffix)(x)) return theano_by_blas_\#(suffix);
      #endif
        // With 32 registers tiles are high enough for operands that come from the second cache.
        const int64_t least = THEANO_TILE_ROWS == 12 ? 1 << 20 : 240000;
        const int64_t least_terms = THEANO_TILE_ROWS == 12 ? 128 : 32;
        if (x->m >= 96 && x->k >= least_terms && bytes >= least)
          return theano_stays_\#(suffix)(x) ? theano_by_columns_\#(suffix) : theano_by_blocks_\#(suffix);
        if (theano_has_few_columns_\#(suffix)(x)) return theano_by_dots_\#(suffix);
        // Few rows read b but once or twice.
        return x->b_column == 1 && (x->m <= theano_few_\#(suffix) || bytes <= 512 << 10)
                   ? theano_by_rows_\#(suffix)
                   : theano_by_columns_\#(suffix);
      }

      // Multiplies c by beta, unless the loops do it: they know 0 and 1.
      static void theano_scale_\#(suffix)(const theano_product_\#(suffix) *x) {
        for (int64_t i = 0; i < x->m; i++)
          for (int64_t j = 0; j < x->n; j++) {
            \#(real) *target = x->c + i * x->c_row + j * x->c_column;
            *target = x->beta == 0 ? 0 : *target * x->beta;
          }
      }

      // What threads share: a product, its loops, and the number of parts that it is cut into.
      typedef struct {
        theano_product_\#(suffix) product;
        theano_loops_\#(suffix) *loops;
        int64_t parts;
        // Whether each part is computed by itself: with BLAS bits may depend on where a product is cut.
        int32_t is_cut;
      } theano_shared_product_\#(suffix);

      // Whether c is cut into columns: where there are enough of them, so that a thread updates those columns
      // of weights that it reads for the next product, and which its caches have.
      static int32_t theano_cuts_columns_\#(suffix)(const theano_product_\#(suffix) *x, int64_t parts) {
        return x->n >= x->m || x->n >= 4 * THEANO_TILE_COLUMNS_\#(suffix) * parts;
      }

      // Computes parts begin to end in one: columns or rows of c.
      static void theano_product_range_\#(suffix)(const theano_shared_product_\#(suffix) *shared,
                                                  int64_t begin, int64_t end) {
        theano_product_\#(suffix) x = shared->product;
        const int64_t width = THEANO_TILE_COLUMNS_\#(suffix), rows = THEANO_TILE_ROWS;
        const int32_t by_columns = theano_cuts_columns_\#(suffix)(&x, shared->parts);
        const int64_t unit = by_columns ? width : rows, count = by_columns ? x.n : x.m;
        const int64_t units = (count + unit - 1) / unit;
        const int64_t first = theano_cut_\#(suffix)(units, begin, shared->parts) * unit;
        const int64_t limit = theano_cut_\#(suffix)(units, end, shared->parts) * unit;
        const int64_t length = (limit < count ? limit : count) - first;
        if (length <= 0) return;
        if (by_columns) {
          x.b += first * x.b_column;
          x.c += first * x.c_column;
          x.n = length;
        } else {
          x.a += first * x.a_row;
          x.c += first * x.c_row;
          x.m = length;
        }
        if (x.k == 0 || (x.beta != 0 && x.beta != 1)) theano_scale_\#(suffix)(&x);
        if (x.k > 0) shared->loops(&x);
      }

      // Computes parts begin to end for a thread.
      static void theano_product_part_\#(suffix)(theano_frame *frame, const void *captures, int64_t begin,
                                                 int64_t end, int32_t worker) {
        const theano_shared_product_\#(suffix) *shared = captures;
        const int64_t step = shared->is_cut ? 1 : end - begin;
        for (int64_t part = begin; part < end; part += step)
          theano_product_range_\#(suffix)(shared, part, part + step);
      }

      // A long vector times a matrix of few columns: its terms are cut at the same places for any number of
      // threads, and the parts' results are added in order.
      enum { theano_long_\#(suffix) = 1 << 16 };
      typedef struct {
        theano_product_\#(suffix) product;
        theano_loops_\#(suffix) *loops;
        \#(real) *results;
      } theano_long_product_\#(suffix);

      static void theano_long_part_\#(suffix)(theano_frame *frame, const void *captures, int64_t begin,
                                              int64_t end, int32_t worker) {
        const theano_long_product_\#(suffix) *all = captures;
        for (int64_t part = begin; part < end; part++) {
          theano_product_\#(suffix) x = all->product;
          const int64_t first = part * theano_long_\#(suffix), rest = x.k - first;
          x.a += first * x.a_column;
          x.b += first * x.b_row;
          x.k = rest < theano_long_\#(suffix) ? rest : theano_long_\#(suffix);
          x.beta = 0;
          x.c = all->results + part * theano_few_\#(suffix);
          x.c_column = 1;
          all->loops(&x);
        }
      }

      static void theano_by_terms_\#(suffix)(theano_frame *frame, theano_product_\#(suffix) x,
                                             theano_loops_\#(suffix) *loops) {
        enum { most = 64 };
        \#(real) results[most * theano_few_\#(suffix)];
        theano_scale_\#(suffix)(&x);
        for (; x.k > 0; x.k -= most * theano_long_\#(suffix)) {
          const int64_t parts = theano_parts_\#(suffix)(x.k, theano_long_\#(suffix));
          const int64_t here = parts < most ? parts : most;
          theano_long_product_\#(suffix) all = {x, loops, results};
          if (frame && frame->workers > 1 && x.k * x.n >= 1 << 19)
            frame->services->parallel(frame, theano_long_part_\#(suffix), &all, here);
          else
            theano_long_part_\#(suffix)(frame, &all, 0, here, 0);
          for (int64_t part = 0; part < here; part++)
            for (int64_t j = 0; j < x.n; j++)
              x.c[j * x.c_column] += results[part * theano_few_\#(suffix) + j];
          x.a += most * theano_long_\#(suffix) * x.a_column;
          x.b += most * theano_long_\#(suffix) * x.b_row;
        }
      }

      void theano_gemm_\#(suffix)(theano_frame *frame, int64_t m, int64_t n, int64_t k, \#(real) alpha,
                                  const \#(real) *a, int64_t a_row, int64_t a_column, const \#(real) *b,
                                  int64_t b_row, int64_t b_column, \#(real) beta, \#(real) *c,
                                  int64_t c_row, int64_t c_column) {
        theano_product_\#(suffix) x = {m, n, k, alpha, a, a_row, a_column, b, b_row, b_column,
                                       beta, c, c_row, c_column};
        if (m <= 0 || n <= 0) return;
        const theano_product_\#(suffix) turned = theano_transposed_\#(suffix)(x);
        int32_t swaps = c_column != 1 && c_row == 1 && !theano_is_narrow_\#(suffix)(&turned);
        if (theano_is_narrow_\#(suffix)(&x) || n == 1) swaps = 1;
        if (m == 1) swaps = n == 1 && b_row != 1 && a_column == 1;
        if (swaps) x = turned;
        theano_shared_product_\#(suffix) shared = {x, theano_choose_\#(suffix)(&x), 1, 0};
        if (x.m == 1 && x.n <= theano_few_\#(suffix) && x.k > theano_long_\#(suffix)) {
          theano_by_terms_\#(suffix)(frame, x, shared.loops);
          return;
        }
        // From here on a second thread saves more than it costs to wake it.
        const double work = (double)m * (double)n * (double)k;
        const int32_t is_large = work >= (x.m == 1 ? 1 << 19 : 1 << 20);
        const int32_t is_shared = frame && frame->workers > 1 && is_large;
        if (is_shared) shared.parts = frame->workers;
      #ifdef THEANO_BLAS
        if (shared.loops == theano_by_blas_\#(suffix)) {
          shared.is_cut = 1;
          shared.parts = work < 1 << 24 ? 1 : work < 1 << 29 ? (int64_t)work >> 24 : 32;
        }
      #endif
        if (is_shared && shared.loops == theano_by_blocks_\#(suffix)) {
          if (x.beta != 0 && x.beta != 1) theano_scale_\#(suffix)(&x);
          theano_by_shared_blocks_\#(suffix)(frame, &x);
        } else if (is_shared)
          frame->services->parallel(frame, theano_product_part_\#(suffix), &shared, shared.parts);
        else
          theano_product_part_\#(suffix)(frame, &shared, 0, shared.parts, 0);
      }
      """#)
  }
}
