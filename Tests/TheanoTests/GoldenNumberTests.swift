import TestSupport
import Testing
import Theano

/// Numbers that Theano computed.
@Suite struct GoldenNumberTests {
  /// Where we differ on purpose.
  private static let differences: [String: String] = [
    "T.set_subtensor(iv[0], x)": "floats are not written to integers unless cast",
    "T.nnet.softmax(v)": "a vector's softmax is a vector",
    "T.fill(M, 3)": "a literal takes the dtype of the tensor beside it",
  ]

  @Test func sectionsAreComplete() throws {
    let file = try GoldenTheano.file.get()
    #expect(file.values.count == 61 && file.kinks.count == 58)
    #expect(file.gradients.count == 61 && file.scan.count == 47)
  }

  @Test(arguments: GoldenTheano.section(\.values))
  func values(_ golden: GoldenTheano.Value) throws {
    if Self.differences[golden.expr] != nil { return }
    let names = GoldenNames()
    let inputs = golden.inputs.keys.sorted()
    let expression = try names.printed(golden.expr)
    let f = try function(inputs.map { try names[$0] }, expression)
    let value = try f.call(inputs.compactMap { try golden.inputs[$0]?.array() })
    let expected = try golden.output.array()
    #expect(value.difference(from: expected, relative: 1e-10) == nil)
  }

  @Test func differentValues() throws {
    let names = GoldenNames()
    #expect(setSubtensor(names.iv[0], names.x).error?.message.contains("without loss") == true)
    let soft = try function([names.v], softmax(names.v))([0, 0])
    #expect(soft.shape == [2] && soft.reals == [0.5, 0.5])
    let filled = try function([names.M], fill(names.M, 3))([[1, 2]])
    #expect(filled.dtype == .float64 && filled.reals == [3, 3])
  }

  @Test(arguments: GoldenTheano.section(\.kinks))
  func kinks(_ golden: GoldenTheano.Slope) throws {
    let source = String(golden.source.dropFirst("cost = ".count))
    try check(golden) { try $0.printed(source) }
  }

  @Test(arguments: GoldenTheano.section(\.gradients))
  func gradients(_ golden: GoldenTheano.Slope) throws {
    try check(golden) { try $0.cost(golden.name ?? "") }
  }

  private func check(
    _ golden: GoldenTheano.Slope, _ build: (GoldenNames) throws -> Variable
  ) throws {
    let names = GoldenNames()
    let cost = try build(names)
    let inputs = golden.at.keys.sorted()
    let wrt = golden.grad.keys.sorted()
    let gradients = try grad(cost, wrt: wrt.map { try names[$0] })
    let f = try function(
      inputs.map { try names[$0] }, [cost] + gradients, onUnusedInput: .ignore)
    let values = try f.call(inputs.compactMap { try golden.at[$0]?.array() })
    #expect(values[0].difference(from: try golden.value.array(), relative: 1e-10) == nil)
    for (name, value) in zip(wrt, values.dropFirst()) {
      guard let expected = try golden.grad[name]?.array() else { continue }
      // A gradient has the dtype of the variable; Theano's may have that of a cast on the way.
      let difference = value.difference(
        from: expected, relative: 1e-10, absolute: 1e-10, dtype: expected.dtype == .float64)
      #expect(difference == nil, "by \(name)")
    }
  }

  @Test(arguments: GoldenTheano.section(\.scan))
  func loops(_ golden: GoldenTheano.Loop) throws {
    let names = GoldenNames()
    let loop = try names.loop(golden.name)
    let inputs = golden.inputs.keys.sorted()
    let f = try function(inputs.map { try names[$0] }, loop.outputs, updates: loop.updates)
    let values = try f.call(inputs.compactMap { try golden.inputs[$0]?.array() })
    #expect(values.count == golden.outputs.count)
    for (value, expected) in zip(values, golden.outputs) {
      #expect(value.difference(from: try expected.array(), relative: 1e-10) == nil)
    }
    for (shared, expected) in zip(loop.state, golden.state ?? []) {
      #expect(shared.value.difference(from: try expected.array(), relative: 1e-10) == nil)
    }
    #expect(loop.state.count == golden.state?.count ?? 0)
  }
}
