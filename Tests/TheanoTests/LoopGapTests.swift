import Testing
import Theano

/// Loops as carries, with many outputs, truncated gradients, full Hessians, and how random states move in them.
@Suite struct LoopGapTests {
  let x = dvector("x")
  let w = dscalar("w")
  let sample: [Double] = [0.3, -0.7, 1.1, 0.4]

  /// Central differences of `f`.
  private func differences(
    _ point: [Double], _ step: Double, _ f: ([Double]) throws -> Double
  ) rethrows -> [Double] {
    try point.indices.map { index in
      var (above, below) = (point, point)
      above[index] += step
      below[index] -= step
      return (try f(above) - f(below)) / (2 * step)
    }
  }

  private func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  @Test func carries() throws {
    let (sums, _) = try scan(0, over: x) { sum, x in sum + x }
    #expect(isClose(try sums.eval([x: sample]).reals, [0.3, -0.4, 0.7, 1.1], 1e-12))
    // Literals that wait for each other's dtype.
    let ((a, b), _) = try scan((0, 1), over: x) { carry, x in (carry.1, carry.0 + x) }
    #expect(isClose(try a.eval([x: sample]).reals, [1, 0.3, 0.3, 1.4], 1e-12))
    #expect(isClose(try b.eval([x: sample]).reals, [0.3, 0.3, 1.4, 0.7], 1e-12))
    let ((single, _), _) = try scan((0, 1.0), over: fvector()) { c, x in (c.1, c.0 + x) }
    #expect(single.dtype == .float32)
    let ((_, product, count), _) = try scan((0.0, w, 1), over: x) { c, x in
      (c.0 + x, c.1 * x, c.2 + 1)
    }
    #expect(isClose(try product[-1].eval([x: sample, w: 2]).reals, [-0.1848], 1e-12))
    #expect(try count.eval([x: sample, w: 2]).ints == [2, 3, 4, 5])
    let (doubled, _) = try scan(w, steps: 10) { $0 * 2 }
    #expect(try doubled[-1].eval([w: 3]).reals == [3072])
  }

  @Test func threeOutputsSomeFedBack() throws {
    let (rows, _) = try scan(sequences: x, outputsInfo: [nil, 1.0, nil]) { x, h -> [Variable] in
      let next = h * w + x
      return [x * x, next, next * h]
    }
    let cost = rows[0].sum() + rows[1][-1] + rows[2].sum()
    func host(_ p: [Double]) -> Double {
      var (h, cost) = (1.0, 0.0)
      for x in p.dropFirst() {
        let next = h * p[0] + x
        cost += x * x + next * h
        h = next
      }
      return cost + h
    }
    let f = try function([w, x], [cost] + grad(cost, wrt: [w, x]))
    let found = try f(0.6, sample).flatMap(\.reals)
    let point = [0.6] + sample
    #expect(isClose(found, [host(point)] + differences(point, 1e-5, host), 1e-7))
  }

  @Test(arguments: 1...5) func truncatedGradients(_ limit: Int) throws {
    let start = dscalar("start")
    let (rows, _) = try scan(
      sequences: x, outputsInfo: start, nonSequences: w, truncateGradient: limit
    ) { x, h, w in h * w + x * x }
    var h: Variable = start
    var late: Variable = 0.0
    for t in 0..<4 {
      let isIn = t >= 4 - limit
      if t == 4 - limit { h = disconnectedGrad(h) }
      let (weight, row) = isIn ? (w, x[t]) : (disconnectedGrad(w), disconnectedGrad(x[t]))
      h = h * weight + row * row
      if isIn { late = late + h }
    }
    let wrt = [w, x] + (limit > 4 ? [start] : [])
    let g = try grad(rows[-1] ** 2 + rows.sum(), wrt: wrt)
    let expected = try grad(h ** 2 + late, wrt: wrt)
    let f = try function([w, x, start], g + expected, onUnusedInput: .ignore)
    let values = try f(0.7, sample, 0.2).map(\.reals)
    for index in wrt.indices { #expect(isClose(values[index], values[wrt.count + index], 1e-12)) }
  }

  @Test func hessianThroughNestedLoops() throws {
    let m = dmatrix("m")
    let (rows, _) = try scan(sequences: m) { row in
      try scan(sequences: row, outputsInfo: 0.0) { x, s in s * w + x * x }.0[-1]
    }
    let h = try hessian((rows ** 2).sum(), wrt: m)
    let point: [[Double]] = [[1, 2], [-1, 0.5]]
    func host(_ p: [Double]) -> Double {
      let first = p[0] * p[0] * 0.6 + p[1] * p[1]
      let second = p[2] * p[2] * 0.6 + p[3] * p[3]
      return first * first + second * second
    }
    let found = try h.eval([m: point, w: 0.6])
    #expect(found.shape == [2, 2, 2, 2])
    let flat = point.flatMap { $0 }
    let expected = flat.indices.flatMap { i in
      differences(flat, 1e-3) { differences($0, 1e-3, host)[i] }
    }
    #expect(isClose(found.reals, expected, 1e-5))
  }

  @Test func randomStatesAdvanceByWhatIsDrawn() throws {
    let (inside, outside) = (RandomStreams(seed: 9), RandomStreams(seed: 9))
    let (rows, updates) = try scan(nSteps: 4) { inside.uniform([2]) }
    let f = try function([], rows, updates: updates)
    let g = try function([], outside.uniform([2]))
    let first = try f().reals
    #expect(try first == (0..<4).flatMap { _ in try g().reals })
    #expect(try inside.stateUpdates[0].0.getValue() == outside.stateUpdates[0].0.getValue())
    #expect(try inside.stateUpdates[0].0.getValue().position == 8)
    _ = try f()
    inside.seed()
    #expect(try f().reals == first)
  }

  @Test func noNaNFromTheSideNotTaken() throws {
    let y = `where`(x .> 0, -sqrt(x) * -3, x) + `switch`(x .> 0, 0, log(-x) ** 2)
    let g = try grad(y.sum(), wrt: x).eval([x: [4.0, -1]]).reals
    #expect(isClose(g, [0.75, 1], 1e-12))
    let gg = try grad(grad(y.sum(), wrt: x).sum(), wrt: x).eval([x: [4.0, -1]]).reals
    #expect(isClose(gg, [-0.09375, 2], 1e-12))
  }

  @Test func arraysOfOut() throws {
    let f = try function([w], [Out(w * 2), Out(w, borrow: true)])
    #expect(try f(3).map(\.reals) == [[6], [3]])
  }
}
