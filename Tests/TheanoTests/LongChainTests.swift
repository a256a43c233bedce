import TestSupport
import Testing

@testable import Theano

/// Loops of long chains of operations run over blocks of iterations, and over what is left.
@Suite(.enabled(if: hasCompiler)) struct LongChainTests {
  /// Eight layers of a function that takes long.
  private func chain(_ x: Variable, _ y: Variable) -> Variable {
    (0..<8).reduce(x) { h, _ in tanh(h * 1.5 + y) - 0.5 * h }
  }

  @Test(arguments: [DType.float32, .float64]) func allLengths(_ dtype: DType) throws {
    let (x, y) = (vector("x", dtype: dtype), vector("y", dtype: dtype))
    let f = try function([x, y], chain(x, y), mode: .native)
    let reference = try function([x, y], chain(x, y), mode: .reference)
    #expect(try f.cSource.contains("THEANO_INTERLEAVED"))
    var generator = SeededGenerator("\(dtype)")
    for count in [0, 1, 7, 63, 64, 65, 128, 200, 1000] {
      let values = (0..<2).map { _ in generator.array([count], -2...2, dtype: dtype) }
      let (result, expected) = (try f(values[0], values[1]), try reference(values[0], values[1]))
      #expect(result.shape == [count])
      let tolerance = dtype == .float32 ? 1e-5 : 1e-13
      #expect(result.isClose(to: expected, absoluteTolerance: tolerance), "\(count)")
    }
  }

  /// A shared variable is updated where it is, block by block.
  @Test func inPlace() throws {
    var generator = SeededGenerator("in place")
    let start = generator.array([300], -1...1, dtype: .float32)
    let y = fvector("y")
    let modes: [Mode] = [.native, .reference]
    let results = try modes.map { mode in
      let state = shared(start, name: "state")
      let step = try function([y], [], updates: [(state, chain(state, y))], mode: mode)
      for _ in 0..<3 { _ = try step(start) }
      return try state.getValue()
    }
    #expect(results[0].isClose(to: results[1], relativeTolerance: 1e-4))
  }
}
