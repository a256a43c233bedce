import TestSupport
import Testing
import TheanoCodeGen

@testable import Theano

/// Whole functions of complex numbers in machine code, without anything evaluated outside it.
@Suite("Functions of complex numbers in native code", .enabled(if: hasCompiler))
struct ComplexFunctionTests {
  /// Numbers in a square around 0.
  private func numbers(_ shape: [Int], _ label: String, _ dtype: DType = .complex128) -> NDArray {
    var generator = SeededGenerator(label)
    return generator.array(shape, -1...1, dtype: dtype)
  }

  /// Compares a function in several modes with the reference evaluator.
  private func expectSame(
    _ inputs: [Variable], _ outputs: [Variable], _ values: [NDArray], within bound: Double = 1e-11,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let optimised = try Pipeline.optimiser(for: .fastRun).optimise(outputs).0
    let plan = try NativePlan(inputs: inputs, outputs: optimised)
    #expect(plan.scheduled.outside.map(\.op.name) == [], sourceLocation: sourceLocation)
    let expected = try evaluate(outputs, inputs, values)
    for mode in [Mode.native, .debug, .nanGuard] {
      let f = try function(inputs, outputs, mode: mode, profile: mode == .native)
      for (a, b) in zip(try f.call(values), expected) {
        let difference = a.difference(from: b, relative: bound, absolute: bound)
        #expect(difference == nil, "\(mode)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test("Sums, products, means and variances over axes", arguments: [DType.complex64, .complex128])
  func reductions(_ dtype: DType) throws {
    let x = matrix("x", dtype: dtype)
    let outputs = [
      x.sum(), x.sum(axis: 0), x.sum(axis: 1, keepdims: true), x.prod(axis: 0), prod(x / 2 + 1),
      x.mean(axis: 1), x.var(axis: 0), abs(x).sum(), x.norm(2), x.cumsum(axis: 0),
      x.cumprod(axis: 1),
    ]
    for shape in [[5, 7], [1, 40], [40, 1]] {
      try expectSame([x], outputs, [numbers(shape, "x", dtype)], within: 1e-5)
    }
  }

  @Test("Long sums, which threads share")
  func longSums() throws {
    let x = zvector("x"), y = cmatrix("y")
    let outputs = [x.sum(), (x * conj(x)).sum(), y.sum(), y.sum(axis: 0), y.sum(axis: 1)]
    let values = [numbers([200_001], "x"), numbers([501, 407], "y", .complex64)]
    try expectSame([x, y], outputs, values, within: 1e-5)
  }

  @Test("Products of matrices", arguments: [DType.complex64, .complex128], [3, 40])
  func products(_ dtype: DType, _ size: Int) throws {
    let x = matrix("x", dtype: dtype), y = matrix("y", dtype: dtype)
    let v = vector("v", dtype: dtype), batch = tensor3("batch", dtype: dtype)
    let outputs = [
      dot(x, y), dot(conj(x.T), x), dot(x, v), dot(v, y), dot(v, v), batchedDot(batch, batch),
      dot(x, real(y)), try grad(abs(dot(x, y)).sum(), wrt: x), outer(v, v),
    ]
    let shapes = [[size + 1, size], [size, size + 2], [size], [3, size, size]]
    let values = zip(shapes, ["x", "y", "v", "batch"]).map { numbers($0, $1, dtype) }
    try expectSame([x, y, v, batch], outputs, values, within: dtype == .complex64 ? 1e-4 : 1e-11)
  }

  @Test("Constants, joins, fills, indexing and choices")
  func moves() throws {
    let x = zmatrix("x"), v = dvector("v"), i = lscalar("i")
    let turn = try constant(NDArray(Complex(0.0, 1.0)))
    let table = try constant(numbers([4], "table"))
    let outputs = [
      x * turn, x.T[1], concatenate([x[0], table, v]), x[i, 1...], setSubtensor(x[0], turn),
      incSubtensor(x[1], table[0..<3]), fill(x, turn), table[lvector("k")].zerosLike(),
      `where`(v .> 0, x[0], x[1]), x.reshape([2, 6]), makeVector([x[0, 0], turn, i]),
      x.flatten()[i],
      eq(x, conj(x)), neq(x, 1), stack([x[0], x[1]]), cast(v, .complex64), x.diagonal(),
    ].filter { $0.error == nil }
    let k = outputs.flatMap { ancestors([$0]) }.first { $0.name == "k" }
    let inputs = [x, v, i] + [k].compactMap { $0 }
    let values = [
      numbers([4, 3], "x"), numbers([3], "v", .float64), NDArray(2 as Int64),
      try NDArray([1, 3, 3] as [Int64]),
    ]
    try expectSame(inputs, outputs, Array(values.prefix(inputs.count)))
  }

  @Test("Branches between scalars and between vectors")
  func branches() throws {
    let x = zvector("x"), z = zscalar("z"), c = lscalar("c")
    let outputs = [
      ifelse(c, z * z, z + 1), ifelse(c, exp(x), x[1...]), ifelse(z, z, conj(z)),
    ]
    for choice in [0, 1] as [Int64] {
      try expectSame(
        [x, z, c], outputs, [numbers([5], "x"), numbers([], "z"), NDArray(choice)])
    }
  }

  @Test("Loops with states in registers, in memory, and an end")
  func loops() throws {
    let points = zvector("points"), z = zscalar("z"), W = zmatrix("W")
    let (rows, _) = try scan(outputsInfo: points * 0, nonSequences: points, nSteps: 8) {
      (state: Variable, points: Variable) in 0.5 * state * state + 0.5 * points
    }
    let (scalars, _) = try scan(sequences: points, outputsInfo: z) {
      (point: Variable, state: Variable) in state * exp(point) / 2
    }
    let (products, _) = try scan(outputsInfo: points, nonSequences: W, nSteps: 4) {
      (state: Variable, W: Variable) in tanh(0.3 * dot(W, state))
    }
    let cost = abs(rows[-1]).sum() + abs(scalars[-1]) + sqr(abs(products)).sum()
    let gradients = try grad(cost, wrt: [points, z, W])
    let values = [numbers([6], "points"), numbers([], "z"), numbers([6, 6], "W")]
    try expectSame(
      [points, z, W], [rows, scalars, products[-1], cost] + gradients, values, within: 1e-9)
  }

  @Test("Signals: the discrete Fourier transform as a product, and the gradient of its power")
  func fourier() throws {
    let count = 24
    let turns = (0..<count * count).map { place -> Complex<Double> in
      let angle = -2 * Double.pi * Double(place / count * (place % count) % count) / Double(count)
      return Complex(.cos(angle), .sin(angle))
    }
    let matrix = try constant(
      NDArray(complexes: turns, shape: [count, count], dtype: .complex128))
    let signal = dvector("signal")
    let spectrum = dot(matrix, cast(signal, .complex128))
    let power = sqr(abs(spectrum)).sum()
    let slope = try grad(power, wrt: signal)
    let f = try function([signal], [spectrum, power, slope], mode: .native)
    let value = numbers([count], "signal", .float64)
    let found = try f.call([value])
    // Parseval: the power is the length times the sum of squares.
    let squares = value.reals.reduce(0) { $0 + $1 * $1 }
    #expect(found[1].reals[0].isNear(Double(count) * squares, 1e-12, 0))
    let expected = value.reals.map { 2 * Double(count) * $0 }
    #expect(zip(found[2].reals, expected).allSatisfy { $0.isNear($1, 1e-11, 1e-11) })
    try expectSame([signal], [spectrum, power, slope], [value])
  }

  @Test("Shared variables, defaults, and results in the memory of earlier ones")
  func states() throws {
    let total = shared(numbers([3], "total"), name: "total")
    let z = zscalar("z")
    let f = try function([z], total * z, updates: [(total, total + z)], mode: .native)
    var sum = total.value.complexes
    for step in 1...3 {
      let z = Complex(Double(step), -1.0)
      let found = try f(NDArray(z)).complexes
      #expect(zip(found, sum).allSatisfy { ($0 - $1 * z).magnitude < 1e-12 })
      sum = sum.map { $0 + z }
    }
    #expect(zip(total.value.complexes, sum).allSatisfy { ($0 - $1).magnitude < 1e-12 })
  }
}
