import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// The functions that `special.json` names.
private let functions: [String: @Sendable ([Variable]) throws -> Variable] = [
  "erfcx": { erfcx($0[0]) }, "erfinv": { erfinv($0[0]) }, "erfcinv": { erfcinv($0[0]) },
  "psi": { psi($0[0]) }, "triGamma": { triGamma($0[0]) }, "polygamma2": { polygamma(2, $0[0]) },
  "polygamma3": { polygamma(3, $0[0]) }, "polygamma5": { polygamma(5, $0[0]) },
  "gammainc": { gammainc($0[0], $0[1]) }, "gammaincc": { gammaincc($0[0], $0[1]) },
  "gammaincByOrder": { x in
    // The gradient's rule, asked for the operation's own derivative.
    let y = gammainc(x[0], x[1])
    let node = try #require(y.owner)
    return try #require(try node.op.pullback(node, [y.onesLike()])[0])
  },
  "jv": { jv($0[0], $0[1]) }, "iv": { iv($0[0], $0[1]) }, "log1mexp": { log1mexp($0[0]) },
  "xlogx": { xlogx($0[0]) }, "xlogy0": { xlogy0($0[0], $0[1]) },
]

@Suite struct SpecialFunctionTests {
  static let cases = (try? GoldenFile("special.json").cases) ?? []

  @Test func casesExist() throws { #expect(try GoldenFile("special.json").cases.count == 16) }

  @Test(arguments: cases) func farOut(_ golden: GoldenCase) throws {
    let inputs = try golden.inputs.map { try $0.array() }
    let x = inputs.map { Variable(TensorType($0.dtype, ndim: 1)) }
    let function = try #require(functions[golden.op], "no function is called \(golden.op)")
    let value = try evaluate([try function(x)], x, inputs)[0]
    let expected = try golden.outputs[0].array()
    for (i, (a, b)) in zip(value.reals, expected.reals).enumerated() {
      let at = inputs.map { $0.reals[i] }
      #expect(a.isNear(b, 1e-12, 1e-15), "\(golden.op) at \(at): \(a), expected \(b)")
    }
  }

  @Test func poles() throws {
    let x = Variable(TensorType(.float64, ndim: 1))
    func values(_ y: Variable, _ data: [Double]) throws -> [Double] {
      try evaluate([y], [x], [NDArray(elements: data, shape: [data.count])])[0].reals
    }
    #expect(try values(psi(x), [0, -0.0]) == [-.infinity, .infinity])
    #expect(try values(psi(x), [-1, -7, -.infinity]).allSatisfy(\.isNaN))
    #expect(try values(triGamma(x), [0, -1, -4]) == [.infinity, .infinity, .infinity])
    #expect(try values(polygamma(2, x), [-1, -.infinity, .nan]).allSatisfy(\.isNaN))
    #expect(try values(erfcx(x), [-1e300, .infinity]) == [.infinity, 0])
    #expect(try values(gammainc(1, x), [0, .infinity]) == [0, 1])
    #expect(try values(gammaincc(1e9, x), [1e8, 1e10]) == [1, 0])
    #expect(try values(gammainc(-1, x), [1, .nan]).allSatisfy(\.isNaN))
    #expect(try values(jv(2, x), [0, .infinity]) == [0, 0])
    #expect(try values(jv(3, x), [-2.5])[0] == -(try values(jv(3, x), [2.5])[0]))
    #expect(try values(jv(0.5, x), [-1])[0].isNaN)
    #expect(try values(jv(-0.5, x), [0]) == [.infinity])
    #expect(try values(iv(0, x), [0, 1e4, .infinity]) == [1, .infinity, .infinity])
    #expect(try values(iv(1e9, x), [0, 2]) == [0, 0])
    #expect(try values(jv(1e9, x), [1])[0].isNaN)
  }

  /// Where powers and gamma functions overflow or vanish, or terms cancel, the result need not; by mpmath
  /// with 400 digits.
  @Test func wherePartsOverflow() throws {
    let x = Variable(TensorType(.float64, shape: []))
    func isNear(_ y: Variable, _ at: Double, _ expected: Double) throws -> Bool {
      let value = try evaluate([y], [x], [NDArray(at)])[0].reals[0]
      return value == expected || value.isNear(expected, 1e-12, 0)
    }
    #expect(try isNear(gammainc(10.2, x), 1e-20, 1.7184817309380609702e-211))
    #expect(try isNear(gammainc(15, x), 0.25, 5.6345587204509912e-22))
    #expect(try isNear(gammainc(1.5, x), 1e300, 1))
    #expect(try isNear(gammaincc(1.5, x), 1e300, 0))
    #expect(try isNear(iv(-194.75, x), 8.5, 3.05166311605173568e+237))
    #expect(try isNear(iv(2001, x), .infinity, .infinity))
    #expect(try isNear(polygamma(100, x), -9.5, -6.75972238252460384e+54))
    #expect(try isNear(polygamma(2, x), -3.5, -0.0615568213210276945))
    #expect(try isNear(polygamma(7, x), -0.25, 330_351_842.146499657))
  }

  /// Nothing loops for ever or traps.
  @Test(arguments: [1e-300, 0.5, 31, 1e4, 1e8, 1e17, 1e300, .infinity, -1e5, -0.5, -1e300])
  func extremes(order: Double) throws {
    let k = Variable(TensorType(.float64, shape: []))
    let x = Variable(TensorType(.float64, shape: []))
    let y = gammainc(k, x)
    let node = try #require(y.owner)
    let byOrder = try #require(try node.op.pullback(node, [y.onesLike()])[0])
    let all = [
      y, byOrder, gammaincc(k, x), chi2sf(x, k), jv(k, x), iv(k, x), psi(k), triGamma(k),
      polygamma(5, k), erfcx(k), erfinv(k), erfcinv(k), gamma(k), gammaln(k), sqr(k), iround(k),
    ]
    for place in [0, 1e-300, 1, 29, 40, 1e4, 1e8, 1e17, 1.01e17, 1e300, .infinity, -3, .nan] {
      #expect(try evaluate(all, [k, x], [NDArray(order), NDArray(place)]).count == all.count)
    }
  }

  @Test func medianOfLargeOrders() throws {
    let k = Variable(TensorType(.float64, shape: []))
    // P(k, k) = 1/2 + (1/3 + 1/(540 k)) / √(2πk), DLMF 8.11.12 and 8.12.15.
    for order in [9e6, 1.1e7, 1e10] {
      let value = try evaluate([gammainc(k, k)], [k], [NDArray(order)])[0].reals[0]
      let root = (2 * Double.pi * order).squareRoot()
      #expect(value.isNear(0.5 + 1 / (3 * root), 1e-12, 0))
    }
  }
}
