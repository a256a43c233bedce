import Foundation
import TestSupport
import Theano

/// What `theano.json` holds; its generator says what the sections are.
struct GoldenTheano: Decodable, Sendable {
  var dtypes: DTypes
  var pp: [Text]
  var ppGradient: [GradientText]
  var ppOptimised: [Text]
  var debugprint: [Text]
  var values: [Value]
  var kinks: [Slope]
  var gradients: [Slope]
  var scan: [Loop]
  var errors: [Failure]

  struct DTypes: Decodable, Sendable {
    var order: [String]
    var binary: [String: [[String?]]]
    var unary: [String: [String?]]
    var mulByLiteral: [String: [String?]]
  }

  struct Text: Decodable, Sendable {
    var expr: String
    var text: String
  }

  struct GradientText: Decodable, Sendable {
    var cost: String
    var wrt: String
    var text: String
  }

  struct Value: Decodable, Sendable, CustomStringConvertible {
    var expr: String
    var inputs: [String: GoldenArray]
    var output: GoldenArray
    var description: String { expr }
  }

  struct Slope: Decodable, Sendable, CustomStringConvertible {
    var name: String?
    var source: String
    var at: [String: GoldenArray]
    var value: GoldenArray
    var grad: [String: GoldenArray]
    var description: String { "\(name ?? source) \(at.mapValues(\.data))" }
  }

  struct Loop: Decodable, Sendable, CustomStringConvertible {
    var name: String
    var inputs: [String: GoldenArray]
    var outputs: [GoldenArray]
    var state: [GoldenArray]?
    var description: String { name }
  }

  struct Failure: Decodable, Sendable, CustomStringConvertible {
    var name: String
    var exception: String
    var message: String
    var more: [String]?
    var description: String { name }
  }

  /// The file; the tests that use it fail if it cannot be read.
  static let file = Result {
    try JSONDecoder().decode(GoldenTheano.self, from: GoldenFile.data("theano.json"))
  }

  /// A section of the file, empty if it cannot be read.
  static func section<Case>(_ path: KeyPath<GoldenTheano, [Case]>) -> [Case] {
    (try? file.get())?[keyPath: path] ?? []
  }
}
