import Testing

@testable import Theano

@Suite("Products of matrices in native code", .enabled(if: hasCompiler))
struct NativeProductTests {
  /// Small whole numbers, so that sums are exact.
  private func numbers(_ shape: [Int], _ dtype: DType = .float32) throws -> NDArray {
    let count = shape.reduce(1, *)
    return try NDArray((0..<count).map { Double(($0 * 7) % 11 - 5) }, shape: shape).cast(to: dtype)
  }

  /// What a function's text has that needs memory besides its results.
  private let temporaryMemory = "= theano_reserve(frame, 0"

  @Test(
    "Small products are written out, whatever is transposed",
    arguments: [(1, 1), (2, 3), (4, 16), (16, 7), (33, 32), (70, 50)], [1, 2, 8, 12, 33])
  func small(_ sizes: (Int, Int), _ terms: Int) throws {
    let (rows, columns) = sizes
    let x = fmatrix("x")
    let W = shared(try numbers([terms, columns]), name: "W")
    let V = shared(try numbers([columns, terms]), name: "V")
    let outputs = [dot(x, W), dot(x, V.T), dot(x.T, x), dot(x[0], W), dot(V, x[0])]
    let argument = try numbers([rows, terms])
    let found = try function([x], outputs, mode: .native)(argument)
    let expected = try function([x], outputs, mode: .reference)(argument)
    #expect(found == expected)
  }

  @Test("Integers are multiplied like floats", arguments: [DType.int8, .int64, .float16])
  func others(_ dtype: DType) throws {
    let x = matrix("x", dtype: dtype), y = matrix("y", dtype: dtype)
    let arguments = [try numbers([3, 4], dtype), try numbers([4, 5], dtype)]
    let found = try function([x, y], dot(x, y), mode: .native).call(arguments)
    #expect(found == (try function([x, y], dot(x, y), mode: .reference).call(arguments)))
  }

  @Test("Of a product some rows may be scaled or added", arguments: [false, true])
  func someRows(_ isRewritten: Bool) throws {
    let x = fmatrix("x"), y = fmatrix("y"), z = fvector("z"), w = fmatrix("w")
    let product = dot(x, y)
    let mode =
      isRewritten ? Mode.native : Mode.native.excluding("canonicalise").excluding("specialise")
    let arguments = [
      try numbers([9, 40]), try numbers([40, 50]), try numbers([50]), try numbers([2, 50]),
    ]
    for output in [
      product[0] * 2, product[0] + z, z - product[0] * 0.5, product[..<2] * 3, w + product[..<2],
    ] {
      func values(_ mode: Mode) throws -> NDArray {
        try function([x, y, z, w], output, onUnusedInput: .ignore, mode: mode).call(arguments)
      }
      #expect(try values(mode) == values(.reference), "\(pp(output))")
    }
  }

  @Test("In a loop", arguments: [3, 40])
  func loops(_ units: Int) throws {
    let x = ftensor3("x")
    let W = shared(try numbers([units, units]), name: "W")
    let (states, _) = try scan(sequences: x, outputsInfo: x[0], nonSequences: W) {
      (row: Variable, h: Variable, W: Variable) in 0.01 * dot(h, W) + 0.02 * dot(row, W.T)
    }
    let cost = (states ** 2).sum()
    let outputs = [cost, try grad(cost, wrt: W)]
    let argument = try numbers([4, 2, units])
    let found = try function([x], outputs, mode: .native)(argument)
    let expected = try function([x], outputs, mode: .reference)(argument)
    for (a, b) in zip(found, expected) {
      let scale = b.reals.map(abs).max() ?? 1
      #expect(zip(a.reals, b.reals).allSatisfy { abs($0 - $1) <= 1e-5 * scale })
    }
  }

  @Test("With other matrices at each step")
  func changingMatrices() throws {
    let x = fmatrix("x"), matrices = ftensor3("matrices")
    let W = shared(try numbers([4, 40, 40]), name: "W")
    let (states, _) = try scan(sequences: [matrices, W], outputsInfo: x) {
      (row: Variable, own: Variable, h: Variable) in 0.01 * dot(dot(h, own.T), row.T)
    }
    let arguments = [try numbers([4, 40, 40]), try numbers([2, 40])]
    let found = try function([matrices, x], states, mode: .native).call(arguments)
    let expected = try function([matrices, x], states, mode: .reference).call(arguments)
    let scale = expected.reals.map(abs).max() ?? 1
    #expect(zip(found.reals, expected.reals).allSatisfy { abs($0 - $1) <= 1e-5 * scale })
  }

  @Test("A step of descent adds its product to the weights, whoever holds their old value")
  func descent() throws {
    let x = fmatrix("x"), y = fmatrix("y")
    let W = shared(try numbers([20, 30]), name: "W")
    let V = shared(try numbers([20, 30]), name: "V")
    let gradient = dot(x.T, y)
    let updates: Updates = [(W, W - 0.5 * gradient), (V, V + dot(x.T, y * 2))]
    let f = try function([x, y], W.sum(), updates: updates, mode: .native)
    #expect(try f.cSource.contains("1.0f, &"))
    let (a, b) = (try numbers([3, 20]), try numbers([3, 30]))
    let held = try W.getValue(borrow: true)
    let before = held.reals
    let product = try function([x, y], gradient, mode: .reference)(a, b).reals
    _ = try f(a, b)
    #expect(held.reals == before)
    #expect(try W.getValue().reals == zip(before, product).map { $0 - 0.5 * $1 })
    _ = try f(a, b)
    #expect(try W.getValue().reals == zip(before, product).map { $0 - $1 })
    #expect(try V.getValue().reals == zip(before, product).map { $0 + 4 * $1 })
  }

