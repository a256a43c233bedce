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
  private static let smallest = 4096
  /// The most columns of a product written out: their sums are on the stack.
  private static let widest = 256
  /// The most multiplications, and columns, for a row of a product of any number of rows that is written out: sums
  /// of more columns do not stay in registers, and many rows are better left to the routine.
  private static let smallestRow = 1024, widestRow = 16

  /// Whether loops are better than a call.
  private func isSmall(_ b: LoopBuilder) -> Bool {
    guard let n = b.known(n), let k = b.known(k), n <= MatrixLowering.widest,
      k <= MatrixLowering.smallest
    else { return false }
    guard let m = b.known(m) else {
      return n <= MatrixLowering.widestRow && n * k <= MatrixLowering.smallestRow
    }
    return m <= MatrixLowering.smallest && m * n * k <= MatrixLowering.smallest
  }

  /// Emits the product, at the places `outer` of the axes before the matrices'.
  func emit(_ builder: LoopBuilder, outer: [Value] = []) throws {
    let dtype = c.tensor.dtype
    let isCall = dtype == .float32 || dtype == .float64
    if !isCall || isSmall(builder) { return try emitLoops(builder, outer, dtype) }
    var second = try place(b, dtype, outer, builder)
    if builder.depth > 0, second.columnStride != .one,
      let copy = try fixedCopy(builder, second.start, outer)
    {
      let strides = builder.strides(of: [k, n])
      second = .init(
        start: builder.access(copy, []), rowStride: strides[0], columnStride: strides[1])
    }
    let one = builder.real(1, dtype)
    builder.add(
      .product(
        MatrixProduct(
          dtype, m: builder.canonical(m), n: builder.canonical(n), k: builder.canonical(k),
          alpha: one, beta: builder.real(0, dtype), a: try place(a, dtype, outer, builder),
          b: second, c: try place(c, dtype, outer, builder))))
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

  /// Emits loops.
  private func emitLoops(_ builder: LoopBuilder, _ outer: [Value], _ dtype: DType) throws {
    guard case .memory(let target, let prefix) = c.tensor.source else {
      throw LoweringError("a product has no place")
    }
    let wide: DType = dtype == .float16 ? .float32 : dtype
    func index(_ operand: Operand, _ row: Value, _ column: Value) -> [Value] {
      outer
        + [operand.row.map { ($0, row) }, operand.column.map { ($0, column) }]
        .compactMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1)
    }
    func factor(_ operand: Operand, _ row: Value, _ column: Value) throws -> Value {
      builder.convert(try operand.tensor.at(index(operand, row, column), builder), wide)
    }
    func store(_ row: Value, _ column: Value, _ value: Value) {
      builder.store(target, prefix + index(c, row, column), value)
    }
    guard b.column != nil, let columns = builder.known(n), columns > 1,
      columns <= MatrixLowering.widest
    else {
      return try builder.loops([m, n]) { place in
        let sum = builder.register(builder.constant(0, wide))
        try builder.loops([k]) { inner in
          let product = builder.multiply(
            try factor(a, place[0], inner[0]), try factor(b, inner[0], place[1]))
          builder.add(.combine(sum, .sum, product))
        }
        store(place[0], place[1], builder.read(sum))
      }
    }
    let rowsOfB = try packed(builder, outer, wide)
    try builder.loops([m]) { row in
      let sums = RowSums(builder, wide, columns: n, terms: k)
      try sums.add(
        builder, { try factor(a, row[0], $0) }, { try rowsOfB($0, $1) })
      sums.read(builder) { store(row[0], $0, $1) }
    }
  }

  /// Returns what gives the elements of the second operand, whose rows lie in one piece, in a copy if need be.
  private func packed(
    _ builder: LoopBuilder, _ outer: [Value], _ dtype: DType
  ) throws -> (Value, Value) throws -> Value {
    let (row, column) = (b.row ?? 0, b.column ?? 1)
    func element(_ tensor: Tensor, _ i: Value, _ j: Value) throws -> Value {
      try tensor.at(outer + (row < column ? [i, j] : [j, i]), builder)
    }
    let view = builder.view(of: b.tensor)
    if view?.strides[outer.count + column] == .one || builder.known(k) == nil {
      return { builder.convert(try element(b.tensor, $0, $1), dtype) }
    }
    let copy =
      try view.flatMap { try fixedCopy(builder, $0.start, outer) }
      ?? turnedCopy(builder, perWorker: !outer.isEmpty) { try element(b.tensor, $0, $1) }
    return { builder.convert(builder.load(copy, [$0, $1]), dtype) }
  }
}

