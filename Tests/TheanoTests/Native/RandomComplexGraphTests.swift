import TestSupport
import Testing
import TheanoCodeGen
import TheanoExecution

@testable import Theano

/// Random graphs of complex matrices as machine code compute what the reference evaluator computes, as they were
/// built and after all rewrites.
@Suite("Random graphs of complex numbers as machine code", .enabled(if: NativeBatch.canRun))
struct RandomComplexGraphTests {
  private static let batchSize = 60

  @Test("Values agree", arguments: 0..<4)
  func agree(batch: Int) throws {
    var native = NativeBatch()
    var cases: [(values: [[NDArray]], isSingle: Bool)] = []
    for seed in batch * Self.batchSize..<(batch + 1) * Self.batchSize {
      let graph = try ComplexGraph(seed: seed)
      let count = native.items.count
      let outputs =
        seed % 2 == 0
        ? graph.outputs : try Pipeline.optimiser(for: .fastRun).optimise(graph.outputs).0
      native.add("seed \(seed)", graph.inputs, outputs)
      if native.items.count > count {
        cases.append(([(3, 4), (1, 1), (5, 2), (0, 3)].map(graph.values), graph.isSingle))
      }
    }
    let memory = GuardedMemory()
    try native.forEachProgram { place, item, entry in
      let (values, isSingle) = cases[place]
      #expect(item.plan.scheduled.outside.isEmpty, "\(item.label)")
      for values in values {
        let expected = try evaluate(item.outputs, item.inputs, values)
        let found = try GuardedCall(item.plan, memory: memory).run(entry, values)
        for (output, (a, b)) in zip(item.outputs, zip(found, expected)) {
          let size = b.complexes.map { $0.magnitude }.filter(\.isFinite).max() ?? 0
          let difference = a.difference(
            from: b, relative: 0, absolute: (isSingle ? 1e-3 : 1e-9) * max(1, size))
          #expect(difference == nil, "\(item.label): \(pp(output, limit: 600))")
        }
      }
    }
  }
}

/// A random graph of complex matrices of one shape.
private struct ComplexGraph {
  let inputs: [Variable]
  private(set) var outputs: [Variable]
  /// Whether anything is of single precision.
  let isSingle: Bool

  /// How many ways there are to make a matrix of two.
  private static let stepCount = 25

  /// Returns a matrix made of two, in the way of a number.
  private static func step(_ number: Int, _ x: Variable, _ y: Variable) -> Variable {
    switch number {
    case 0: return x + y
    case 1: return x - 2 * y
    case 2: return x * y / 2
    case 3: return x / (2 + abs(y))
    case 4: return conj(x)
    case 5: return exp(x / 4)
    case 6: return sin(x / 2)
    case 7: return sqrt(x * x + 9)
    case 8: return complex(tanh(real(x)), imag(y))
    case 9: return complexFromPolar(abs(x), angle(x) / 2)
    case 10: return `where`(real(x) .> 0, x, y)
    case 11: return fill(x, y.sum() / 20)
    case 12: return x - y.sum(axis: 0, keepdims: true) / 10
    case 13: return x * abs(x).sum() / 50
    case 14: return dot(dot(x, conj(y.T)), x) / 50
    case 15: return x * y.mean(axis: 1, keepdims: true)
    case 16: return x.cumsum(axis: 1) / 4
    case 17: return concatenate([x, y], axis: 1).T[..<x.shape[1]].T
    case 18: return x.T.flatten().reshape(x.T.shape, ndim: 2).T
    case 19: return cast(x, .complex64)
    case 20: return setSubtensor(x[0..<1], y[0..<1] * 2)
    case 21: return incSubtensor(x.T[0], y.sum(axis: 1) / 9).T
    case 22: return x ** 2 / 3
    case 23: return log(x + 5)
    default: return cast(eq(x, y), .float64) * x + neq(x, y) * y
    }
  }

  /// The graph of a seed; every third has gradients among its outputs.
  init(seed: Int) throws {
    var generator = SeededGenerator("complex graph \(seed)")
    let dtypes: [DType] = [.complex128, seed % 4 == 0 ? .complex64 : .complex128, .float64]
    inputs = dtypes.enumerated().map { matrix("x\($0)", dtype: $1) }
    var pool = Array(inputs[..<2]) + [Theano.complex(inputs[2], inputs[2] / 2)]
    for _ in 0..<Int.random(in: 2...9, using: &generator) {
      guard let x = pool.suffix(3).randomElement(using: &generator),
        let y = pool.randomElement(using: &generator)
      else { continue }
      let number = Int.random(in: 0..<Self.stepCount, using: &generator)
      let next = Self.step(number, x, y)
      if let error = next.error { throw error }
      pool.append(next)
    }
    outputs = [pool[pool.count - 1], abs(pool[pool.count - 1]).sum()]
    if seed % 3 == 0 {
      outputs += try grad(outputs[1], wrt: [inputs[0], inputs[2]], disconnectedInputs: .ignore)
    }
    isSingle = ancestors(outputs).contains { $0.dtype == .complex64 }
  }

  /// Values of the inputs, of the lengths given.
  func values(_ n: Int, _ m: Int) -> [NDArray] {
    var generator = SeededGenerator("\(n) \(m)")
    return inputs.map { generator.array([n, m], -1...1, dtype: $0.dtype) }
  }
}
