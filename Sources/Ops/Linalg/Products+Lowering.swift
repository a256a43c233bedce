import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Writes the product of matrices `[m, k]` and `[k, n]` to a tensor in memory.
///
/// Operands and the result may be vectors: `axes` says which of their axes, counted from the first that is
/// not in `outer`, are rows and columns. Small products of known sizes become loops, others a call.
struct MatrixLowering {
  /// An operand, and where its rows and columns are; nil if it has one only.
  struct Operand {
    var tensor: Tensor
    var row: Int?
    var column: Int?
  }

  var a: Operand
  var b: Operand
  var c: Operand
  var m: Value
  var n: Value
  var k: Value

  /// The most multiplications for which a product is written out as loops.
  private static let smallest = 4096.0

  /// Emits the product, at the places `outer` of the axes before the matrices'.
  func emit(_ builder: LoopBuilder, outer: [Value] = []) throws {
    let dtype = c.tensor.dtype
    let sizes = [m, n, k].map(builder.known)
    let size = sizes.reduce(1.0) { $0 * ($1.map(Double.init) ?? .infinity) }
    let isCall = dtype == .float32 || dtype == .float64
    if !isCall || size <= MatrixLowering.smallest {
      return try emitLoops(builder, outer, dtype)
    }
    let one = builder.real(1, dtype)
    builder.add(
      .product(
        MatrixProduct(
          dtype, m: builder.canonical(m), n: builder.canonical(n), k: builder.canonical(k),
          alpha: one, beta: builder.real(0, dtype), a: try place(a, dtype, outer, builder),
          b: try place(b, dtype, outer, builder), c: try place(c, dtype, outer, builder))))
  }

  /// Returns where an operand's elements are in memory.
  private func place(
    _ operand: Operand, _ dtype: DType, _ outer: [Value], _ builder: LoopBuilder
  ) throws -> MatrixProduct.Operand {
    guard let view = builder.view(of: operand.tensor) else {
      throw LoweringError("an operand of a product is not in memory")
    }
    func stride(_ axis: Int?) -> Stride {
      axis.map { view.strides[outer.count + $0] } ?? Stride(factor: 0, lengths: [])
    }
    var start = view.start
    start.terms += zip(outer, view.strides).map { Access.Term($0, $1) }
    return .init(
      start: start, rowStride: stride(operand.row), columnStride: stride(operand.column))
  }

  /// Emits loops: of rows, then of what is added up, then of columns, as these lie side by side.
  private func emitLoops(_ builder: LoopBuilder, _ outer: [Value], _ dtype: DType) throws {
    guard case .memory(let target, let prefix) = c.tensor.source else {
      throw LoweringError("a product has no place")
    }
    func index(_ operand: Operand, _ row: Value, _ column: Value) -> [Value] {
      outer + [operand.row.map { ($0, row) }, operand.column.map { ($0, column) }]
        .compactMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
    }
    let wide: DType = dtype == .float16 ? .float32 : dtype
    try builder.loops([m]) { row in
      try builder.loops([n]) { column in
        let sum = builder.register(builder.constant(0, wide))
        try builder.loops([k]) { inners in
          let inner = inners[0]
          let x = try a.tensor.at(index(a, row[0], inner), builder)
          let y = try b.tensor.at(index(b, inner, column[0]), builder)
          let product = builder.multiply(builder.convert(x, wide), builder.convert(y, wide))
          builder.add(.combine(sum, .sum, product))
        }
        builder.store(target, prefix + index(c, row[0], column[0]), builder.read(sum))
      }
    }
  }
}

extension Tensor {
  /// This tensor in another dtype.
  fileprivate func converted(to dtype: DType) -> Tensor {
    if self.dtype == dtype { return self }
    return Tensor(
      dtype, lengths: lengths,
      .elements { b, index in b.convert(try self.at(index, b), dtype) }, label: label)
  }
}

extension Dot: LoweredOp {
  /// A product of matrices, a vector being one row or one column.
  package func lowering(_ call: Apply) -> Lowering? {
    if call.outputTypes[0].dtype.isComplex { return nil }
    let (left, right) = (call.inputs[0].ndim, call.inputs[1].ndim)
    var lowering = Lowering { b, x in
      b.unify(x[0].lengths[left - 1], x[1].lengths[0])
      return [Array(x[0].lengths.dropLast() + x[1].lengths.dropFirst())]
    } _: { b, x, results in
      let dtype = results[0].dtype
      let x = try x.map { try b.regular($0.converted(to: dtype)) }
      let product = MatrixLowering(
        a: .init(tensor: x[0], row: left == 2 ? 0 : nil, column: left - 1),
        b: .init(tensor: x[1], row: 0, column: right == 2 ? 1 : nil),
        c: .init(
          tensor: results[0], row: left == 2 ? 0 : nil, column: right == 2 ? left - 1 : nil),
        m: left == 2 ? x[0].lengths[0] : b.constant(1),
        n: right == 2 ? x[1].lengths[1] : b.constant(1), k: x[0].lengths[left - 1])
      try product.emit(b)
    }
    lowering.regular = [0, 1]
    return lowering
  }
}

extension BatchedDot: LoweredOp {
  /// A product of matrices for each place of the first axis.
  package func lowering(_ call: Apply) -> Lowering? {
    if call.outputTypes[0].dtype.isComplex { return nil }
    let (left, right) = (call.inputs[0].ndim - 1, call.inputs[1].ndim - 1)
    var lowering = Lowering { b, x in
      b.unify(x[0].lengths[0], x[1].lengths[0])
      b.unify(x[0].lengths[left], x[1].lengths[1])
      let batch = b.canonical(x[0].lengths[0])
      return [[batch] + x[0].lengths.dropFirst().dropLast() + x[1].lengths.dropFirst(2)]
    } _: { b, x, results in
      let dtype = results[0].dtype
      let x = try x.map { try b.regular($0.converted(to: dtype)) }
      try b.loop(results[0].lengths[0], .serial) { batch in
        let product = MatrixLowering(
          a: .init(tensor: x[0], row: left == 2 ? 0 : nil, column: left - 1),
          b: .init(tensor: x[1], row: 0, column: right == 2 ? 1 : nil),
          c: .init(
            tensor: results[0], row: left == 2 ? 0 : nil, column: right == 2 ? left - 1 : nil),
          m: left == 2 ? x[0].lengths[1] : b.constant(1),
          n: right == 2 ? x[1].lengths[2] : b.constant(1), k: x[0].lengths[left])
        try product.emit(b, outer: [batch])
      }
    }
    lowering.regular = [0, 1]
    return lowering
  }
}