  @Test("Parts of matrices are multiplied where they lie, backwards too", arguments: [1, 2, 7, 40])
  func parts(_ rows: Int) throws {
    let x = fmatrix("x"), y = fmatrix("y")
    let backwards = x[.stride(by: -1)], half = y[.stride(by: 2)], last = y[1...]
    let outputs = [
      dot(backwards.T, y), dot(y.T, backwards), dot(x[.all, .stride(by: -1)], y.T),
      dot(half, x.T), dot(last, x.T), dot(x[..<(-1)].T, last), dot(backwards, y[0]),
      dot(y[.all, 1], backwards), dot(x[.stride(by: -2)], y.T[.all, .stride(by: -1)]),
    ]
    let arguments = [try numbers([rows, 19]), try numbers([rows, 19])]
    let f = try function([x, y], outputs, mode: .native)
    let found = try f.call(arguments)
    let expected = try function([x, y], outputs, mode: .reference).call(arguments)
    #expect(found == expected)
    // That is where copies would be.
    #expect(!(try f.cSource.contains(temporaryMemory)))
  }

  @Test("Multiples of products, and sums with something else, are made by the product")
  func scaled() throws {
    let x = fmatrix("x"), y = fmatrix("y"), z = fmatrix("z")
    let product = dot(x, y)
    let expressions = [
      product * 3, z + product, z - product * 0.5, product + z, z + dot(x, y.T.T) * 2,
    ]
    let arguments = [try numbers([40, 30]), try numbers([30, 50]), try numbers([40, 50])]
    for expression in expressions {
      let f = try function([x, y, z], expression, onUnusedInput: .ignore, mode: .native)
      let expected = try function(
        [x, y, z], expression, onUnusedInput: .ignore, mode: .reference
      ).call(arguments)
      #expect(try f.call(arguments) == expected)
      #expect(!(try f.cSource.contains(temporaryMemory)), "\(expression)")
    }
    // An operand is not overwritten before it is read.
    let W = shared(try numbers([30, 30]), name: "W")
    let before = try W.getValue()
    let matrix = fmatrix()
    let f = try function([matrix], updates: [(W, matrix + dot(W, W))], mode: .native)
    try f(before)
    let expected = try function([matrix], matrix + dot(matrix, matrix), mode: .reference)(before)
    #expect(try W.getValue() == expected)
  }

  @Test("Many small products at a time", arguments: [0, 1, 3, 50])
  func batches(_ count: Int) throws {
    let x = ftensor3("x"), y = ftensor3("y")
    let outputs = [
      batchedDot(x, y), batchedDot(x, y.dimshuffle(0, 2, 1).dimshuffle(0, 2, 1)),
      batchedDot(y.dimshuffle(0, 2, 1), x.dimshuffle(0, 2, 1)), batchedDot(x, y[.all, .all, 0]),
    ]
    for (rows, terms, columns) in [(3, 4, 5), (20, 30, 40)] {
      let arguments = [try numbers([count, rows, terms]), try numbers([count, terms, columns])]
      let expected = try function([x, y], outputs, mode: .reference).call(arguments)
      for threads in 1...3 {
        let found = try function([x, y], outputs, mode: .native, threads: threads).call(arguments)
        #expect(found == expected)
      }
    }
  }

  @Test("A product of the weights themselves is not made in their memory")
  func powers() throws {
    let W = shared(try numbers([20, 20]), name: "W")
    let before = try W.getValue()
    let f = try function([], updates: [(W, W - 0.5 * dot(W, W))], mode: .native)
    #expect(try f.cSource.contains(temporaryMemory))
    try f()
    let matrix = fmatrix()
    let expected = try function([matrix], matrix - 0.5 * dot(matrix, matrix), mode: .reference)(
      before)
    #expect(try W.getValue() == expected)
  }

  @Test("Sums over the first axes", arguments: [0, 1, 3, 4, 7, 64])
  func sums(_ rows: Int) throws {
    let x = ftensor3("x")
    let outputs = [x.sum(axis: 0), x.sum(axis: [0, 1]), x.mean(axis: 1), (x * 2).sum(axis: 0)]
    let argument = try numbers([rows, 5, 9])
    let found = try function([x], outputs, mode: .native)(argument)
    let expected = try function([x], outputs, mode: .reference)(argument)
    for (a, b) in zip(found, expected) {
      #expect(a.shape == b.shape)
      #expect(zip(a.reals, b.reals).allSatisfy { abs($0 - $1) < 1e-4 || $0.isNaN && $1.isNaN })
    }
  }

  @Test("A loop's gradient reads what the loop computed")
  func savedValues() throws {
    let x = ftensor3("x"), h = fmatrix("h")
    let W = shared(try numbers([4, 4]), name: "W")
    let (states, _) = try scan(sequences: x, outputsInfo: h, nonSequences: W) {
      (row: Variable, h: Variable, W: Variable) in tanh(dot(h, W) * 0.1 + row) * sigmoid(row + h)
    }
    let cost = (states[-1] ** 2).sum()
    let f = try function([x, h], [cost] + grad(cost, wrt: [W, h, x]), mode: .native)
    // The definition of the function has no result assigned.
    let calls = try f.cSource.split(separator: "\n").filter { $0.contains("= theano_tanh_f32(") }
    #expect(calls.count == 1)
  }
}
