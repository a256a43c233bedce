import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoRandom

/// Choices, shuffles, dropout.
@Suite struct ChoiceDrawTests {
  let srng = RandomStreams(seed: 11)

  @Test func choiceOfItems() throws {
    let items = dvector("items")
    let values = NDArray(reals: [10, 20, 30], shape: [3], dtype: .float64)
    let drawn = srng.choice([200], a: items)
    #expect(drawn.type == TensorType(.float64, shape: [200]))
    let results = try evaluate([drawn, drawn.nextState], [items], [values])
    #expect(Set(results[0].reals) == [10, 20, 30])
    #expect(try RandomState(words: results[1].elements()) == drawn.rng.getValue().advanced(by: 200))
    let never = srng.choice([200], a: items, p: [0.5, 0, 0.5])
    #expect(try Set(evaluate([never], [items], [values])[0].reals) == [10, 30])
    #expect(srng.choice([2], a: [1, 2] as [Int], dtype: .float32).dtype == .float32)
    #expect(try evaluate([srng.choice(a: 1)])[0].integers == [0])
    #expect(try Set(evaluate([srng.choice([99])])[0].integers) == [0, 1])
  }

  @Test func choiceWithoutReplacement() throws {
    let all = srng.choice([2, 3], a: 6, replace: false)
    #expect(all.type == TensorType(.int64, shape: [2, 3]))
    let state = try all.rng.getValue()
    let results = try evaluate([all, all.nextState])
    #expect(results[0].integers.sorted() == [0, 1, 2, 3, 4, 5])
    #expect(RandomState(words: results[1].elements()) == state.advanced(by: 1))
    let sampler = try DistinctChoiceSampler(count: 6, population: 6)
    var stream = state.element(0)
    #expect(results[0].elements() == sampler.sample(&stream))
    let weighted = srng.choice([2], replace: false, p: [0.5, 0, 0.5])
    #expect(try evaluate([weighted])[0].integers.sorted() == [0, 2])
    let n = lscalar("n")
    let some = srng.choice([n], a: n, replace: false)
    #expect(try evaluate([some], [n], [NDArray(4)])[0].integers.sorted() == [0, 1, 2, 3])
    #expect(srng.choice([3], a: 2, replace: false).error?.kind == .value)
    #expect(throws: EvaluationError.self) {
      try evaluate([srng.choice([3], a: n, replace: false)], [n], [NDArray(2)])
    }
    for population in [-1, Int.max, 1 << 50] {
      #expect(throws: EvaluationError.self) {
        try evaluate([srng.choice([3], a: n, replace: false)], [n], [NDArray(population)])
      }
    }
  }

  @Test func shuffledRows() throws {
    let x = tensor3("x")
    let values = NDArray(reals: (0..<24).map(Double.init), shape: [2, 3, 4], dtype: .float64)
    let shuffled = srng.shuffleRowElements(x)
    let state = try shuffled.rng.getValue()
    let results = try evaluate([shuffled, shuffled.nextState], [x], [values])
    #expect(results[0].shape == [2, 3, 4])
    let orders = try state.drawing(6, from: PermutationSampler(count: 4)).values
    let expected = orders.enumerated().flatMap { row, order in
      order.map { Double(row * 4) + Double($0) }
    }
    #expect(results[0].reals == expected)
    #expect(RandomState(words: results[1].elements()) == state.advanced(by: 6))
    let v = vector("v")
    let one = srng.shuffleRowElements(v)
    let vectorValue = NDArray(reals: [3, 1, 2], shape: [3], dtype: .float64)
    #expect(try evaluate([one], [v], [vectorValue])[0].reals.sorted() == [1, 2, 3])
    #expect(srng.shuffleRowElements(scalar("s")).error?.kind == .type)
  }

  @Test func dropout() throws {
    let x = fmatrix("x")
    let ones = NDArray(reals: Array(repeating: 1, count: 4000), shape: [40, 100], dtype: .float32)
    let y = srng.dropout(x, p: 0.25)
    #expect(y.type == TensorType(.float32, shape: [nil, nil]))
    let dropped = try evaluate([y], [x], [ones])[0]
    #expect(Set(dropped.elements(as: Float.self)) == [0, 1 / 0.75])
    expectMoments(dropped.reals, mean: 1, variance: 1.0 / 3)
    let p = dscalar("p")
    let variable = srng.dropout(x, p: p)
    #expect(variable.dtype == .float32)
    let nan = NDArray(reals: [.nan], shape: [1, 1], dtype: .float32)
    #expect(try evaluate([variable], [x, p], [nan, NDArray(1.0)])[0].reals == [0])
    #expect(try evaluate([srng.dropout(x, p: 1)], [x], [nan])[0].reals == [0])
    #expect(try evaluate([srng.dropout(x, p: 0)], [x], [ones])[0] == ones)
    #expect(srng.dropout(lvector("i")).dtype == .float64)
    #expect(srng.dropout(x, p: 1.5).error?.kind == .value)
    #expect(throws: EvaluationError.self) {
      try evaluate([variable], [x, p], [nan, NDArray(-0.1)])
    }
    #expect(srng.dropoutMask([2, 3]).type == TensorType(.float64, shape: [2, 3]))
    let mask = srng.dropoutMask(like: x, keep: 0.9)
    #expect(mask.dtype == .float32)
    expectMoments(try evaluate([mask], [x], [ones])[0].reals, mean: 0.9, variance: 0.09)
  }
}
