import TestSupport
import Testing
import Theano

/// Numbers that Theano computed.
@Suite struct GoldenNumberTests {
  /// Where our dtype differs on purpose: integers that become floats become `floatX`, and a mean, a variance
  /// or a power of integers follows our promotion.
  private static let otherDTypes: [String: DType] = [:]

  @Test func sectionsAreComplete() throws {
    let file = try GoldenTheano.file.get()
    #expect(file.values.count == 61 && file.kinks.count == 58)
    #expect(file.gradients.count == 61 && file.scan.count == 47)
  }

  @Test(arguments: GoldenTheano.section(\.values))
  func values(_ golden: GoldenTheano.Value) throws {
    let names = GoldenNames()
    let inputs = golden.inputs.keys.sorted()
    let expression = try names.printed(golden.expr)
    let f = try function(inputs.map { try names[$0] }, expression)
    let value = try f.call(inputs.map { try golden.inputs[$0].map { try $0.array() } ?? NDArray(0) })
    let expected = try golden.output.array()
    if let dtype = Self.otherDTypes[golden.expr] {
      #expect(value.dtype == dtype)
      #expect(value.difference(from: expected, relative: 1e-10, dtype: false) == nil)
    } else {
      #expect(value.difference(from: expected, relative: 1e-10) == nil)
    }
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
    let values = try f.call(inputs.map { try golden.at[$0].map { try $0.array() } ?? NDArray(0) })
    #expect(values[0].difference(from: try golden.value.array(), relative: 1e-10) == nil)
    for (name, value) in zip(wrt, values.dropFirst()) {
      guard let expected = try golden.grad[name]?.array() else { continue }
      let difference = value.difference(
        from: expected, relative: 1e-10, absolute: 1e-10)
      #expect(difference == nil, "by \(name)")
    }
  }

  @Test(arguments: GoldenTheano.section(\.scan))
  func loops(_ golden: GoldenTheano.Loop) throws {
    let names = GoldenNames()
    let loop = try names.loop(golden.name)
    let inputs = golden.inputs.keys.sorted()
    let f = try function(inputs.map { try names[$0] }, loop.outputs, updates: loop.updates)
    let values = try f.call(
      inputs.map { try golden.inputs[$0].map { try $0.array() } ?? NDArray(0) })
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
