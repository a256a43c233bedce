// Packing: parts of the operands are copied to where the tiles read them, one element after the other.

extension ProductType {
  /// Copies a strip of a matrix so that the elements that belong to one step of k lie together.
  var packing: PreludePiece {
    PreludePiece(
      "theano_pack_\(suffix)", needs: ["theano_product_\(suffix)"],
      #"""
      // target[p width + j] = source[p + j stride], for p and j in 0..<4.
      THEANO_INLINE void theano_transpose_four_\#(suffix)(const \#(real) *source, int64_t stride,
                                                          \#(real) *target, int64_t width) {
        typedef theano_four_\#(suffix) four;
        four x[4], pairs[4];
        THEANO_UNROLL for (int32_t i = 0; i < 4; i++) x[i] = *(const four *)(source + i * stride);
        THEANO_UNROLL for (int32_t i = 0; i < 2; i++) {
          pairs[2 * i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 4, 1, 5);
          pairs[2 * i + 1] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 2, 6, 3, 7);
        }
        THEANO_UNROLL for (int32_t i = 0; i < 2; i++) {
          *(four *)(target + 2 * i * width) =
              __builtin_shufflevector(pairs[i], pairs[i + 2], 0, 1, 4, 5);
          *(four *)(target + (2 * i + 1) * width) =
              __builtin_shufflevector(pairs[i], pairs[i + 2], 2, 3, 6, 7);
        }
      }

      // The same for p and j in 0..<8: pairs of elements, then of pairs, then of fours change places.
      THEANO_INLINE void theano_transpose_eight_\#(suffix)(const \#(real) *source, int64_t stride,
                                                           \#(real) *target, int64_t width) {
        typedef theano_eight_\#(suffix) eight;
        eight x[8], pairs[8], fours[8];
        THEANO_UNROLL for (int32_t i = 0; i < 8; i++) x[i] = *(const eight *)(source + i * stride);
        THEANO_UNROLL for (int32_t i = 0; i < 4; i++) {
          pairs[2 * i] =
              __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
          pairs[2 * i + 1] =
              __builtin_shufflevector(x[2 * i], x[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
        }
        THEANO_UNROLL for (int32_t i = 0; i < 4; i++) {
          const int32_t from = i / 2 * 4 + i % 2;
          fours[i / 2 * 4 + i % 2 * 2] = __builtin_shufflevector(
              pairs[from], pairs[from + 2], 0, 1, 8, 9, 4, 5, 12, 13);
          fours[i / 2 * 4 + i % 2 * 2 + 1] = __builtin_shufflevector(
              pairs[from], pairs[from + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
        THEANO_UNROLL for (int32_t i = 0; i < 4; i++) {
          *(eight *)(target + i * width) = __builtin_shufflevector(
              fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
          *(eight *)(target + (i + 4) * width) = __builtin_shufflevector(
              fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
        }
      }

      // target[p width + j] = source[p step + j stride] for j < count, and 0 from there to width.
      static void theano_pack_\#(suffix)(const \#(real) *source, int64_t step, int64_t stride, int64_t k,
                                         int64_t count, int64_t width, \#(real) *restrict target) {
        typedef theano_vector_\#(suffix) vector;
        typedef theano_four_\#(suffix) four;
        int64_t p = 0;
        if (stride == 1 && count == 2 * THEANO_LANES_\#(suffix))
          for (; p < k; p++) {
            // The next columns, which may come from far away meanwhile.
            __builtin_prefetch(source + p * step + width);
            __builtin_prefetch(source + p * step + width + THEANO_LANES_\#(suffix));
            const vector x = *(const vector *)(source + p * step);
            const vector y = *(const vector *)(source + p * step + THEANO_LANES_\#(suffix));
            *(vector *)(target + p * width) = x;
            *(vector *)(target + p * width + THEANO_LANES_\#(suffix)) = y;
          }
        else if (stride == 1)
          for (; p < k; p++) {
            int64_t j = 0;
            for (; j + 4 <= count; j += 4)
              *(four *)(target + p * width + j) = *(const four *)(source + p * step + j);
            for (; j < count; j++) target[p * width + j] = source[p * step + j];
            for (; j < width; j++) target[p * width + j] = 0;
          }
        else if (step == 1)
          for (; p + 8 <= k; p += 8) {
            int64_t j = 0;
            \#(real) *place = target + p * width;
            for (; j + 8 <= count; j += 8)
              theano_transpose_eight_\#(suffix)(source + p + j * stride, stride, place + j, width);
            for (; j + 4 <= count; j += 4) {
              theano_transpose_four_\#(suffix)(source + p + j * stride, stride, place + j, width);
              theano_transpose_four_\#(suffix)(source + p + 4 + j * stride, stride,
                                               place + 4 * width + j, width);
            }
            for (; j < width; j++)
              for (int64_t q = 0; q < 8; q++)
                place[q * width + j] = j < count ? source[p + q + j * stride] : 0;
          }
        for (; p < k; p++)
          for (int64_t j = 0; j < width; j++)
            target[p * width + j] = j < count ? source[p * step + j * stride] : 0;
      }
      """#)
  }
}
