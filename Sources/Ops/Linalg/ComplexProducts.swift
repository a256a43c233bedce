import TheanoArrays
import TheanoLoopIR

extension MatrixLowering {
  /// Emits the four products of the real and the imaginary parts of complex matrices, which are copied.
  func emitParts(_ builder: LoopBuilder, _ outer: [Value], _ dtype: DType) throws {
    guard case .memory(let target, let prefix) = c.tensor.source else {
      throw LoweringError("a product has no place")
    }
    let left = try parts(of: a, [m, k], outer, dtype, builder)
    let right = try parts(of: b, [k, n], outer, dtype, builder)
    let sums = Parts([m, n], dtype, isShared: outer.isEmpty, builder)
    func add(_ a: BufferID, _ b: BufferID, times alpha: Double, to sum: BufferID, keeps: Bool) {
      builder.add(
        .product(
          MatrixProduct(
            dtype, m: builder.canonical(m), n: builder.canonical(n), k: builder.canonical(k),
            alpha: builder.real(alpha, dtype), beta: builder.real(keeps ? 1 : 0, dtype),
            a: builder.matrix(a), b: builder.matrix(b), c: builder.matrix(sum))))
    }
    add(left.real, right.real, times: 1, to: sums.real, keeps: false)
    add(left.imaginary, right.imaginary, times: -1, to: sums.real, keeps: true)
    add(left.real, right.imaginary, times: 1, to: sums.imaginary, keeps: false)
    add(left.imaginary, right.real, times: 1, to: sums.imaginary, keeps: true)
    builder.loops([m, n]) { place in
      let value = builder.complex(
        builder.load(sums.real, place), builder.load(sums.imaginary, place))
      builder.store(target, prefix + index(c, outer, place[0], place[1]), value)
    }
  }

  /// Returns copies of the real and the imaginary parts of an operand.
  private func parts(
    of operand: Operand, _ lengths: [Value], _ outer: [Value], _ dtype: DType, _ b: LoopBuilder
  ) throws -> Parts {
    let parts = Parts(lengths, dtype, isShared: outer.isEmpty, b)
    try b.loops(lengths) { place in
      let value = try operand.tensor.at(index(operand, outer, place[0], place[1]), b)
      b.store(parts.real, place, b.realPart(value))
      b.store(parts.imaginary, place, b.imaginaryPart(value))
    }
    return parts
  }
}

/// Memory for the real and the imaginary parts of a matrix.
private struct Parts {
  let real: BufferID
  let imaginary: BufferID

  /// Asks for memory: one for all threads if it `isShared`, else, in a loop that they share, one for each.
  init(_ lengths: [Value], _ dtype: DType, isShared: Bool, _ b: LoopBuilder) {
    let place = Buffer.Place.slot(-1, perWorker: !isShared)
    real = b.buffer("real", dtype, place, lengths: lengths, isMutable: true)
    imaginary = b.buffer("imaginary", dtype, place, lengths: lengths, isMutable: true)
  }
}

extension LoopBuilder {
  /// A dense matrix in a product.
  fileprivate func matrix(_ buffer: BufferID) -> MatrixProduct.Operand {
    let strides = strides(of: buffers[buffer.index].lengths)
    return .init(start: access(buffer, []), rowStride: strides[0], columnStride: strides[1])
  }
}
