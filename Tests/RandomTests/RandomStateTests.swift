import Foundation
import Testing
import TheanoRandom

/// The state as a value: seeding, saving, splitting, and what a draw does to it.
@Suite struct RandomStateTests {
  /// Equal seeds give equal draws, and different seeds different ones.
  @Test func seeding() throws {
    let normal = try NormalSampler()
    var state = RandomState(seed: 234)
    let first = try state.draw(5, from: normal)
    #expect(state.position == 5)
    #expect(try state.draw(5, from: normal) != first)
    state.seed(234)
    #expect(try state.draw(5, from: normal) == first)
    #expect(try RandomState(seed: 235).drawing(5, from: normal).values != first)
    #expect(RandomState(seed: -1) == RandomState(seed: UInt64.max))
    state.seed(UInt64.max)
    #expect(state == RandomState(seed: -1))
  }

  /// A draw of n elements is n draws of one, from samplers that use one block or many.
  @Test func drawsCompose() throws {
    try expectComposes(UniformSampler(low: -1, high: 1))
    try expectComposes(NormalSampler())
    try expectComposes(GammaSampler(shape: 0.3))
    try expectComposes(PoissonSampler(mean: 30))
    try expectComposes(PermutationSampler(count: 9))
  }

  /// Expects the same from one draw, from single draws, and from elements by number.
  private func expectComposes<S: Sampler>(_ sampler: S) throws where S.Value: Equatable {
    let start = RandomState(key: 7, position: .max - 20)
    let (whole, end) = try start.drawing(40, from: sampler)
    var state = start
    var singles: [S.Value] = []
    for _ in 0..<40 { singles += try state.draw(1, from: sampler) }
    #expect(singles == whole)
    #expect(state == end)
    #expect(end == start.advanced(by: 40))
    var element = start.element(33)
    #expect(sampler.sample(&element) == whole[33])
  }

  /// Nothing drawn is nothing used; a negative count is an error.
  @Test func countOfDraws() throws {
    var state = RandomState(seed: 3)
    #expect(try state.draw(0, from: NormalSampler()).isEmpty)
    #expect(state == RandomState(seed: 3))
    #expect(throws: RandomError.negativeCount("draw", -1)) {
      try state.draw(-1, from: NormalSampler())
    }
  }

  /// `state`, `getState`, words, JSON: each brings back the same stream at the same place.
  @Test func saving() throws {
    var state = RandomState(key: .max, position: .max - 1)
    let saved = state.getState()
    let first = try state.draw(3, from: UniformSampler())
    let data = try JSONEncoder().encode(saved)
    #expect(try JSONDecoder().decode(RandomState.self, from: data) == saved)
    #expect(RandomState(words: saved.words) == saved)
    #expect(RandomState(words: [1]) == nil)
    #expect(RandomState(words: [1, 2, 3]) == nil)
    state.setState(saved)
    #expect(try state.draw(3, from: UniformSampler()) == first)
    state.state = saved
    #expect(try state.draw(3, from: UniformSampler()) == first)
    #expect(MemoryLayout<RandomState>.size == 16)
  }

  /// Skipping forward and back.
  @Test func advancing() {
    let state = RandomState(key: 1, position: 5)
    #expect(state.advanced(by: -6).position == .max)
    #expect(state.advanced(by: 10).advanced(by: -10) == state)
  }

  /// Children differ from each other, from their parent, and are not moved by the parent's draws.
  @Test func splitting() throws {
    let parent = RandomState(seed: 1)
    let children = (0..<1000).map { parent.split($0) }
    let grandchildren = (0..<1000).map { children[0].split($0) }
    #expect(Set((children + grandchildren + [parent]).map(\.key)).count == 2001)
    #expect(parent.advanced(by: 9).split(4) == children[4])
    // The first numbers of 1000 children are a uniform sample, and unrelated to the second ones.
    let pairs = try children.map { try $0.drawing(2, from: NormalSampler()).values }
    expectMoments(pairs.map { $0[0] }, mean: 0, variance: 1)
    expectMoments(pairs.map { $0[0] * $0[1] }, mean: 0, variance: 1)
    let neighbours = zip(pairs, pairs.dropFirst()).map { $0[0] * $1[0] }
    expectMoments(neighbours, mean: 0, variance: 1)
  }
}
