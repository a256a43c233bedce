import Foundation
import TheanoArrays

/// Golden numbers: cases with inputs and the outputs that another system computed.
package struct GoldenFile: Decodable {
  /// The cases, in the file's order.
  package var cases: [GoldenCase]

  /// Reads `Tests/Golden/<name>`.
  package init(_ name: String) throws {
    self = try JSONDecoder().decode(GoldenFile.self, from: GoldenFile.data(name))
  }

  /// The bytes of `Tests/Golden/<name>`.
  package static func data(_ name: String) throws -> Data {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: tests.appendingPathComponent("Golden/\(name)"))
  }
}

/// One case of a golden file.
package struct GoldenCase: Decodable, CustomStringConvertible, Sendable {
  /// The operation's name.
  package var op: String
  /// Its parameters.
  package var args: [String: JSONValue]
  /// Its operands.
  package var inputs: [GoldenArray]
  /// What it gives for them.
  package var outputs: [GoldenArray]
  /// "special" for special values.
  package var tag: String?

  /// The operation with its parameters and the operands' types.
  package var description: String {
    "\(op) \(args.isEmpty ? "" : "\(args) ")\(inputs.map { "\($0.dtype)\($0.shape)" })"
  }
}

/// An array in a golden file: a flat list of numbers, "nan", "inf" and "-inf" as texts, complex numbers
/// as pairs.
package struct GoldenArray: Decodable, Sendable {
  package var dtype: String
  package var shape: [Int]
  package var data: [JSONValue]

  /// The array.
  package func array() throws -> NDArray {
    guard let type = DType(rawValue: dtype) else { throw GoldenError.unknownDType(dtype) }
    switch type.kind {
    case .complex: return NDArray(complexes: data.map(\.complex), shape: shape, dtype: type)
    case .real: return NDArray(reals: data.map(\.real), shape: shape, dtype: type)
    case .integer, .bool: return NDArray(integers: data.map(\.integer), shape: shape, dtype: type)
    }
  }
}

/// What is wrong with a golden file.
package enum GoldenError: Error {
  case unknownDType(String)
}

/// A value of a JSON text.
package enum JSONValue: Decodable, Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int128)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int64.self) {
      // The text -0.0 is a zero of its own.
      let number = integer == 0 ? try? value.decode(Double.self) : nil
      self = number?.sign == .minus ? .number(-0.0) : .integer(Int128(integer))
    } else if let integer = try? value.decode(UInt64.self) {
      self = .integer(Int128(integer))
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  /// The value as a real; texts are the special values.
  package var real: Double {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    case .text("inf"): .infinity
    case .text("-inf"): -.infinity
    default: .nan
    }
  }

  /// The value as an integer; 0 if it is none.
  package var integer: Int128 {
    switch self {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    case .number(let value): Int128(value)
    default: 0
    }
  }

  /// The value as an `Int`, nil if it is not an integer.
  package var int: Int? { if case .integer(let value) = self { Int(value) } else { nil } }

  /// The value as a bool, nil if it is none.
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The value as a complex number: a pair.
  package var complex: Complex<Double> {
    guard case .list(let parts) = self, parts.count == 2 else { return Complex(real) }
    return Complex(parts[0].real, parts[1].real)
  }

  /// The elements of a list, nil for other values.
  package var list: [JSONValue]? { if case .list(let values) = self { values } else { nil } }

  /// The value as a text, nil if it is none.
  package var text: String? { if case .text(let value) = self { value } else { nil } }
}
