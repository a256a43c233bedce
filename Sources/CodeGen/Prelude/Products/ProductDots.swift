// Products of few columns, where tiles would leave lanes of their vectors empty.

extension ProductType {
  /// Sums along the rows of a, as many terms at once as a vector has lanes.
  var dots: PreludePiece {
    PreludePiece(
      "theano_product_dots_\(suffix)",
      needs: ["theano_product_loops_\(suffix)"],
      #"""
      #if THEANO_TILE_ROWS == 12
      #define THEANO_DOT_ROWS 4
      #define THEANO_DOT_COLUMNS 6
      #else
      #define THEANO_DOT_ROWS 2
      #define THEANO_DOT_COLUMNS 5
      #endif
      enum {
        theano_dot_columns_\#(suffix) = 2 * THEANO_DOT_COLUMNS,
        theano_dot_terms_\#(suffix) = 4096 / sizeof(\#(real)) // 48 KB for all columns
      };

      // The sum of a vector's lanes: halves first.
      THEANO_INLINE \#(real) theano_lane_sum_\#(suffix)(theano_vector_\#(suffix) x) {
        \#(real) lanes[THEANO_LANES_\#(suffix) < 16 ? 16 : THEANO_LANES_\#(suffix)];
        *(theano_vector_\#(suffix) *)lanes = x;
        if (THEANO_LANES_\#(suffix) >= 16)
          *(theano_eight_\#(suffix) *)lanes += *(theano_eight_\#(suffix) *)(lanes + 8);
        if (THEANO_LANES_\#(suffix) >= 8)
          *(theano_four_\#(suffix) *)lanes += *(theano_four_\#(suffix) *)(lanes + 4);
        return THEANO_LANES_\#(suffix) >= 4 ? (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
                                            : lanes[0] + lanes[1];
      }

      // Adds the products of a vector of terms to the sums of some rows and columns.
      THEANO_INLINE void theano_dot_step_\#(suffix)(
          int32_t rows, int32_t columns, const theano_vector_\#(suffix) *x, const \#(real) *b,
          int64_t length, theano_vector_\#(suffix) sums[THEANO_DOT_ROWS][THEANO_DOT_COLUMNS]) {
        THEANO_UNROLL for (int32_t j = 0; j < columns; j++) {
          const theano_vector_\#(suffix) y = *(const theano_vector_\#(suffix) *)(b + j * length);
          THEANO_UNROLL for (int32_t i = 0; i < rows; i++) sums[i][j] += x[i] * y;
        }
      }

      // The sums of some rows of a with some columns of b, which lie one after the other, `length` elements each,
      // whole vectors.
      THEANO_INLINE void theano_dot_sums_\#(suffix)(
          int32_t rows, int32_t columns, int64_t k, const \#(real) *a, int64_t a_row, const \#(real) *b,
          int64_t length, \#(real) alpha, int32_t adds, \#(real) *c, int64_t c_row, int64_t c_column) {
        theano_vector_\#(suffix) sums[THEANO_DOT_ROWS][THEANO_DOT_COLUMNS], x[THEANO_DOT_ROWS];
        THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
          THEANO_UNROLL for (int32_t j = 0; j < columns; j++)
            sums[i][j] = (theano_vector_\#(suffix)){0};
        }
        int64_t p = 0;
        for (; p + THEANO_LANES_\#(suffix) <= k; p += THEANO_LANES_\#(suffix)) {
          THEANO_UNROLL for (int32_t i = 0; i < rows; i++)
            x[i] = *(const theano_vector_\#(suffix) *)(a + i * a_row + p);
          theano_dot_step_\#(suffix)(rows, columns, x, b + p, length, sums);
        }
        if (p < k) {
          THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
            \#(real) last[THEANO_LANES_\#(suffix)];
            for (int64_t q = 0; q < THEANO_LANES_\#(suffix); q++)
              last[q] = p + q < k ? a[i * a_row + p + q] : 0;
            x[i] = *(const theano_vector_\#(suffix) *)last;
          }
          theano_dot_step_\#(suffix)(rows, columns, x, b + p, length, sums);
        }
        THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
          THEANO_UNROLL for (int32_t j = 0; j < columns; j++) {
            \#(real) *target = c + i * c_row + j * c_column;
            const \#(real) sum = theano_lane_sum_\#(suffix)(sums[i][j]);
            *target = adds ? *target + sum * alpha : sum * alpha;
          }
        }
      }

      // The same for numbers of columns that are not known; one row, or as many as there can be.
      static void theano_dot_tile_\#(suffix)(
          int32_t rows, int64_t columns, int64_t k, const \#(real) *a, int64_t a_row, const \#(real) *b,
          int64_t length, \#(real) alpha, int32_t adds, \#(real) *c, int64_t c_row, int64_t c_column) {
        switch (columns) {
      #define THEANO_CASE(count) \
        case count: \
          if (rows == 1) \
            theano_dot_sums_\#(suffix)(1, count, k, a, a_row, b, length, alpha, adds, c, c_row, c_column); \
          else \
            theano_dot_sums_\#(suffix)(THEANO_DOT_ROWS, count, k, a, a_row, b, length, alpha, adds, c, \
                                       c_row, c_column); \
          return;
          THEANO_CASE(1) THEANO_CASE(2) THEANO_CASE(3) THEANO_CASE(4) THEANO_CASE(5)
      #if THEANO_DOT_COLUMNS == 6
          THEANO_CASE(6)
      #endif
      #undef THEANO_CASE
        }
      }

      // Whether this takes less time than tiles: every sum costs some steps at its end.
      static int32_t theano_has_few_columns_\#(suffix)(const theano_product_\#(suffix) *x) {
        const int64_t lanes = THEANO_LANES_\#(suffix), sums = x->n * (x->k / lanes + 10);
        return x->n <= theano_dot_columns_\#(suffix) && x->a_column == 1 && x->m >= THEANO_DOT_ROWS &&
               sums < theano_parts_\#(suffix)(x->n, lanes) * x->k;
      }

      // Rows of a some at a time, all columns for each, as long as the columns stay in cache.
      static void theano_by_dots_\#(suffix)(const theano_product_\#(suffix) *x) {
        \#(real) panel[theano_dot_columns_\#(suffix) * theano_dot_terms_\#(suffix)]
            __attribute__((aligned(64)));
        const int64_t lanes = THEANO_LANES_\#(suffix);
        const int64_t blocks = theano_parts_\#(suffix)(x->k, theano_dot_terms_\#(suffix));
        const int64_t groups = theano_parts_\#(suffix)(x->n, THEANO_DOT_COLUMNS);
        for (int64_t block = 0; block < blocks; block++) {
          const int64_t p = theano_cut_\#(suffix)(x->k, block, blocks);
          const int64_t k = theano_cut_\#(suffix)(x->k, block + 1, blocks) - p;
          const int64_t length = theano_parts_\#(suffix)(k, lanes) * lanes;
          theano_pack_\#(suffix)(x->b + p * x->b_row, x->b_column, x->b_row, x->n, k, length, panel);
          for (int64_t i = 0; i < x->m;) {
            const int32_t rows = x->m - i >= THEANO_DOT_ROWS ? THEANO_DOT_ROWS : 1;
            for (int64_t group = 0; group < groups; group++) {
              const int64_t j = theano_cut_\#(suffix)(x->n, group, groups);
              theano_dot_tile_\#(suffix)(
                  rows, theano_cut_\#(suffix)(x->n, group + 1, groups) - j, k,
                  x->a + i * x->a_row + p, x->a_row, panel + j * length, length, x->alpha,
                  block > 0 || x->beta != 0, x->c + i * x->c_row + j * x->c_column, x->c_row,
                  x->c_column);
            }
            i += rows;
          }
        }
      }
      """#)
  }
}