extension MatrixLowering {
  /// Returns a copy of the second operand with the elements of each row side by side, made before all loops of
  /// which the product is part; nil if the operand may change in them. `start` is its first element.
  private func fixedCopy(
    _ builder: LoopBuilder, _ start: Access, _ outer: [Value]
  ) throws -> BufferID? {
    let places = ([k, n] + start.values).map(builder.canonical)
    guard outer.isEmpty, builder.isInput(start.buffer),
      places.allSatisfy({ builder.depth(of: $0) == 0 }), let row = b.row, let column = b.column
    else { return nil }
    return try builder.outside(to: 0) {
      try turnedCopy(builder, perWorker: false) {
        try b.tensor.at(row < column ? [$0, $1] : [$1, $0], builder)
      }
    }
  }

  /// Returns a copy of a matrix `[k, n]`; one for each worker, if they work on several matrices.
  private func turnedCopy(
    _ builder: LoopBuilder, perWorker: Bool, _ element: (Value, Value) throws -> Value
  ) throws -> BufferID {
    let copy = builder.buffer(
      "turned", b.tensor.dtype, .slot(-1, perWorker: perWorker), lengths: [k, n])
    try builder.loops([k, n]) { builder.store(copy, $0, try element($0[0], $0[1])) }
    return copy
  }
}

/// The sums of a row of a product while its terms are added: side by side, as the columns lie, and several for
/// each column, as one alone would have every addition wait for the one before.
private struct RowSums {
  private let sums: BufferID
  private let columns: Value
  private let terms: Value
  /// How many sums there are for each column.
  private let chains: Int
  private let dtype: DType

  /// Makes the sums of `columns` columns, a known number, that have `terms` terms each; all are 0.
  init(_ b: LoopBuilder, _ dtype: DType, columns: Value, terms: Value) {
    let width = b.known(columns) ?? 1
    let wanted = width <= 16 ? 4 : width <= 32 ? 2 : 1
    chains = b.known(terms).map { $0 % wanted == 0 && $0 > wanted } == true ? wanted : 1
    self.columns = columns
    self.terms = terms
    self.dtype = dtype
    sums = b.buffer(
      "sums", dtype, .local, lengths: [b.constant(chains), columns], isMutable: true)
    b.loops([b.constant(chains), columns]) { b.store(sums, $0, b.constant(0, dtype)) }
  }

  /// Adds the products of an element of the row and an element of a row of the other matrix.
  func add(
    _ builder: LoopBuilder, _ a: (Value) throws -> Value, _ b: (Value, Value) throws -> Value
  ) throws {
    let part = chains == 1 ? terms : builder.constant((builder.known(terms) ?? 0) / chains)
    try builder.loops([part], .summing) { place in
      for chain in 0..<chains {
        let term = builder.add(builder.multiply(builder.constant(chain), part), place[0])
        let factor = try a(term)
        try builder.loops([columns], .summing) { column in
          let sum = builder.access(sums, [builder.constant(chain), column[0]])
          builder.add(
            .accumulate(sum, .sum, builder.multiply(factor, try b(term, column[0]))))
        }
      }
    }
  }

  /// Calls `use` with each column and its sum.
  func read(_ b: LoopBuilder, _ use: (Value, Value) -> Void) {
    b.loops([columns]) { column in
      var parts = (0..<chains).map { b.load(sums, [b.constant($0), column[0]]) }
      while parts.count > 1 {
        let half = parts.count / 2
        parts = (0..<half).map { b.add(parts[$0], parts[$0 + half]) }
      }
      use(column[0], parts[0])
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

extension MatrixLowering {
  /// The product of matrices or vectors, as `ranks` says, behind as many axes as are `outer`; a vector is one row or
  /// one column.
  fileprivate init(
    _ b: LoopBuilder, _ x: [Tensor], _ result: Tensor, ranks: (left: Int, right: Int),
    outer: Int = 0
  ) throws {
    let x = try x.map { try b.regular($0.converted(to: result.dtype)) }
    let row = ranks.left == 2 ? 0 : nil, column = ranks.right == 2 ? 1 : nil
    self.init(
      a: .init(tensor: x[0], row: row, column: ranks.left - 1),
      b: .init(tensor: x[1], row: 0, column: column),
      c: .init(tensor: result, row: row, column: column.map { _ in ranks.left - 1 }),
      m: row == nil ? b.constant(1) : x[0].lengths[outer],
      n: column == nil ? b.constant(1) : x[1].lengths[outer + 1],
      k: x[0].lengths[outer + ranks.left - 1])
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
      try MatrixLowering(b, x, results[0], ranks: (left, right)).emit(b)
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
      let product = try MatrixLowering(b, x, results[0], ranks: (left, right), outer: 1)
      try b.loop(results[0].lengths[0], .free) { try product.emit(b, outer: [$0]) }
    }
    lowering.regular = [0, 1]
    return lowering
  }
}
