import HandWritten
import Theano

extension Case {
  /// Loops.
  static let scans: [Case] = [power, tiny(8), tiny(1000), polynomial]

  /// A vector of ten multiplied by itself a thousand times.
  private static let power = Case.pure("scan_power_10_k1000") {
    let a = Memory(try Inputs(7).float32([10], scale: 0.001, offset: 1), Float(0))
    let y = Memory(10, Float(0))
    let call = { hand_scan_power(a.start, y.start, 1000) }
    return Job(call) {
      call()
      return [try y.array()]
    }
  } _: {
    let values = try Inputs(7).float32([10], scale: 0.001, offset: 1)
    return {
      let A = fvector("A"), k = iscalar("k")
      let (powers, _) = try scan(outputsInfo: onesLike(A), nonSequences: A, nSteps: k) { p, a in
        p * a
      }
      return Job(try function([A, k], powers[-1]), values, NDArray(Int32(1000)))
    }
  }

  /// Steps on a state of four numbers.
  private static func tiny(_ steps: Int) -> Case {
    .pure("scan_tiny_4_k\(steps)") {
      let (a, y) = (Memory(try Inputs(9).float64([4]), 0.0), Memory(4, 0.0))
      let call = { hand_scan_tiny(a.start, y.start, Int64(steps)) }
      return Job(call) {
        call()
        return [try y.array()]
      }
    } _: {
      let values = try Inputs(9).float64([4])
      return {
        let a = dvector("a"), k = iscalar("k")
        let (states, _) = try scan(outputsInfo: zerosLike(a), nonSequences: a, nSteps: k) { x, a in
          0.999 * x + 0.01 * a * (1 - x * x)
        }
        return Job(try function([a, k], states[-1]), values, NDArray(Int32(steps)))
      }
    }
  }

  /// A polynomial of degree 9999, term by term.
  private static let polynomial = Case.pure("scan_polynomial_10000") {
    let values = try Inputs(8).float64([10000])
    return {
      let c = dvector("c"), x = dscalar("x")
      let (terms, _) = try scan(sequences: [c, arange(10000)], nonSequences: x) { c, p, x in
        c * x ** p
      }
      return Job(try function([c, x], terms.sum()), values, NDArray(0.999))
    }
  }
}
