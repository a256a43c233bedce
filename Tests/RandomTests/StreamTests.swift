import Foundation
import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoRandom

/// Streams: reproducible, drawn once, moved on by updates, seeded one by one and all together.
@Suite struct StreamTests {
  /// Computes a random variable, and moves its stream on if asked to.
  private func draw(_ variable: RandomVariable, isUpdating: Bool = true) throws -> [Double] {
    let results = try evaluate([variable, variable.nextState])
    if isUpdating { try variable.rng.setValue(results[1]) }
    return results[0].reals
  }

  @Test func theTutorial() throws {
    let srng = RandomStreams(seed: 234)
    let rvU = srng.uniform([2, 2])
    let rvN = srng.normal([2, 2])
    #expect(rvU.type == TensorType(.float64, shape: [2, 2]))
    let nearlyZeros = try evaluate([rvU + rvU - 2 * rvU])[0]
    #expect(nearlyZeros.reals == [0, 0, 0, 0])
    #expect(try draw(rvN, isUpdating: false) == draw(rvN, isUpdating: false))
    #expect(try draw(rvU) != draw(rvU))

    var value = try rvU.rng.getValue(borrow: true)
    value.seed(12345)
    try rvU.rng.setValue(value, borrow: true)
    #expect(try draw(rvU) == RandomState(seed: 12345).drawing(4, from: UniformSampler()).values)

    let stateAfterV0 = try rvU.rng.getValue().getState()
    let v0 = try draw(rvU)
    let v1 = try draw(rvU)
    var rng = try rvU.rng.getValue(borrow: true)
    rng.setState(stateAfterV0)
    try rvU.rng.setValue(rng, borrow: true)
    #expect(try draw(rvU) == v0)
    #expect(try draw(rvU) == v1)
  }

  @Test func streamsAreTheSeedsChildren() throws {
    let srng = RandomStreams(seed: 7)
    let variables = [srng.normal([3]), srng.normal([3]), srng.normal([3])]
    for (index, variable) in variables.enumerated() {
      let state = RandomState(seed: 7).split(UInt64(index))
      #expect(try variable.rng.getValue() == state)
      #expect(try draw(variable) == state.drawing(3, from: NormalSampler()).values)
      #expect(try variable.rng.getValue() == state.advanced(by: 3))
    }
    let again = RandomStreams(seed: 7)
    _ = again.uniform([1])
    #expect(try draw(again.normal([3])) != draw(variables[1]))
    srng.seed()
    again.seed(7)
    #expect(
      try srng.stateUpdates[1].0.getValue() == again.stateUpdates[1].0.getValue() as RandomState)
    srng.seed(8)
    for (index, update) in srng.stateUpdates.enumerated() {
      #expect(try update.0.getValue() == RandomState(seed: 8).split(UInt64(index)))
    }
    #expect(RandomStreams().defaultSeed != RandomStreams().defaultSeed)
  }

  @Test func updates() throws {
    let srng = RandomStreams(seed: 1)
    let u = srng.uniform([5])
    #expect(u.rng.defaultUpdate == u.nextState)
    #expect(u.update.0 == u.rng && u.update.1 == u.nextState)
    #expect(srng.updates()[u.rng] == u.nextState)
    #expect(srng.stateUpdates.count == 1)
    #expect(u.rng.type == TensorType(.uint64, shape: [2]))
    let array: NDArray = try u.rng.getValue()
    #expect(array == u.rng.value && array.dtype == .uint64)
    #expect(throws: GraphError.self) { try u.rng.setValue([1, 2, 3]) }
  }

  @Test func copyingStateBetweenGraphs() throws {
    let g1 = RandomStreams(seed: 1)
    let g2 = RandomStreams(seed: 2)
    let (a, b) = (g1.uniform([3]), g2.uniform([3]))
    _ = try draw(a)
    for (from, to) in zip(g1.stateUpdates, g2.stateUpdates) {
      try to.0.setValue(from.0.getValue())
    }
    #expect(try draw(a) == draw(b))
  }

  @Test func functionalForm() throws {
    let state = randomState("state")
    let (next, u) = RandomDraws(from: state).uniform([3])
    let (last, n) = RandomDraws(from: next).normal([2], avg: 1)
    let start = RandomState(seed: 5)
    let values = try evaluate([last, u, n], [state], [start.toHostValue().array])
    let (first, middle) = try start.drawing(3, from: UniformSampler())
    let (second, end) = try middle.drawing(2, from: NormalSampler(mean: 1))
    #expect(values.map { $0.dtype } == [.uint64, .float64, .float64])
    #expect(RandomState(words: values[0].elements()) == end)
    #expect(values[1].reals == first && values[2].reals == second)
    #expect(RandomDraws(from: vector("v")).uniform([2]).draw.error?.kind == .type)
    #expect(RandomDraws(from: vector("v")).uniform([2]).next.error?.kind == .type)
    #expect(throws: EvaluationError.self) {
      let open = tensor("s", dtype: .uint64, shape: [nil])
      return try evaluate(
        [RandomDraws(from: open).uniform([2]).draw], [open], [NDArray(zeros: [3], dtype: .uint64)])
    }
  }

  @Test func literals() throws {
    let rng: SharedRandomState = 5
    #expect(try rng.getValue() == RandomState(seed: 5))
    let draws = RandomDraws(from: rng).normal()
    #expect(draws.draw.type == TensorType(.float64, shape: []))
    let variable: RandomVariable = 2
    #expect(variable.constantInteger == 2)
  }

  @Test func manyTasks() async throws {
    let srng = RandomStreams(seed: 1)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { _ = srng.uniform([2]) } }
    }
    let states: [RandomState] = try srng.stateUpdates.map { try $0.0.getValue() }
    #expect(states == (0..<50).map { RandomState(seed: 1).split($0) })
  }

  @Test func scopes() {
    let scope = ScanScope()
    #expect(RandomStreams(seed: 1).uniform([2]).rng.scope == nil)
    let inner = ScanScope.$current.withValue(scope) { RandomStreams(seed: 1).uniform([2]) }
    #expect(inner.rng.scope === scope)
  }
}
