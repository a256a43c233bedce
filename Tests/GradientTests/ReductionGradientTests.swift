import TestSupport
import Testing
import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

/// A vector of reals of unknown length.
private func vector(_ dtype: DType = .float64) -> Variable { Variable(TensorType(dtype, ndim: 1)) }

/// The gradient of `build(x)`, summed, at `values`.
private func slope(_ values: [Double], _ build: (Variable) -> Variable) throws -> [Double] {
  let x = vector()
  let gradient = try grad(build(x).sum(), wrt: x)
  return try evaluate([gradient], [x], [NDArray(elements: values, shape: [values.count])])[0].reals
}

@Suite struct ReductionGradientTests {
  @Test func productsWithZeros() throws {
    #expect(try slope([2, 3, 4]) { $0.prod() } == [12, 8, 6])
    #expect(try slope([2, 0, 4]) { $0.prod() } == [0, 8, 0])
    #expect(try slope([0, 0, 4]) { $0.prod() } == [0, 0, 0])
    #expect(try slope([]) { $0.prod() } == [])
    #expect(try slope([2, 3, 4]) { $0.prod(noZerosInInput: true) } == [12, 8, 6])
    // Second order: Σ over pairs of the product of the others.
    let twice: (Variable) -> Variable = { x in
      (try? grad(x.prod(), wrt: x)) ?? x
    }
    #expect(try slope([0, 0, 5], twice) == [5, 5, 0])
    #expect(try slope([0, 3, 5], twice) == [8, 5, 3])
    let thrice: (Variable) -> Variable = { x in
      (try? grad(twice(x).sum(), wrt: x)) ?? x
    }
    #expect(try slope([0, 0, 0], thrice) == [2, 2, 2])
  }

  @Test func cumulativeProductsWithZeros() throws {
    // y = (a, ab, abc): dΣ/da = 1 + b + bc, dΣ/db = a + ac, dΣ/dc = ab.
    #expect(try slope([2, 0, 4]) { $0.cumprod() } == [1, 10, 0])
    #expect(try slope([0, 0, 4]) { $0.cumprod() } == [1, 0, 0])
    #expect(try slope([0, 3, 0]) { $0.cumprod() } == [4, 0, 0])
    let twice: (Variable) -> Variable = { x in
      (try? grad(x.cumprod().sum(), wrt: x)) ?? x
    }
    // The sum of the gradient, 1 + b + bc + a + ac + ab, has slopes 1+c+b, 1+c+a, a+b.
    #expect(try slope([0, 0, 4], twice) == [5, 5, 0])
  }

  @Test func ties() throws {
    #expect(try slope([1, 3, 3]) { $0.max() } == [0, 1, 1])
    #expect(try slope([1, 1, 3]) { $0.min() } == [1, 1, 0])
    #expect(
      try slope([3, 1, 2]) { $0.sort() * Variable(vectorOf: [10, 20, 30]) } == [30, 10, 20])
    #expect(try slope([1, 2, 2, 5]) { median($0) } == [0, 0.5, 0.5, 0])
    #expect(try slope([1, 2, 5]) { $0 * $0.argmax() } == [2, 2, 2])
    #expect(try slope([5, 2, 7]) { topk($0, 2) * Variable(vectorOf: [1, 2]) } == [2, 0, 1])
  }

  @Test func infinities() throws {
    #expect(try slope([-.infinity, -.infinity]) { logsumexp($0) } == [0, 0])
    #expect(try slope([-.infinity, 1]) { logsumexp($0) } == [0, 1])
    #expect(try slope([1e4, 1e4]) { logsumexp($0) } == [0.5, 0.5])
    #expect(try slope([0, -.infinity]) { logSoftmax($0)[0] } == [0, 0])
    #expect(try slope([0, -.infinity, 0]) { softmax($0)[0] } == [0.25, 0, -0.25])
    #expect(try slope([3, 4]) { $0.norm(.infinity) } == [0, 1])
  }

  @Test func crossentropyOfLogits() throws {
    let x = Variable(TensorType(.float32, ndim: 2))
    let y = Variable(TensorType(.int32, ndim: 1))
    let loss = categoricalCrossentropyWithLogits(x, y).mean()
    let gradient = try grad(loss, wrt: x)
    #expect(gradient.dtype == .float32)
    let logits = NDArray(elements: [Float(1e4), -1e4, 0, 0], shape: [2, 2])
    let labels = NDArray(elements: [Int32(1), 0], shape: [2])
    let values = try evaluate([loss, gradient], [x, y], [logits, labels])
    #expect(values[1].reals == [0.5, -0.5, -0.25, 0.25])
    #expect(values[0].reals[0].isNear(10000.346573, 1e-6, 0))
    // Through probabilities, where they do not underflow, it is the same.
    let indirect = try grad(categoricalCrossentropy(softmax(x), y).mean(), wrt: x)
    let mild = NDArray(elements: [Float(1), -1, 0, 0], shape: [2, 2])
    let both = try evaluate([gradient, indirect], [x, y], [mild, labels])
    #expect(both[0].difference(from: both[1], relative: 1e-5) == nil)
  }

  @Test func dtypesStay() throws {
    let x = vector(.float32)
    let costs = [
      x.sum(dtype: .float64), x.mean(dtype: .float64), x.prod(dtype: .float64), x.std(), x.norm(3),
      logsumexp(x), median(x), x.cumprod().sum(), x.max(),
    ]
    for cost in costs { #expect(try grad(cost, wrt: x).dtype == .float32) }
  }
}

extension Variable {
  /// A constant vector.
  fileprivate convenience init(vectorOf values: [Double]) {
    self.init(
      constant: NDArray(elements: values, shape: [values.count]), site: .unknown)
  }
}
