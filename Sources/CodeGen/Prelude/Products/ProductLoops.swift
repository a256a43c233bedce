// The loops around the tiles, with strips of equal height instead of a short last one.

extension ProductType {
  /// How a product is cut into tiles, with a where it is.
  ///
  /// Sums over k are cut at the same places in all, so that all give the same bits.
  var loops: PreludePiece {
    PreludePiece(
      "theano_product_loops_\(suffix)",
      needs: ["theano_tile_\(suffix)", "theano_pack_\(suffix)"],
      #"""
      // Where part number `part` of `parts` nearly equal parts of 0..<count begins.
      THEANO_INLINE int64_t theano_cut_\#(suffix)(int64_t count, int64_t part, int64_t parts) {
        return parts == 1 ? count * part : count / parts * part + count % parts * part / parts;
      }

      // Number of parts of at most `most` each.
      THEANO_INLINE int64_t theano_parts_\#(suffix)(int64_t count, int64_t most) {
        return (count + most - 1) / most;
      }

      // Columns of b one panel after the other, all rows of a for each. A panel that is not fit to be read
      // where it is is copied, and so is one that is read several times from a b so large that each row is on
      // a page of its own. Good for few rows, and for all operands that the second cache holds.
      static void theano_by_columns_\#(suffix)(const theano_product_\#(suffix) *x) {
        enum { lanes = THEANO_LANES_\#(suffix), width = THEANO_TILE_COLUMNS_\#(suffix) };
        \#(real) panel[THEANO_TERMS * width] __attribute__((aligned(64)));
        const int64_t strips = theano_parts_\#(suffix)(x->m, THEANO_TILE_ROWS);
        const int64_t blocks = theano_parts_\#(suffix)(x->k, THEANO_TERMS);
        const int32_t is_far = strips > 1 && x->k * x->n > (2 << 20) / (int64_t)sizeof(\#(real));
        for (int64_t block = 0; block < blocks; block++) {
          const int64_t p = theano_cut_\#(suffix)(x->k, block, blocks);
          const int64_t k = theano_cut_\#(suffix)(x->k, block + 1, blocks) - p;
          for (int64_t j = 0; j < x->n; j += width) {
            const int64_t columns = x->n - j < width ? x->n - j : width;
            const \#(real) *b = x->b + p * x->b_row + j * x->b_column;
            int64_t b_row = x->b_row;
            if (is_far || x->b_column != 1 || (columns != width && columns != lanes)) {
              b_row = columns <= lanes ? lanes : width;
              theano_pack_\#(suffix)(b, x->b_row, x->b_column, k, columns, b_row, panel);
              b = panel;
            }
            for (int64_t strip = 0; strip < strips; strip++) {
              const int64_t i = theano_cut_\#(suffix)(x->m, strip, strips);
              const int64_t rows = theano_cut_\#(suffix)(x->m, strip + 1, strips) - i;
              theano_any_tile_\#(suffix)(
                  (int32_t)rows, columns, k, x->a + i * x->a_row + p * x->a_column, x->a_row,
                  x->a_column, b, b_row, x->alpha, block > 0 || x->beta != 0,
                  x->c + i * x->c_row + j * x->c_column, x->c_row, x->c_column);
            }
          }
        }
      }

      // Rows of a one strip after the other, all columns for each. Good for few terms, where reading and
      // writing c is most of the work. The columns of b lie together.
      static void theano_by_rows_\#(suffix)(const theano_product_\#(suffix) *x) {
        enum { lanes = THEANO_LANES_\#(suffix), width = THEANO_TILE_COLUMNS_\#(suffix) };
        \#(real) panel[THEANO_TERMS * width] __attribute__((aligned(64)));
        const int64_t strips = theano_parts_\#(suffix)(x->m, THEANO_TILE_ROWS);
        const int64_t blocks = theano_parts_\#(suffix)(x->k, THEANO_TERMS);
        const int64_t whole = x->n / width * width, rest = x->n - whole;
        const int64_t rest_width = rest <= lanes ? lanes : width;
        for (int64_t block = 0; block < blocks; block++) {
          const int64_t p = theano_cut_\#(suffix)(x->k, block, blocks);
          const int64_t k = theano_cut_\#(suffix)(x->k, block + 1, blocks) - p;
          const int32_t adds = block > 0 || x->beta != 0;
          const \#(real) *b = x->b + p * x->b_row;
          const \#(real) *last = b + whole;
          int64_t last_row = x->b_row;
          if (rest && rest != lanes) {
            theano_pack_\#(suffix)(last, x->b_row, 1, k, rest, rest_width, panel);
            last = panel;
            last_row = rest_width;
          }
          for (int64_t strip = 0; strip < strips; strip++) {
            const int64_t i = theano_cut_\#(suffix)(x->m, strip, strips);
            const int64_t rows = theano_cut_\#(suffix)(x->m, strip + 1, strips) - i;
            const \#(real) *a = x->a + i * x->a_row + p * x->a_column;
            \#(real) *c = x->c + i * x->c_row;
            for (int64_t j = 0; j < whole; j += width)
              theano_any_tile_\#(suffix)((int32_t)rows, width, k, a, x->a_row, x->a_column, b + j,
                                         x->b_row, x->alpha, adds, c + j * x->c_column, x->c_row,
                                         x->c_column);
            if (rest)
              theano_any_tile_\#(suffix)((int32_t)rows, rest, k, a, x->a_row, x->a_column, last,
                                         last_row, x->alpha, adds, c + whole * x->c_column, x->c_row,
                                         x->c_column);
          }
        }
      }
      """#)
  }
}
