import TheanoArrays
import TheanoGraph
import TheanoOps

/// A projected expression, on the points' dtypes and on those of the differences.
struct GradientCheck {
  /// The expression as a function of inputs and the weights of its elements.
  struct Projection {
    var inputs: [Variable]
    var result: Variable
    var weights: Variable
    var cost: Variable

    init(_ function: ([Variable]) throws -> Variable, _ points: [NDArray], dtype: DType?) throws {
      inputs = points.enumerated().map { i, point in
        let shape = point.shape.map { $0 == 1 ? 1 : nil as Int? }
        return Variable(TensorType(dtype ?? point.dtype, shape: shape), name: "input \(i)")
      }
      result = try function(inputs)
      if let error = result.error { throw error }
      if !result.dtype.isFloat {
        throw GraphError(
          .type, "verify_grad needs an expression of a float dtype; it is \(result.type).",
          site: result.site)
      }
      weights = Variable(TensorType(result.dtype, shape: result.type.shape), name: "projection")
      cost = (result * weights).sum()
    }
  }

  private let points: [NDArray]
  /// The least precise dtype among the points and the result.
  let precision: DType
  private let eps: Double
  private let shape: [Int]
  private let analytic: (dtype: DType, program: Program)
  private let numeric: (dtype: DType, program: Program)
  /// The points, of the dtypes that the differences are computed in.
  private let widePoints: [NDArray]

  init(_ function: ([Variable]) throws -> Variable, points: [NDArray], eps: Double?) throws {
    let narrow = try Projection(function, points, dtype: nil)
    let wide = (try? Projection(function, points, dtype: .float64)) ?? narrow
    let dtypes = points.map(\.dtype) + [narrow.result.dtype]
    self.points = points
    precision = dtypes.min { $0.size < $1.size } ?? .float64
    let wideDTypes = wide.inputs.map(\.dtype) + [wide.result.dtype]
    self.eps = eps ?? (wideDTypes.min { $0.size < $1.size } ?? .float64).differenceStep
    widePoints = zip(points, wide.inputs).map { $0.cast(to: $1.dtype) }
    let gradients = try grad(narrow.cost, wrt: narrow.inputs, disconnectedInputs: .ignore)
    analytic = (
      narrow.weights.dtype,
      try Program(inputs: narrow.inputs + [narrow.weights], outputs: gradients)
    )
    numeric = (
      wide.weights.dtype, try Program(inputs: wide.inputs + [wide.weights], outputs: [wide.cost])
    )
    let value = try Program(inputs: narrow.inputs, outputs: [narrow.result])
    shape = try value.run(points, shared: value.shared.map { $0.value })[0].shape
  }

  /// Returns the element that is farthest from its difference quotient, by the more lenient
  /// tolerance.
  func worstElement(_ absolute: Double, _ relative: Double, _ generator: inout SplitMix64) throws
    -> GradientError?
  {
    let random = (0..<shape.reduce(1, *)).map { _ in 0.5 + generator.unitInterval() }
    let exact = analytic.program
    let weights = NDArray(reals: random, shape: shape, dtype: analytic.dtype)
    let gradients = try exact.run(points + [weights], shared: exact.shared.map { $0.value })
    let wideWeights = weights.cast(to: numeric.dtype)
    var worst: GradientError?
    for (argument, gradient) in gradients.enumerated() {
      for (position, value) in gradient.reals.enumerated() {
        let quotient = try difference(argument, position, wideWeights)
        let error = abs(value - quotient)
        let candidate = GradientError(
          position: position, argument: argument, shape: gradient.shape, analytic: value,
          numeric: quotient, absoluteError: error,
          relativeError: error / Swift.max(abs(value) + abs(quotient), 1e-8),
          absoluteTolerance: absolute, relativeTolerance: relative)
        if worst.map({ $0.excess < candidate.excess }) ?? true { worst = candidate }
      }
    }
    return worst
  }

  private func difference(_ argument: Int, _ position: Int, _ weights: NDArray) throws -> Double {
    let point = widePoints[argument]
    func cost(_ step: Double) throws -> (value: Double, at: Double) {
      var elements = point.reals
      elements[position] += step
      var values = widePoints
      values[argument] = NDArray(reals: elements, shape: point.shape, dtype: point.dtype)
      let program = numeric.program
      let shared = program.shared.map { $0.value }
      let cost = try program.run(values + [weights], shared: shared)[0].reals
      return (cost[0], values[argument].reals[position])
    }
    let (above, below) = (try cost(eps), try cost(-eps))
    return (above.value - below.value) / (above.at - below.at)
  }
}

extension GradientError {
  /// How many times the errors exceed their tolerances: the smaller of the two numbers.
  fileprivate var excess: Double {
    if absoluteError == 0 { return 0 }
    if !(analytic - numeric).isFinite { return .infinity }
    return Swift.min(absoluteError / absoluteTolerance, relativeError / relativeTolerance)
  }

  /// Whether both errors exceed their tolerances.
  var isExcessive: Bool { excess > 1 }
}

extension DType {
  /// The errors that are allowed of gradients computed in this dtype.
  var gradientTolerance: Double { self == .float64 ? 1e-4 : self == .float32 ? 1e-2 : 5e-2 }

  /// The step of central differences computed in this dtype.
  fileprivate var differenceStep: Double {
    self == .float64 ? 1e-5 : self == .float32 ? 5e-3 : 1e-1
  }
}

/// A small generator whose numbers are the same in every run; the constants are those of
/// SplitMix64.
struct SplitMix64 {
  var state: UInt64

  /// Returns a number from 0 to 1, 1 excluded.
  mutating func unitInterval() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }
}
