// The innermost part of matrix products: a tile of c whose sums stay in registers.

extension ProductType {
  /// A tile of c: the sums of up to `THEANO_TERMS` products, added to c or stored.
  ///
  /// Every element is one chain of fused multiply-adds in the order of k, whatever the height of the tile
  /// and the strides: how a product is cut into tiles changes no bit.
  var tile: PreludePiece {
    PreludePiece(
      "theano_tile_\(suffix)", needs: ["theano_product_\(suffix)"],
      #"""
      THEANO_INLINE void theano_sums_\#(suffix)(
          int32_t rows, int32_t vectors, int64_t k, const \#(real) *a, int64_t a_row, int64_t a_column,
          const \#(real) *b, int64_t b_row, \#(real) alpha, int32_t adds, \#(real) *c, int64_t c_row) {
        theano_vector_\#(suffix) sums[THEANO_TILE_ROWS][2];
        THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
          THEANO_UNROLL for (int32_t v = 0; v < vectors; v++)
            sums[i][v] = (theano_vector_\#(suffix)){0};
        }
        // It is read last: from far away it can come meanwhile.
        if (adds)
          THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
            THEANO_UNROLL for (int32_t v = 0; v < vectors; v++)
              __builtin_prefetch(c + i * c_row + v * THEANO_LANES_\#(suffix), 1);
          }
        const \#(real) *fours[(THEANO_TILE_ROWS + 3) / 4];
        THEANO_UNROLL for (int32_t i = 0; i < (rows + 3) / 4; i++) fours[i] = a + 4 * i * a_row;
        const int64_t thrice = 3 * a_row;
        for (int64_t p = 0; p < k; p++) {
          theano_vector_\#(suffix) row[2];
          THEANO_UNROLL for (int32_t v = 0; v < vectors; v++)
            row[v] = *(const theano_vector_\#(suffix) *)(b + v * THEANO_LANES_\#(suffix));
          THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
            const \#(real) factor = fours[i / 4][i % 4 == 3 ? thrice : i % 4 * a_row];
            THEANO_UNROLL for (int32_t v = 0; v < vectors; v++) sums[i][v] += row[v] * factor;
          }
          THEANO_UNROLL for (int32_t i = 0; i < (rows + 3) / 4; i++) {
            fours[i] += a_column;
            // Compilers would go from row to row by an addition each, which takes longer than the products of a
            // single vector.
            __asm__("" : "+r"(fours[i]));
          }
          b += b_row;
        }
        THEANO_UNROLL for (int32_t i = 0; i < rows; i++) {
          THEANO_UNROLL for (int32_t v = 0; v < vectors; v++) {
            theano_vector_\#(suffix) *target =
                (theano_vector_\#(suffix) *)(c + i * c_row + v * THEANO_LANES_\#(suffix));
            *target = adds ? *target + sums[i][v] * alpha : sums[i][v] * alpha;
          }
        }
      }

      // A tile of one or two vectors' columns and any number of rows that a tile can have.
      static void theano_tile_\#(suffix)(
          int32_t rows, int32_t vectors, int64_t k, const \#(real) *a, int64_t a_row, int64_t a_column,
          const \#(real) *b, int64_t b_row, \#(real) alpha, int32_t adds, \#(real) *c, int64_t c_row) {
        switch (rows) {
      #define THEANO_CASE(count) \
        case count: \
          if (vectors == 1) \
            theano_sums_\#(suffix)(count, 1, k, a, a_row, a_column, b, b_row, alpha, adds, c, c_row); \
          else \
            theano_sums_\#(suffix)(count, 2, k, a, a_row, a_column, b, b_row, alpha, adds, c, c_row); \
          return;
          THEANO_CASE(1) THEANO_CASE(2) THEANO_CASE(3) THEANO_CASE(4) THEANO_CASE(5) THEANO_CASE(6)
      #if THEANO_TILE_ROWS == 12
          THEANO_CASE(7) THEANO_CASE(8) THEANO_CASE(9) THEANO_CASE(10) THEANO_CASE(11) THEANO_CASE(12)
      #endif
      #undef THEANO_CASE
        }
      }

      // A tile of fewer columns, or of a c whose rows do not lie together. Here b has whole vectors.
      static void theano_edge_\#(suffix)(
          int32_t rows, int64_t columns, int64_t k, const \#(real) *a, int64_t a_row, int64_t a_column,
          const \#(real) *b, int64_t b_row, \#(real) alpha, int32_t adds, \#(real) *c, int64_t c_row,
          int64_t c_column) {
        enum { width = THEANO_TILE_COLUMNS_\#(suffix) };
        \#(real) copy[THEANO_TILE_ROWS * width];
        const int32_t vectors = columns <= THEANO_LANES_\#(suffix) ? 1 : 2;
        if (adds)
          for (int32_t i = 0; i < rows; i++) {
            THEANO_UNROLL for (int32_t v = 0; v < 2; v++)
              *(theano_vector_\#(suffix) *)(copy + i * width + v * THEANO_LANES_\#(suffix)) =
                  (theano_vector_\#(suffix)){0};
            for (int64_t j = 0; j < columns; j++) copy[i * width + j] = c[i * c_row + j * c_column];
          }
        theano_tile_\#(suffix)(rows, vectors, k, a, a_row, a_column, b, b_row, alpha, adds, copy, width);
        for (int32_t i = 0; i < rows; i++) {
          int64_t j = 0;
          if (c_column == 1)
            for (; j + 4 <= columns; j += 4)
              *(theano_four_\#(suffix) *)(c + i * c_row + j) =
                  *(const theano_four_\#(suffix) *)(copy + i * width + j);
          for (; j < columns; j++) c[i * c_row + j * c_column] = copy[i * width + j];
        }
      }

      // Any tile of at most THEANO_TILE_ROWS rows.
      THEANO_INLINE void theano_any_tile_\#(suffix)(
          int32_t rows, int64_t columns, int64_t k, const \#(real) *a, int64_t a_row, int64_t a_column,
          const \#(real) *b, int64_t b_row, \#(real) alpha, int32_t adds, \#(real) *c, int64_t c_row,
          int64_t c_column) {
        if (c_column == 1 && columns == THEANO_TILE_COLUMNS_\#(suffix))
          theano_tile_\#(suffix)(rows, 2, k, a, a_row, a_column, b, b_row, alpha, adds, c, c_row);
        else if (c_column == 1 && columns == THEANO_LANES_\#(suffix))
          theano_tile_\#(suffix)(rows, 1, k, a, a_row, a_column, b, b_row, alpha, adds, c, c_row);
        else
          theano_edge_\#(suffix)(rows, columns, k, a, a_row, a_column, b, b_row, alpha, adds, c, c_row,
                                 c_column);
      }
      """#)
  }
}
