import TestSupport
import Testing
import TheanoArrays
import TheanoCodeGen
import TheanoExecution
import TheanoGraph

@testable import Theano

/// Machine code computes the same, bit for bit, on one thread, on two, and on three.
///
/// The programs split every loop that they can, however short it is, and are compiled as users' are.
@Suite("Numbers of threads", .enabled(if: hasCompiler))
struct ThreadCountTests {
  /// A program that has been compiled, and arguments to call it on.
  private struct Case {
    var label: String
    var plan: NativePlan
    var arguments: [[NDArray]]
  }

  /// Into how many libraries the examples of operations go.
  private static let parts = 12

  @Test("All operations", arguments: 0..<parts)
  func operations(part: Int) throws {
    var native = NativeBatch()
    var arguments: [[[NDArray]]] = []
    let all = SampledExample.all
    for sample in stride(from: part, to: all.count, by: Self.parts).map({ all[$0] }) {
      // So long that vectors are several of the blocks that stay together.
      let draws = try [(n: 400, m: 9), (n: 9, m: 400)].compactMap {
        try sample.draw(n: $0.n, m: $0.m)
      }
      guard let first = draws.first else { continue }
      let count = native.items.count
      native.add(sample.testDescription, first.inputs, [first.result])
      if native.items.count > count { arguments.append(draws.map(\.values)) }
    }
    try check(native, arguments)
  }

  @Test("Random graphs", arguments: 0..<6)
  func graphs(part: Int) throws {
    var native = NativeBatch()
    var arguments: [[[NDArray]]] = []
    for seed in part * 50..<(part + 1) * 50 {
      let graph = RandomGraph(seed: seed)
      guard !graph.outputs.isEmpty, let values = graph.inputValues(37, 30) else { continue }
      let count = native.items.count
      let outputs = try Pipeline.optimiser(for: .fastRun).optimise(graph.outputs).0
      native.add("seed \(seed)", graph.inputs, outputs)
      if native.items.count > count { arguments.append([values]) }
    }
    try check(native, arguments)
  }

  @Test("Sums, rows, products and loops of users' sizes")
  func large() throws {
    var native = NativeBatch()
    var numbers = SeededGenerator("threads")
    var arguments: [[[NDArray]]] = []
    for dtype in [DType.float32, .float64] {
      let x = Variable(TensorType(dtype, ndim: 2), name: "x")
      let y = Variable(TensorType(dtype, ndim: 2), name: "y")
      let v = Variable(TensorType(dtype, ndim: 1), name: "v")
      let cost = sqr(softmax(tanh(dot(x, y) + v)) - 1).mean()
      let (rows, _) = try scan(sequences: x, outputsInfo: v) { row, state in
        tanh(dot(state, y) + row)
      }
      let (wide, _) = try scan(outputsInfo: x, nSteps: 5) { state in sin(state) + 0.5 * state }
      let graphs: [(String, [Variable])] = [
        ("elements", [tanh(exp(x) * 0.1 + v), log1p(abs(x.T)), (x + v).sum()]),
        ("sums", [x.sum(), x.sum(axis: 0), x.sum(axis: 1), x.mean(), x.`var`(axis: 0)]),
        ("products of elements", [x.prod(axis: 0), x.prod(axis: 1), (x * 0.01 + 1).prod()]),
        ("largest", [x.max(), x.max(axis: 0), x.min(axis: 1), x.argmax(axis: 0), argmax(x.T)]),
        ("rows", [softmax(x), logsumexp(x, axis: 1), cumsum(x, axis: 0), cumsum(x, axis: 1)]),
        ("products", [dot(x, y), dot(x.T, x), dot(x, y.T), dot(x, v), dot(v, y), outer(v, v)]),
        ("gradients", [cost] + (try grad(cost, wrt: [x, y, v]))),
        ("loops", [rows[-1], wide[-1]] + (try grad(rows.sum(), wrt: [x, y, v]))),
      ]
      let lengths = [[333, 240], [240, 240], [240]]
      let values = lengths.map { numbers.direction($0, dtype: dtype) }
      for (label, outputs) in graphs {
        native.add("\(label) of \(dtype)", [x, y, v], outputs)
        arguments.append([values])
      }
    }
    try check(native, arguments)
  }

  /// Checks that the results of all programs are the same on one to three threads.
  private func check(
    _ native: NativeBatch, _ arguments: [[[NDArray]]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(native.failures == [], sourceLocation: sourceLocation)
    try #require(native.items.count == arguments.count, sourceLocation: sourceLocation)
    let library = try Toolchain.standard.load([try native.text()])
    // A pool of its own, which no other test keeps busy.
    let resources = ExecutionResources(
      workers: WorkerPool(count: 3), products: ExecutionResources.withProducts.products)
    var mistakes: [String] = []
    for (place, (item, arguments)) in zip(native.items, arguments).enumerated()
    // What is evaluated outside knows nothing of threads, and is slow.
    where item.plan.scheduled.outside.isEmpty {
      let entry = try library.function(NativeBatch.entry(place), as: NativeProgram.Entry.self)
      let programs = [1, 2, 3].map { threads in
        NativeProgram(
          entry: entry, library: library, interface: item.plan.scheduled.program.interface,
          resources: resources, threads: threads)
      }
      for values in arguments {
        let inputs =
          try values + item.plan.scheduled.shared.map { try $0.getValue() }
          + item.plan.scheduled.constants
        NativeBatch.trace("\(item.label), 1 thread")
        guard let expected = try? programs[0].run(inputs) else { continue }
        for (threads, program) in programs.enumerated().dropFirst() {
          NativeBatch.trace("\(item.label), \(threads + 1) threads")
          let results = try program.run(inputs)
          for (output, pair) in zip(results, expected).enumerated() {
            guard let difference = pair.0.bitDifference(from: pair.1) else { continue }
            mistakes.append(
              "\(item.label), output \(output), \(threads + 1) threads: \(difference)")
          }
        }
      }
    }
    #expect(mistakes == [], sourceLocation: sourceLocation)
  }
}

extension NDArray {
  /// Says where the bits of this array and another differ; nil if they do not.
  fileprivate func bitDifference(from other: NDArray) -> String? {
    if shape != other.shape || dtype != other.dtype { return "shape \(shape), not \(other.shape)" }
    return withUnsafeBytes { bytes in
      other.withUnsafeBytes { others in
        let places = bytes.indices.filter { bytes[$0] != others[$0] }.map { $0 / dtype.size }
        guard let first = places.first else { return nil }
        let (a, b) = (complexes[first], other.complexes[first])
        return "\(Set(places).count) of \(count), element \(first) of \(shape) is \(a), not \(b)"
      }
    }
  }
}
