// Products of a vector and a matrix, where each element of the matrix is used once: as fast as it is read.

extension ProductType {
  /// Products with one row: c = alpha a b + beta c with m = 1. Those with one column are such, transposed.
  var vectorProducts: PreludePiece {
    PreludePiece(
      "theano_vector_products_\(suffix)", needs: ["theano_product_loops_\(suffix)"],
      #"""
      // How much of a vector is kept on the stack: half of a first cache.
      #define THEANO_SPAN_\#(suffix) (16384 / (int64_t)sizeof(\#(real)))

      // sums[j] += x[p] b[p row + j] for all j and p below `terms`, 1 or 8: the columns lie together.
      THEANO_INLINE void theano_add_rows_\#(suffix)(int32_t terms, int64_t columns, const \#(real) *x,
                                                    int64_t step, const \#(real) *b, int64_t row,
                                                    \#(real) *sums) {
        typedef theano_vector_\#(suffix) vector;
        \#(real) factors[8];
        THEANO_UNROLL for (int32_t p = 0; p < terms; p++) factors[p] = x[p * step];
        int64_t j = 0;
        for (; j + THEANO_LANES_\#(suffix) <= columns; j += THEANO_LANES_\#(suffix)) {
          vector sum = *(const vector *)(sums + j);
          THEANO_UNROLL for (int32_t p = 0; p < terms; p++)
            sum += *(const vector *)(b + p * row + j) * factors[p];
          *(vector *)(sums + j) = sum;
        }
        for (; j < columns; j++) {
          \#(real) sum = sums[j];
          THEANO_UNROLL for (int32_t p = 0; p < terms; p++) sum += b[p * row + j] * factors[p];
          sums[j] = sum;
        }
      }

      // A vector times a matrix whose rows lie together: rows are added, a span of columns at a time.
      static void theano_vector_rows_\#(suffix)(const theano_product_\#(suffix) *x) {
        \#(real) sums[THEANO_SPAN_\#(suffix)] __attribute__((aligned(64)));
        for (int64_t first = 0; first < x->n; first += THEANO_SPAN_\#(suffix)) {
          const int64_t rest = x->n - first;
          const int64_t columns = rest < THEANO_SPAN_\#(suffix) ? rest : THEANO_SPAN_\#(suffix);
          const \#(real) *b = x->b + first * x->b_column;
          for (int64_t j = 0; j < columns; j++) sums[j] = 0;
          int64_t p = 0;
          if (x->b_column == 1) {
            for (; p + 8 <= x->k; p += 8)
              theano_add_rows_\#(suffix)(8, columns, x->a + p * x->a_column, x->a_column,
                                         b + p * x->b_row, x->b_row, sums);
            for (; p < x->k; p++)
              theano_add_rows_\#(suffix)(1, columns, x->a + p * x->a_column, x->a_column,
                                         b + p * x->b_row, x->b_row, sums);
          }
          for (; p < x->k; p++)
            for (int64_t j = 0; j < columns; j++)
              sums[j] += b[p * x->b_row + j * x->b_column] * x->a[p * x->a_column];
          for (int64_t j = 0; j < columns; j++) {
            \#(real) *target = x->c + (first + j) * x->c_column;
            *target = x->beta != 0 ? *target + sums[j] * x->alpha : sums[j] * x->alpha;
          }
        }
      }

      // The scalar products of a and some columns of b, whose elements lie together, each in so many sums.
      typedef \#(real) theano_half_\#(suffix)
          __attribute__((vector_size(32), aligned(sizeof(\#(real))), may_alias));
      typedef \#(real) theano_quarter_\#(suffix)
          __attribute__((vector_size(16), aligned(sizeof(\#(real))), may_alias));
      THEANO_INLINE void theano_dots_\#(suffix)(int32_t columns, int32_t parts, int64_t k, const \#(real) *a,
                                                const \#(real) *b, int64_t b_column, \#(real) *results) {
        typedef theano_half_\#(suffix) half;
        typedef theano_quarter_\#(suffix) quarter;
        enum { lanes = 32 / sizeof(\#(real)), few = lanes / 2 };
        half sums[4][4];
        THEANO_UNROLL for (int32_t j = 0; j < columns; j++) {
          THEANO_UNROLL for (int32_t s = 0; s < parts; s++) sums[j][s] = (half){0};
        }
        int64_t p = 0;
        for (; p + parts * lanes <= k; p += parts * lanes)
          THEANO_UNROLL for (int32_t s = 0; s < parts; s++) {
            const half x = *(const half *)(a + p + lanes * s);
            THEANO_UNROLL for (int32_t j = 0; j < columns; j++)
              sums[j][s] += *(const half *)(b + j * b_column + p + lanes * s) * x;
          }
        for (; p + lanes <= k; p += lanes)
          THEANO_UNROLL for (int32_t j = 0; j < columns; j++)
            sums[j][0] += *(const half *)(b + j * b_column + p) * *(const half *)(a + p);
        quarter totals[4];
        THEANO_UNROLL for (int32_t j = 0; j < columns; j++) {
          half sum = sums[j][0] + sums[j][1];
          if (parts == 4) sum += sums[j][2] + sums[j][3];
          quarter halves[2];
          __builtin_memcpy(halves, &sum, sizeof sum);
          totals[j] = halves[0] + halves[1];
        }
        if (p + few <= k) {
          const quarter x = *(const quarter *)(a + p);
          THEANO_UNROLL for (int32_t j = 0; j < columns; j++)
            totals[j] += *(const quarter *)(b + j * b_column + p) * x;
          p += few;
        }
        THEANO_UNROLL for (int32_t j = 0; j < columns; j++) {
          \#(real) result = totals[j][0] + totals[j][1];
          if (few == 4) result += totals[j][2 % few] + totals[j][3 % few];
          for (int64_t q = p; q < k; q++) result += b[j * b_column + q] * a[q];
          results[j] = result;
        }
      }

      // A vector times a matrix whose columns lie together: scalar products, a span of terms at a time.
      static void theano_vector_columns_\#(suffix)(const theano_product_\#(suffix) *x) {
        \#(real) copy[THEANO_SPAN_\#(suffix)] __attribute__((aligned(64)));
        // Long parts are read fastest; those of a vector that must be copied are as long as the copy.
        const int64_t most = x->a_column == 1 ? 1 << 16 : THEANO_SPAN_\#(suffix);
        for (int64_t first = 0; first < x->k; first += most) {
          const int64_t rest = x->k - first, k = rest < most ? rest : most;
          const int32_t adds = first > 0 || x->beta != 0;
          const \#(real) *a = x->a + first * x->a_column;
          if (x->a_column != 1) {
            for (int64_t p = 0; p < k; p++) copy[p] = a[p * x->a_column];
            a = copy;
          }
          // Threads get whole groups of columns, so that a column is always summed in the same order.
          for (int64_t j = 0, columns; j < x->n; j += columns) {
            \#(real) results[4];
            const \#(real) *b = x->b + first + j * x->b_column;
            columns = x->n - j < 4 ? 1 : 4;
            if (columns == 4)
              theano_dots_\#(suffix)(4, 2, k, a, b, x->b_column, results);
            else
              theano_dots_\#(suffix)(1, 4, k, a, b, x->b_column, results);
            for (int32_t q = 0; q < columns; q++) {
              \#(real) *target = x->c + (j + q) * x->c_column;
              *target = adds ? *target + results[q] * x->alpha : results[q] * x->alpha;
            }
          }
        }
      }
      """#)
  }
}
