import TestSupport
import Testing
import TheanoGraph
import TheanoRandom

@testable import Theano

/// Draws in machine code are those of the samplers, bit for bit, for any parameters, shapes and states.
@Suite(.enabled(if: hasCompiler)) struct NativeDrawTests {
  @Test(arguments: NativeDrawSample.all) func numbers(_ sample: NativeDrawSample) throws {
    let state = randomState("state")
    let n = lscalar("n")
    let parameters: [any VariableConvertible] = sample.ranges.map { range in
      let number = (range.lowerBound + range.upperBound) / 2
      return sample.parameterDTypes[0].isFloat ? number : Int(number)
    }
    var outputs: [Variable] = []
    for dtype in sample.dtypes {
      for size in [nil, [], [n], [300], [3, n], [n, 0, 2], [2, 3, n]] as [[any SymbolicLength]?] {
        let (next, draw) = sample.build(RandomDraws(from: state), size, parameters, dtype)
        // The state after a draw is the same for all dtypes.
        outputs += dtype == sample.dtypes[0] ? [next, draw] : [draw]
      }
    }
    let calls = NativeDrawSample.states.flatMap { state in
      [0, 1, 77].map { [state, NDArray($0)] }
    }
    try expectSameDraws([state, n], outputs, calls)
  }

  @Test(arguments: NativeDrawSample.all) func tensors(_ sample: NativeDrawSample) throws {
    for dtype in sample.parameterDTypes {
      let state = randomState("state")
      let n = lscalar("n")
      let vectors = sample.ranges.map { _ in Variable(TensorType(dtype, ndim: 1)) }
      let columns = sample.ranges.map { _ in Variable(TensorType(dtype, shape: [nil, 1])) }
      let scalars = sample.ranges.map { _ in Variable(TensorType(dtype, ndim: 0)) }
      let lists: [[Variable]] = [
        vectors, columns, scalars, Array(scalars[..<1] + vectors.dropFirst()),
        Array(columns[..<1] + vectors.dropFirst()),
      ]
      var outputs: [Variable] = []
      for drawn in sample.dtypes.prefix(3) {
        for parameters in lists {
          for size in [nil, [n, 4], [2, n, 4]] as [[any SymbolicLength]?] {
            let (next, draw) = sample.build(RandomDraws(from: state), size, parameters, drawn)
            outputs += [next, draw]
          }
        }
      }
      var generator = SeededGenerator(sample.testDescription)
      let calls = NativeDrawSample.states.map { state in
        let shapes = [[4], [3, 1], []]
        return [state, NDArray(3)]
          + shapes.flatMap { shape in
            sample.ranges.map { range in
              let upper = dtype == .bool ? Swift.min(range.upperBound, 1) : range.upperBound
              return generator.array(shape, range.lowerBound...upper, dtype: dtype)
            }
          }
      }
      try expectSameDraws([state, n] + vectors + columns + scalars, outputs, calls)
    }
  }

  @Test func drawsAreComputedWhereTheyAreUsed() throws {
    let state = randomState("state")
    let (n, p) = (lscalar("n"), dvector("p"))
    let outputs = [
      RandomDraws(from: state).uniform([n, 5], dtype: .float64).draw.max(axis: 1),
      RandomDraws(from: state).integers([n, n], high: 10).draw.sum(),
      RandomDraws(from: state).normal([n], avg: 3).draw * 0.5,
      `switch`(RandomDraws(from: state).bernoulli(p: p).draw, p, 0),
    ]
    let plan = try NativePlan(inputs: [state, n, p], outputs: outputs)
    // The parts of the sum are all that is in memory besides the results.
    let slots = plan.scheduled.program.buffers.filter {
      if case .slot = $0.place { true } else { false }
    }
    #expect(slots.map(\.name) == ["parts"])
    let probabilities = NDArray(elements: [0, 0.25, 0.5, 1], shape: [4])
    try expectSameDraws(
      [state, n, p], outputs, NativeDrawSample.states.map { [$0, NDArray(100), probabilities] })
  }

  @Test func severalReadersSeeTheSameDraw() throws {
    let state = randomState("state")
    let (next, u) = RandomDraws(from: state).uniform([40, 8])
    let v = RandomDraws(from: next).normal([8]).draw
    let again = RandomDraws(from: state).uniform([40, 8]).draw
    let outputs = [next, u, u.max(axis: 0), u[3], lt(u, v), u + u - 2 * again]
    try expectSameDraws([state], outputs, NativeDrawSample.states.map { [$0] })
  }

  @Test func emptyDrawsTakeAnyParameters() throws {
    let state = randomState("state")
    let (n, std) = (lscalar("n"), dvector("std"))
    let outputs = [
      RandomDraws(from: state).normal([n], std: std[0]).draw,
      RandomDraws(from: state).normal([2, n], std: std.dimshuffle([.axis(0), .new])).draw,
    ]
    let bad = NDArray(elements: [-1, 2.0], shape: [2])
    try expectSameDraws([state, n, std], outputs, [[NativeDrawSample.states[0], NDArray(0), bad]])
  }
}
