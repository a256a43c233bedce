import Testing

@testable import Theano

/// Operations and bytes that profiles count, beside numbers that were counted by hand.
@Suite("What profiles count", .enabled(if: hasCompiler))
struct ProfileCountTests {
  private let v = dvector("v"), m = dmatrix("m")

  /// What the rows of a profile say, all rows together.
  private struct Count: Equatable {
    var operations: Int
    var bytes: Int
  }

  /// Calls a function twice, and returns what it counts for one call.
  private func count(
    _ inputs: [Variable], _ outputs: [Variable], _ arguments: [NDArray]
  ) throws -> Count {
    let f = try function(inputs, outputs, mode: .native, profile: true)
    for _ in 0..<2 { _ = try f.call(arguments) }
    let rows = try #require(f.profile).rows
    return Count(
      operations: Int(rows.reduce(0) { $0 + $1.operations }) / 2,
      bytes: Int(rows.reduce(0) { $0 + $1.bytes }) / 2)
  }

  /// An array of ones.
  private func ones(_ shape: Int..., dtype: DType = .float64) throws -> NDArray {
    try NDArray([Double](repeating: 1, count: shape.reduce(1, *))).reshaped(to: shape)
      .cast(to: dtype)
  }

  @Test("Expressions: every array once, every instruction on floats")
  func elements() throws {
    let w = dvector("w")
    let product = try count([v, w], [v * w], [ones(1000), ones(1000)])
    #expect(product == Count(operations: 1000, bytes: 3 * 8000))
    #expect(
      try count([v], [exp(v) + 1], [ones(1000)]) == Count(operations: 2000, bytes: 2 * 8000))
  }

  @Test("Sums over all elements, long ones too, which are made of blocks")
  func sums() throws {
    for length in [1, 1000, 65_536, 65_537, 200_000] {
      // An addition for each element, and one for each block, whose sums are written and read.
      let blocks = (length + 65_535) / 65_536
      let expected = Count(
        operations: length + blocks, bytes: 8 * length + 16 * blocks)
      #expect(try count([v], [v.sum()], [ones(length)]) == expected, "\(length)")
    }
    // A known length of less than two blocks stays in one piece.
    let short = Variable(TensorType(.float64, shape: [1000]), name: "short")
    #expect(
      try count([short], [short.sum()], [ones(1000)]) == Count(operations: 1000, bytes: 8000))
  }

  @Test("Sums over an axis")
  func axes() throws {
    let data = try ones(30, 50)
    // Rows: an addition for each element.
    #expect(
      try count([m], [m.sum(axis: 1)], [data])
        == Count(operations: 1500, bytes: 8 * (1500 + 30)))
    // Columns: sums are set to 0, then each row is added to them.
    #expect(
      try count([m], [m.sum(axis: 0)], [data])
        == Count(operations: 1500, bytes: 8 * (50 + 1500 + 50)))
  }

  @Test("Products")
  func products() throws {
    let (w, n) = (dvector("w"), dmatrix("n"))
    // A multiplication and an addition for each pair of elements.
    #expect(
      try count([v, w], [dot(v, w)], [ones(1000), ones(1000)])
        == Count(operations: 2000, bytes: 2 * 8000 + 8))
    #expect(
      try count([m, v], [dot(m, v)], [ones(300, 200), ones(200)])
        == Count(operations: 2 * 300 * 200, bytes: 8 * (300 * 200 + 200 + 300)))
    #expect(
      try count([m, n], [dot(m, n)], [ones(30, 40), ones(40, 50)])
        == Count(operations: 2 * 30 * 40 * 50, bytes: 8 * (30 * 40 + 40 * 50 + 30 * 50)))
  }

  /// The sequence's number, the state and the new one, and then those of the history that are the result.
  private let scalarBytes = 8 * (1 + 2 + 2)

  @Test("A loop whose state is a number: each step")
  func scalarLoop() throws {
    let w = dscalar("w")
    let (states, _) = try scan(
      sequences: v, outputsInfo: [constant(0.0)], nonSequences: w
    ) { x, state, w in tanh(w * state + x) }
    for steps in [0, 1, 100] {
      let numbers = [try ones(steps), NDArray(0.5)]
      #expect(
        try count([v, w], [states], numbers)
          == Count(operations: 3 * steps, bytes: scalarBytes * steps))
    }
    // A state of which only the last is asked for is not in memory.
    #expect(
      try count([v, w], [states[-1]], [ones(100), NDArray(0.5)])
        == Count(operations: 300, bytes: 800))
  }

  @Test("A loop with products: the matrix is read at each step")
  func productLoop() throws {
    let w = dmatrix("w")
    let (states, _) = try scan(
      sequences: m, outputsInfo: [zerosLike(m[0])], nonSequences: w
    ) { x, h, w in tanh(x + dot(w, h)) }
    for steps in [1, 100] {
      // A step: the product reads the matrix and the state and writes a vector, which is read with the row of x to
      // write a state. Then the first state, and the copy of the others.
      let product = 64 * 64 + 64 + 64
      let numbers = steps * (product + 3 * 64) + 64 + steps * 2 * 64
      let found = try count([m, w], [states], [ones(steps, 64), ones(64, 64)])
      #expect(
        found
          == Count(operations: steps * (2 * 64 * 64 + 2 * 64), bytes: 8 * numbers))
    }
  }

  @Test("A loop that works element by element: all rows once")
  func elementLoop() throws {
    let (states, _) = try scan(sequences: m, outputsInfo: [zerosLike(m[0])]) { x, h in
      0.5 * h + x
    }
    // The rows of x, those of the history, and the copy of all but its first.
    let numbers = 64 * (100 + 101 + 2 * 100)
    #expect(
      try count([m], [states], [ones(100, 64)])
        == Count(operations: 2 * 6400, bytes: 8 * numbers))
  }

  @Test("A loop that ends early, and a choice: what was done")
  func untilAndChoice() throws {
    let states = try scan(sequences: v, outputsInfo: constant(0.0)) { x, state in
      (state + x, until(state + x .> 9.5))
    }.0
    #expect(
      try count([v], [states], [ones(100)]) == Count(operations: 10, bytes: 10 * scalarBytes))
    let (w, c) = (dvector("w"), dscalar("c"))
    let choice = ifelse(c .> 0, exp(v), v * 3 + w)
    // What is chosen is written, and copied to where the result is.
    for (side, expected) in [
      (1.0, Count(operations: 1000, bytes: 4 * 8000)),
      (-1.0, Count(operations: 2000, bytes: 5 * 8000)),
    ] {
      let found = try count([c, v, w], [choice], [NDArray(side), ones(1000), ones(1000)])
      #expect(found == expected)
    }
  }

  @Test("Sums of columns of float32: blocks of 32 rows, of which few are added up four at once")
  func columns() throws {
    let f = fmatrix("f")
    for (rows, columns) in [(1000, 50), (1001, 300), (3, 200)] {
      let blocks = (rows + 31) / 32
      // Rows of float64 sums are set to 0 and added to, and read for the result.
      #expect(
        try count([f], [f.sum(axis: 0)], [ones(rows, columns, dtype: .float32)])
          == Count(
            operations: rows * columns + blocks * columns,
            bytes: columns * (4 * rows + 2 * 8 + 4)))
    }
  }

  @Test("A softmax: rows are read once")
  func rows() throws {
    // The largest, differences, exponentials, their sum, one over that, products.
    #expect(
      try count([m], [softmax(m)], [ones(30, 50)])
        == Count(operations: 30 * (5 * 50 + 1), bytes: 2 * 8 * 1500))
  }

  @Test("Nodes that are evaluated outside: bytes, but no operations")
  func outside() throws {
    // What a node has left is copied to where the result is.
    #expect(
      try count([v], [.apply(InverseOp(), [v])], [ones(1000)])
        == Count(operations: 0, bytes: 4 * 8000))
  }
}
