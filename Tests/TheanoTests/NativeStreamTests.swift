import TestSupport
import Testing
import TheanoGraph
import TheanoOps
import TheanoRandom
import TheanoScan

@testable import Theano

/// Streams move on in machine code as in the reference: call after call, in loops, and where something is wrong.
@Suite(.enabled(if: hasCompiler)) struct NativeStreamTests {
  /// Returns the results of several calls of the same function in machine code and in the reference, each with
  /// streams of its own.
  private func results(
    calls: Int = 3, _ build: (RandomStreams) throws -> [Variable]
  ) throws -> [[NDArray]] {
    try [Mode.native, .reference].map { mode in
      let streams = RandomStreams(seed: 234)
      let f = try function([], build(streams), mode: mode)
      var results: [NDArray] = []
      for _ in 0..<calls {
        results += try f()
        results += try streams.stateUpdates.map { try $0.0.getValue().array }
      }
      return results
    }
  }

  @Test func callsMoveStreamsOn() throws {
    let both = try results { streams in
      let (u, v) = (streams.uniform([2, 2]), streams.normal([30], dtype: .float32))
      let k = streams.integers([5], high: 6)
      return [u, v, k, u.max() .< 0.5]
    }
    #expect(both[0] == both[1])
    #expect(both[0][0] != both[0][7])
  }

  @Test func streamsStandStillWithoutUpdates() throws {
    let streams = RandomStreams(seed: 234)
    let v = streams.normal([2, 2])
    let f = try function([], v, noDefaultUpdates: true, mode: .native)
    #expect(try f() == f())
    #expect(try v.rng.getValue() == RandomState(seed: 234).split(0))
    let g = try function([], v, mode: .native)
    #expect(try f() == g())
    #expect(try f() == g())
    #expect(try v.rng.getValue() == RandomState(seed: 234).split(0).advanced(by: 8))
  }

  @Test func nearlyZeros() throws {
    for mode in [Mode.native, .native.excluding("specialise")] {
      let u = RandomStreams(seed: 234).uniform([2, 2])
      let zeros = try function([], u + u - 2 * u, mode: mode)
      for call in 1...3 {
        #expect(try zeros().reals == [0, 0, 0, 0])
        #expect(try u.rng.getValue() == RandomState(seed: 234).split(0).advanced(by: 4 * call))
      }
    }
  }

  @Test func loopsDrawAtEachStep() throws {
    let both = try results { streams in
      let start = Variable(constant: NDArray(zeros: [6], dtype: .float64), site: .capture())
      let (walk, _) = try scan(outputsInfo: start, nSteps: 9) { x in
        x + round(streams.uniform([6]))
      }
      let (flips, _) = try scan(nSteps: 4) { streams.bernoulli([3], p: 0.5) }
      let (nested, _) = try scan(nSteps: 3) { try scan(nSteps: 2) { streams.normal() }.0 }
      let (counts, _) = try scan(nSteps: 4) {
        [
          streams.poisson([3], lam: 4), streams.gamma(shape: 0.5),
          streams.multinomial([2], n: 5, pvals: [0.25, 0.75]), streams.permutation(n: 4),
          streams.choice([2], a: 5, replace: false), streams.choice(p: [0.25, 0.5, 0.25]),
        ]
      }
      return [walk, flips, nested] + counts
    }
    #expect(both[0] == both[1])
  }

  @Test func gibbsChain() throws {
    let both = try results { streams in
      let w = (arange(12).reshape([4, 3]) - 5.5) / 4
      let start = Variable(constant: NDArray(zeros: [2, 4], dtype: .int64), site: .capture())
      let (chain, _) = try scan(outputsInfo: start, nSteps: 20) { visible in
        let hidden = streams.bernoulli(p: sigmoid(dot(visible, w)))
        return streams.binomial(p: sigmoid(dot(hidden, w.T)))
      }
      return [chain]
    }
    #expect(both[0] == both[1])
    #expect(Set(both[0][0].integers) == [0, 1])
  }

  @Test func parameters() throws {
    let (x, n) = (dvector("x"), lvector("n"))
    let wrong: [((RandomStreams) -> Variable, [NDArray])] = [
      (
        { $0.uniform(low: x, high: 1) },
        [[0, 1.5], [.nan, 0], [-.infinity, 0]].map(NDArray.vector)
      ),
      ({ $0.uniform(low: x[0], high: 1, dtype: .float16) }, [.vector([-1e6]), .vector([2])]),
      ({ $0.normal([3], avg: x[0]) }, [.vector([.nan]), .vector([.infinity])]),
      ({ $0.normal(std: x, dtype: .float32) }, [.vector([1, -1]), .vector([1, 1e39])]),
      ({ $0.truncatedNormal(std: x) }, [.vector([-1]), .vector([1.7e308])]),
      ({ $0.exponential(scale: x) }, [.vector([1, -1]), .vector([.nan])]),
      ({ $0.gamma(shape: x) }, [[1, -1], [.nan, 1], [.infinity, 2]].map(NDArray.vector)),
      (
        { $0.gamma(shape: 2, scale: x) },
        [[1, -1], [.nan, 1], [.infinity, 2]].map(NDArray.vector)
      ),
      ({ $0.beta(alpha: x, beta: 1) }, [[1, 0], [.nan, 1], [.infinity, 2]].map(NDArray.vector)),
      ({ $0.beta(alpha: 1, beta: x) }, [[1, 0], [.nan, 1], [.infinity, 2]].map(NDArray.vector)),
      ({ $0.poisson(lam: x) }, [[1, -1], [.nan, 1], [1, 1e19]].map(NDArray.vector)),
      ({ $0.binomial(n: 20, p: x) }, [[1, -1], [.nan, 1], [1, 1.5]].map(NDArray.vector)),
      ({ $0.binomial(n: n, p: 0.5) }, [.integers([20, -1])]),
      ({ $0.bernoulli(p: x) }, [[0.5, 2], [-0.1, 1], [.nan, 1]].map(NDArray.vector)),
      ({ $0.bernoulli([3, 2], p: x) }, [.vector([0.5]), .vector([0.5, 1, 1])]),
      ({ $0.integers([2], low: n[0], high: 2) }, [.integers([2]), .integers([.max])]),
      ({ $0.randomIntegers(low: n, high: 2) }, [.integers([2, 3])]),
      ({ $0.choice([2], a: n[0]) }, [.integers([0]), .integers([.min])]),
      ({ $0.uniform([n[0], n[1]]) }, [.integers([2, -1]), .integers([1 << 21, 1 << 20])]),
      ({ $0.uniform(n, ndim: 2) }, [.integers([2]), .integers([1, 2, 3])]),
    ]
    for (build, values) in wrong { try expectSameErrors([x, n], values, build) }
  }
}
