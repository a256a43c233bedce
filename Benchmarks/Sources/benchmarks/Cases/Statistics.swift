import HandWritten
import Theano

extension Case {
  /// What samplers need: densities with gradients, and random numbers.
  static let statistics: [Case] = [eightSchools, normals]

  /// The schools' effects and standard errors (Rubin, 1981).
  private static let effects: [Double] = [28, 8, -3, 7, -1, 1, 18, 12]
  private static let errors: [Double] = [15, 10, 16, 11, 9, 11, 10, 18]

  /// The log density of a hierarchical model, non-centred, and its gradient.
  private static let eightSchools = Case.pure("eight_schools_logp_grad") {
    let y = Memory(try NDArray(effects), 0.0), s = Memory(try NDArray(errors), 0.0)
    let q = Memory(try Inputs(17).float64([10]), 0.0)
    let density = Memory(1, 0.0), gradient = Memory(10, 0.0)
    let call = {
      density.start.pointee = hand_eight_schools(y.start, s.start, q.start, gradient.start)
    }
    return Job(call) {
      call()
      return [try density.array(), try gradient.array()]
    }
  } _: {
    let place = try Inputs(17).float64([10])
    return {
      let q = dvector("q"), y = try constant(effects), s = try constant(errors)
      let mu = q[0], logTau = q[1], eta = q[2...]
      let tau = exp(logTau)
      let z = (y - (mu + tau * eta)) / s
      let prior = -0.5 * (mu / 5) ** 2 - log(1 + (tau / 5) ** 2) + logTau
      let density = prior - 0.5 * (eta ** 2).sum() - 0.5 * (z ** 2).sum()
      let f = try function([q], [density, try grad(density, wrt: q)])
      // A sampler needs no result for longer than a step.
      var step = try f(place)
      return Job {
        try f.call(into: &step, place)
      } results: {
        try f(place)
      }
    }
  }

  /// A million normal numbers; of its results, only how they are spread can be compared.
  private static let normals = Case.pure("normal_1M") {
    let y = Memory(1_000_000, Float(0))
    let call = { hand_normal(1, 2, y.start, 1_000_000) }
    return Job(call) {
      call()
      return [spread(try y.array())]
    }
  } _: {
    {
      let f = try function([], RandomStreams(seed: 1).normal([1_000_000], dtype: .float32))
      return Job {
        try f()
      } results: {
        [spread(try f())]
      }
    }
  }

  /// The root of the mean of squares.
  private static func spread(_ array: NDArray) -> NDArray {
    let numbers = array.elements(as: Double.self)
    let squares = numbers.reduce(0) { $0 + $1 * $1 }
    return NDArray((squares / Double(numbers.count)).squareRoot())
  }
}
