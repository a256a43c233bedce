// Products of large matrices. Blocking as in Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication", ACM TOMS 34 (2008).

extension ProductType {
  /// Products with blocks of both operands copied, which threads share: all copy b, and then take blocks of rows
  /// until there are none left, so that one that is held up does not hold up the others.
  ///
  /// Sums over k are cut where the other loops cut them, and no bit depends on the number of threads.
  var blocks: PreludePiece {
    PreludePiece(
      "theano_product_blocks_\(suffix)",
      needs: ["theano_product_loops_\(suffix)", "theano_product_memory"],
      #"""
      // Some terms of a product, for columns first to last of c.
      typedef struct {
        theano_product_\#(suffix) product;
        int64_t first, last;
        // The number of terms; whether there were some before, or c counts.
        int64_t k;
        int32_t adds;
        // The panels of b, one after the other.
        \#(real) *panels;
        // In how many parts the rows are cut, and the columns, for each of them.
        int64_t high, wide;
      } theano_block_\#(suffix);

      enum {
        theano_most_columns_\#(suffix) = 8192 / sizeof(\#(real)), // 3 MB of b, in the last cache
        theano_most_rows_\#(suffix) = 960 / sizeof(\#(real)), // 360 KB of a, in the second cache
        theano_least_rows_\#(suffix) = 4 * THEANO_TILE_ROWS, // for which reading b again costs little
        theano_least_panels_\#(suffix) = 8 // for which copying a again costs little
      };

      // Calls a function for 0..<count: all threads do, if there is a frame.
      static void theano_share_\#(suffix)(theano_frame *frame, theano_part *part,
                                          const theano_block_\#(suffix) *block, int64_t count) {
        if (frame)
          frame->services->parallel(frame, part, block, count);
        else
          part(frame, block, 0, count, 0);
      }

      // Copies panels begin to end of b.
      static void theano_copy_panels_\#(suffix)(theano_frame *frame, const void *captures, int64_t begin,
                                                int64_t end, int32_t worker) {
        const theano_block_\#(suffix) *block = captures;
        const theano_product_\#(suffix) *x = &block->product;
        const int64_t width = THEANO_TILE_COLUMNS_\#(suffix);
        for (int64_t panel = begin; panel < end; panel++) {
          const int64_t j = block->first + panel * width, rest = block->last - j;
          theano_pack_\#(suffix)(x->b + j * x->b_column, x->b_row, x->b_column, block->k,
                                 rest < width ? rest : width, width,
                                 block->panels + panel * width * block->k);
        }
      }

      // Computes parts begin to end of c. A part's rows of a are copied, if there is memory for that.
      static void theano_multiply_parts_\#(suffix)(theano_frame *frame, const void *captures,
                                                   int64_t begin, int64_t end, int32_t worker) {
        const theano_block_\#(suffix) *block = captures;
        const theano_product_\#(suffix) *x = &block->product;
        const int64_t width = THEANO_TILE_COLUMNS_\#(suffix), k = block->k;
        const int64_t panels = theano_parts_\#(suffix)(block->last - block->first, width);
        void *buffer = theano_take_buffer();
        \#(real) *copy = (\#(real) *)(((uint64_t)buffer + 63) & ~(uint64_t)63);
        int64_t copied = -1;
        for (int64_t part = begin; part < end; part++) {
          const int64_t row = part / block->wide, column = part % block->wide;
          const int64_t top = theano_cut_\#(suffix)(x->m, row, block->high);
          const int64_t height = theano_cut_\#(suffix)(x->m, row + 1, block->high) - top;
          const int64_t strips = theano_parts_\#(suffix)(height, THEANO_TILE_ROWS);
          for (int64_t strip = 0; buffer && row != copied && strip < strips; strip++) {
            const int64_t i = theano_cut_\#(suffix)(height, strip, strips);
            const int64_t rows = theano_cut_\#(suffix)(height, strip + 1, strips) - i;
            theano_pack_\#(suffix)(x->a + (top + i) * x->a_row, x->a_column, x->a_row, k, rows, rows,
                                   copy + i * k);
          }
          copied = row;
          const int64_t limit = theano_cut_\#(suffix)(panels, column + 1, block->wide);
          for (int64_t panel = theano_cut_\#(suffix)(panels, column, block->wide); panel < limit; panel++)
            for (int64_t strip = 0; strip < strips; strip++) {
              const int64_t i = theano_cut_\#(suffix)(height, strip, strips);
              const int64_t rows = theano_cut_\#(suffix)(height, strip + 1, strips) - i;
              const int64_t j = block->first + panel * width, rest = block->last - j;
              const \#(real) *a = buffer ? copy + i * k : x->a + (top + i) * x->a_row;
              theano_any_tile_\#(suffix)(
                  (int32_t)rows, rest < width ? rest : width, k, a, buffer ? 1 : x->a_row,
                  buffer ? rows : x->a_column, block->panels + panel * width * k, width, x->alpha,
                  block->adds, x->c + (top + i) * x->c_row + j * x->c_column, x->c_row, x->c_column);
            }
        }
        if (buffer) theano_give_buffer(buffer);
      }

      // Cuts c into parts for threads: rows first, as a part's rows are copied.
      static void theano_cut_parts_\#(suffix)(theano_frame *frame, theano_block_\#(suffix) *block) {
        const int64_t wanted = frame ? 4 * frame->workers : 1;
        const int64_t most = theano_parts_\#(suffix)(block->product.m, theano_least_rows_\#(suffix));
        block->high = theano_parts_\#(suffix)(block->product.m, theano_most_rows_\#(suffix));
        if (block->high < wanted) block->high = wanted < most ? wanted : most;
        const int64_t columns = theano_least_panels_\#(suffix) * THEANO_TILE_COLUMNS_\#(suffix);
        const int64_t widest = theano_parts_\#(suffix)(block->last - block->first, columns);
        block->wide = theano_parts_\#(suffix)(wanted, block->high);
        if (block->wide > widest) block->wide = widest;
      }

      // Blocks of both operands copied: what large matrices need. Without memory for that, as above. With a
      // frame, threads share the work.
      static void theano_by_shared_blocks_\#(suffix)(theano_frame *frame,
                                                     const theano_product_\#(suffix) *x) {
        const int64_t width = THEANO_TILE_COLUMNS_\#(suffix);
        void *buffer = theano_take_buffer();
        if (!buffer) {
          theano_by_columns_\#(suffix)(x);
          return;
        }
        const int64_t blocks = theano_parts_\#(suffix)(x->k, THEANO_TERMS);
        const int64_t panels = theano_parts_\#(suffix)(x->n, width);
        const int64_t wide = theano_parts_\#(suffix)(x->n, theano_most_columns_\#(suffix));
        theano_block_\#(suffix) part = {.product = *x};
        part.panels = (\#(real) *)(((uint64_t)buffer + 63) & ~(uint64_t)63);
        for (int64_t group = 0; group < wide; group++) {
          const int64_t limit = theano_cut_\#(suffix)(panels, group + 1, wide) * width;
          part.first = theano_cut_\#(suffix)(panels, group, wide) * width;
          part.last = limit < x->n ? limit : x->n;
          theano_cut_parts_\#(suffix)(frame, &part);
          for (int64_t block = 0; block < blocks; block++) {
            const int64_t p = theano_cut_\#(suffix)(x->k, block, blocks);
            part.k = theano_cut_\#(suffix)(x->k, block + 1, blocks) - p;
            part.adds = block > 0 || x->beta != 0;
            part.product.a = x->a + p * x->a_column;
            part.product.b = x->b + p * x->b_row;
            theano_share_\#(suffix)(frame, theano_copy_panels_\#(suffix), &part,
                                    theano_parts_\#(suffix)(part.last - part.first, width));
            theano_share_\#(suffix)(frame, theano_multiply_parts_\#(suffix), &part,
                                    part.high * part.wide);
          }
        }
        theano_give_buffer(buffer);
      }

      // The same by one thread.
      static void theano_by_blocks_\#(suffix)(const theano_product_\#(suffix) *x) {
        theano_by_shared_blocks_\#(suffix)((theano_frame *)0, x);
      }
      """#)
  }
}
