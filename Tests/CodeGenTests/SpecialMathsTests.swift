import Foundation
import TestSupport
import Testing

@testable import TheanoCodeGen

/// Bessel functions, incomplete gamma functions and derivatives of log Γ in generated code, against values of
/// 60 digits.
@Suite struct SpecialMathsTests {
  /// A function of `special_maths.json`.
  private struct Function: Decodable {
    /// The operands, a list for each parameter.
    var operands: [Data]
    /// The results as the nearest float64.
    var values: Data
    /// By how many 1/200 of a unit in the last place the exact result is larger.
    var rests: Data?
    /// Of what size an error is a unit in the last place, or that of the result if it is larger.
    var sizes: Data?
  }

  /// All functions are within 2 units in the last place over the whole range; waves are within those of
  /// 1/16 of their height, or for float32 of their height, and the digamma function, whose negative zeros are
  /// no floats, within those of 10⁻¹⁴.
  @Test(
    .enabled(if: !MathsLibrary.compilers.isEmpty, "no C compiler"),
    arguments: MathsLibrary.compilers)
  func accuracy(_ compiler: MathsLibrary.Compiler) throws {
    let functions = try JSONDecoder().decode(
      [String: Function].self, from: GoldenFile.data("special_maths.json"))
    #expect(functions.count == 30)
    func names(_ count: Int) -> [String] {
      functions.filter { $0.value.operands.count == count }.map(\.key)
    }
    let library = try MathsLibrary(compiler, unary: names(1), binary: names(2))
    for (name, function) in functions {
      let isSingle = name.hasSuffix("f32")
      let found =
        try isSingle
        ? #require(results(library, name, function, zero: Float(0))).map(Double.init)
        : #require(results(library, name, function, zero: 0.0))
      let values = MathsGolden.elements(function.values, 0.0)
      let rests = function.rests.map { MathsGolden.elements($0, Int8(0)) }
      let sizes = function.sizes.map { MathsGolden.elements($0, 0.0) }
      #expect(found.count == values.count && found.count > 10)
      for (i, value) in found.enumerated() {
        let exact = (value: values[i], rest: Double(rests?[i] ?? 0) / 200)
        let error = MathsGolden.error(value, exact, single: isSingle, leastSize: sizes?[i] ?? 0)
        #expect(error <= 2, "\(name) of \(operands(function, i, isSingle)): \(value), not \(exact)")
      }
    }
  }

  /// What the library gives for a function's operands.
  private func results<T: BitwiseCopyable>(
    _ library: MathsLibrary, _ name: String, _ function: Function, zero: T
  ) -> [T]? {
    library.map(name, function.operands.map { MathsGolden.elements($0, zero) }, zero: zero)
  }

  /// A function's operands at a place.
  private func operands(_ function: Function, _ place: Int, _ isSingle: Bool) -> [Double] {
    function.operands.map {
      isSingle
        ? Double(MathsGolden.elements($0, Float(0))[place])
        : MathsGolden.elements($0, 0.0)[place]
    }
  }
}
