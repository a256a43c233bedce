import Foundation
import TestSupport

/// `maths.json`: operands and what functions give for them, as mpmath computes them with 50 digits.
struct MathsGolden: Decodable {
  /// The operands of functions of one number, by width.
  private var points: [String: Data]
  /// The operands of functions of two numbers, by width.
  private var pairs: [String: [Data]]
  /// The results as the nearest float64, by function and width.
  private var values: [String: Data]
  /// By how many 1/200 of a unit in the last place the exact result is larger.
  private var rests: [String: Data]

  /// Reads the file.
  static func read() throws -> MathsGolden {
    try JSONDecoder().decode(MathsGolden.self, from: GoldenFile.data("maths.json"))
  }

  /// The functions' names, with their width.
  var names: [String] { values.keys.sorted() }

  /// Whether a function takes two numbers.
  func isBinary(_ name: String) -> Bool {
    ["pow_", "atan2_", "mod_"].contains { name.hasPrefix($0) }
  }

  /// The float32 operands of a function.
  func singles(_ name: String) -> [[Float]] {
    (isBinary(name) ? pairs["f32"] ?? [] : [points["f32"] ?? Data()]).map { Self.elements($0, 0) }
  }

  /// The float64 operands of a function.
  func doubles(_ name: String) -> [[Double]] {
    (isBinary(name) ? pairs["f64"] ?? [] : [points["f64"] ?? Data()]).map { Self.elements($0, 0) }
  }

  /// The results of a function: the nearest float64, and what is missing in units in the last place.
  func results(_ name: String) -> [(value: Double, rest: Double)] {
    let values: [Double] = Self.elements(self.values[name] ?? Data(), 0)
    let rests: [Int8] = Self.elements(self.rests[name] ?? Data(count: values.count), 0)
    return zip(values, rests).map { ($0, Double($1) / 200) }
  }

  /// The numbers in some bytes.
  static func elements<T>(_ data: Data, _ zero: T) -> [T] {
    var result = [T](repeating: zero, count: data.count / MemoryLayout<T>.size)
    _ = result.withUnsafeMutableBytes { data.copyBytes(to: $0) }
    return result
  }
}
