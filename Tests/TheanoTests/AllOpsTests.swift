import TestSupport
import Testing
import Theano

/// What must hold of every operation, at every example of its use.
@Suite struct AllOpsTests {
  @Test(arguments: SampledExample.all)
  func inferredTypeIsActual(_ sample: SampledExample) throws {
    for n in [0, 1, 3] {
      for m in [0, 1, 3] {
        for isStatic in [false, true] {
          guard let draw = try sample.draw(n: n, m: m, isStatic: isStatic) else { continue }
          let value = try evaluate([draw.result], draw.inputs, draw.values)[0]
          let type = draw.result.type
          #expect(value.dtype == type.dtype, "\(draw.label)")
          #expect(type.admits(shape: value.shape), "\(draw.label): \(value.shape) of \(type)")
        }
      }
    }
  }

  @Test(arguments: SampledExample.differentiable)
  func gradientsAreDifferences(_ sample: SampledExample) throws {
    #expect(try AllOpsTests.gradientMistakes(sample) == [])
  }

  @Test(arguments: SampledExample.complex)
  func complexGradientsAreDifferences(_ sample: SampledExample) throws {
    #expect(try AllOpsTests.gradientMistakes(sample) == [])
  }

  /// Returns what is wrong with the first and second derivatives along a random direction, beside
  /// difference quotients, and with forward beside reverse mode.
  static func gradientMistakes(_ sample: SampledExample) throws -> [String] {
    var mistakes: [String] = []
    for (n, m) in [(3, 3), (5, 3), (1, 3), (3, 1), (1, 1), (0, 3), (3, 0)] {
      guard let draw = try sample.draw(n: n, m: m) else { continue }
      let derivatives = try Derivatives(draw)
      let (cost, first, second) = (derivatives.cost, derivatives.first, derivatives.second)
      let exact = try derivatives.values([cost, first, second, derivatives.forward], at: 0)
      if !exact[3].isNear(exact[1], 1e-10, 1e-12) {
        mistakes.append("\(draw.label): forward \(exact[3]), reverse \(exact[1])")
      }
      mistakes += try derivatives.mistakes(
        exact[1], asDerivativeOf: cost, "\(draw.label), first order")
      mistakes += try derivatives.mistakes(
        exact[2], asDerivativeOf: first, "\(draw.label), second order")
      mistakes += try derivatives.typeMistakes(draw.label)
    }
    return mistakes
  }
}

/// The suite notices what it is there to notice.
@Suite struct AllOpsSelfTests {
  @Test func wrongGradientsAreFound() throws {
    let type = TensorType(.float64, ndim: 2)
    let cube = asOp(
      name: "cube", inputTypes: [type], outputTypes: [type],
      gradient: { x, _, dy in [dy[0].map { $0 * 3.00001 * x[0] ** 2 }] },
      { x in [NDArray(reals: x[0].reals.map { $0 * $0 * $0 }, shape: x[0].shape, dtype: .float64)] }
    )
    let example = OpExample("wrong", [.init([.n, .m])]) { cube($0[0]) }
    let sample = SampledExample(op: "cube", example: example)
    #expect(try !AllOpsTests.gradientMistakes(sample).isEmpty)
  }
}

/// A cost made of an example's result by random weights, and its derivatives along a random
/// direction.
private struct Derivatives {
  let inputs: [Variable]
  private let values: [NDArray]
  private let directions: [NDArray?]
  private let floats: [Int]
  private let gradients: [Variable]
  let cost: Variable
  let first: Variable
  let second: Variable
  /// The first derivative, in forward mode.
  let forward: Variable

  init(_ draw: SampleDraw) throws {
    var generator = draw.generator
    let value = try evaluate([draw.result], draw.inputs, draw.values)[0]
    floats = draw.inputs.indices.filter { draw.inputs[$0].dtype.isFloat }
    let floats = floats
    let wrt = floats.map { draw.inputs[$0] }
    let along = floats.map { generator.direction(draw.values[$0].shape) }
    let points = wrt.map { Variable($0.type) }
    let weights = [0, 1].map { _ in generator.direction(value.shape) }
    let projections = weights.map { Variable(TensorType($0.dtype, shape: draw.result.type.shape)) }

    func projected(_ x: Variable) -> Variable {
      x.dtype.isComplex
        ? (x.real * projections[0] + x.imag * projections[1]).sum()
        : (x * projections[0]).sum()
    }
    func directional(_ f: Variable) throws -> ([Variable], Variable) {
      let gradients = try grad(f, wrt: wrt, disconnectedInputs: .ignore)
      let zero = try constant(NDArray(0.0))
      return (gradients, zip(gradients, points).reduce(zero) { $0 + ($1.0 * $1.1).sum() })
    }
    inputs = draw.inputs + projections + points
    values = draw.values + weights + along
    directions =
      draw.values.indices.map { i in floats.firstIndex(of: i).map { along[$0] } } + [nil, nil]
      + along.map { _ in nil }
    cost = projected(draw.result)
    (gradients, first) = try directional(cost)
    second = try directional(first).1
    let tangent = try rop(
      [draw.result], wrt: wrt, evalPoints: points, disconnectedOutputs: .ignore)[0]
    forward = projected(tangent)
  }

  /// Computes scalars at the point a number of steps along the direction.
  func values(_ outputs: [Variable], at step: Double) throws -> [Double] {
    let moved = zip(values, directions).map { value, direction in
      guard let direction else { return value }
      let reals = zip(value.reals, direction.reals).map { $0 + step * $1 }
      return NDArray(reals: reals, shape: value.shape, dtype: value.dtype)
    }
    return try evaluate(outputs, inputs, moved).map { $0.reals[0] }
  }

  /// Compares a derivative with difference quotients of fourth order. Long steps may cross a kink,
  /// short ones lose digits: a right derivative agrees with one of them.
  func mistakes(
    _ exact: Double, asDerivativeOf f: Variable, _ label: String
  ) throws -> [String] {
    var quotients: [Double] = []
    for h in [1e-3, 1e-4, 1e-5] {
      let f = try [-2, -1, 1, 2].map { try values([f], at: $0 * h)[0] }
      let quotient = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h)
      if exact.isNear(quotient, 1e-6, 1e-8) { return [] }
      quotients.append(quotient)
    }
    return ["\(label): \(exact), differences \(quotients)"]
  }

  /// Says which gradients do not have the shape and dtype of what they are by.
  func typeMistakes(_ label: String) throws -> [String] {
    let results = try evaluate(gradients, inputs, values)
    return floats.enumerated().compactMap { k, i in
      let (gradient, value) = (results[k], values[i])
      let fits = gradient.shape == value.shape && gradient.dtype == value.dtype
      if fits && gradients[k].type.admits(shape: gradient.shape) { return nil }
      return
        "\(label): a gradient of \(gradient.dtype)\(gradient.shape) by \(value.dtype)\(value.shape)"
    }
  }
}
