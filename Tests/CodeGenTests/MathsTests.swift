import TestSupport
import Testing

@testable import TheanoCodeGen

/// The vector maths of generated code against values of 50 digits.
@Suite struct MathsTests {
  /// All functions are within 2 units in the last place over the whole range, and right at special
  /// values.
  @Test(
    .enabled(if: !MathsLibrary.compilers.isEmpty, "no C compiler"),
    arguments: MathsLibrary.compilers)
  func accuracy(_ compiler: MathsLibrary.Compiler) throws {
    let golden = try MathsGolden.read()
    let names = golden.names
    #expect(names.count > 60)
    let library = try MathsLibrary(
      compiler, unary: names.filter { !golden.isBinary($0) },
      binary: names.filter(golden.isBinary))
    for name in names {
      let results = golden.results(name)
      let errors: [Double]
      let described: [String]
      if name.hasSuffix("f32") {
        let x = golden.singles(name)
        let got = library.map(name, x, zero: 0)
        errors = zip(try #require(got), results).map {
          MathsGolden.error(Double($0), $1, single: true)
        }
        described = x[0].indices.map { i in "\(x.map { $0[i] }) gives \(got![i])" }
      } else {
        let x = golden.doubles(name)
        let got = library.map(name, x, zero: 0)
        errors = zip(try #require(got), results).enumerated().map { i, pair in
          // What is added up there has 31 digits.
          let unit = name == "digamma_f64" && x[0][i] < 0 ? 1e-14 : 0
          return MathsGolden.error(pair.0, pair.1, single: false, leastSize: unit)
        }
        described = x[0].indices.map { i in "\(x.map { $0[i] }) gives \(got![i])" }
      }
      #expect(errors.count == results.count)
      let worst = errors.indices.max { errors[$0] < errors[$1] } ?? 0
      #expect(
        errors[worst] <= 2,
        "\(name): \(described[worst]), not \(results[worst].value): \(errors[worst]) ulp")
      if name.hasPrefix("mod") { continue }
      let wrongZero = results.indices.first { i in
        results[i].value == 0
          && !described[i].hasSuffix(results[i].value.sign == .minus ? "-0.0" : " 0.0")
      }
      #expect(wrongZero == nil, "\(name): \(described[wrongZero ?? 0])")
    }
  }

  /// The functions that are no vector maths agree with mpmath's values far out.
  @Test(.enabled(if: !MathsLibrary.compilers.isEmpty, "no C compiler")) func specialFunctions()
    throws
  {
    let functions = [
      "psi": "digamma", "gammainc": "gammainc", "gammaincc": "gammaincc",
      "gammaincByOrder": "gammainc_der", "jv": "jv", "iv": "iv",
    ]
    let binary = functions.values.filter { $0 != "digamma" }.map { "\($0)_f64" }
    let library = try MathsLibrary(
      MathsLibrary.compilers[0], unary: ["digamma_f64"], binary: binary)
    for test in try GoldenFile("special.json").cases {
      guard let function = functions[test.op] else { continue }
      let x = test.inputs.map { $0.data.map(\.real) }
      let got = library.map("\(function)_f64", x, zero: 0)
      for (i, (a, b)) in zip(try #require(got), test.outputs[0].data.map(\.real)).enumerated() {
        #expect(a == b || (a - b).magnitude <= 5e-16 * b.magnitude, "\(test) \(i): \(a), not \(b)")
      }
    }
  }

  /// Every piece comes after the pieces that it needs, and none has the name of another.
  @Test func order() {
    var seen: Set<String> = []
    for piece in mathsPrelude {
      #expect(seen.isSuperset(of: piece.needs), "\(piece.name)")
      #expect(seen.insert(piece.name).inserted, "\(piece.name)")
      #expect(piece.name.hasPrefix("theano_"))
    }
  }
}
