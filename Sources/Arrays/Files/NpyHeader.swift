/// What a `.npy` file says about its array: a Python dictionary with three keys.
struct NpyHeader: Equatable {
  /// The type of the elements.
  var dtype: DType
  /// Whether the elements are stored with the most significant byte first.
  var isBigEndian: Bool
  /// Whether the first axis varies fastest.
  var isFortranOrder: Bool
  /// The length of each axis.
  var shape: [Int]

  /// Reads a header's text, for example `{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }`.
  ///
  /// - Throws: `ArrayError` if it is malformed, lacks a key, or its dtype is none of ours.
  /// - Complexity: O(`text.count`)
  init(parsing text: UnsafeRawBufferPointer) throws {
    var parser = PythonLiteralParser(text)
    let entries = try parser.dictionary()
    guard entries.count == 3, let descr = entries["descr"],
      case .bool(let fortran)? = entries["fortran_order"],
      case .integers(let shape)? = entries["shape"]
    else {
      throw ArrayError(
        .format,
        "the header of an .npy file must give 'descr', 'fortran_order' and 'shape', "
          + "and gives \(entries.keys.sorted().prefix(5))")
    }
    guard case .string(let code) = descr else {
      throw ArrayError(.format, "structured dtypes in .npy files are not supported")
    }
    (dtype, isBigEndian) = try NpyHeader.dtype(code)
    isFortranOrder = fortran
    self.shape = shape
  }

  /// Returns the dtype with NumPy's code `code`, such as `<f8`, and whether it is big-endian.
  ///
  /// - Throws: `ArrayError` if it is none of ours; the sentence says what it is.
  private static func dtype(_ code: String) throws -> (DType, isBigEndian: Bool) {
    let order = code.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    let name = order == nil ? code : String(code.dropFirst())
    if name == "?" { return (.bool, false) }
    let hostIsBig = 1.bigEndian == 1
    if let dtype = DType.allCases.first(where: { $0.npyName == name }) {
      return (dtype, order == ">" || (order != "<" && hostIsBig))
    }
    let what =
      switch name.first {
      case "O": "Python objects"
      case "S", "a": "byte strings"
      case "U": "strings"
      case "V": "raw bytes"
      case "M", "m": "dates and times"
      case "f", "c": "floats of unusual size"
      default: "elements of unknown type"
      }
    throw ArrayError(.format, "the .npy file holds \(what) (dtype '\(code)'): not supported")
  }

  /// The beginning of a version 1.0 file with such an array, up to the elements: the very bytes that
  /// NumPy writes.
  static func prefix(dtype: DType, shape: [Int]) -> [UInt8] {
    let order = dtype.size == 1 ? "|" : 1.bigEndian == 1 ? ">" : "<"
    var text =
      "{'descr': '\(order)\(dtype.npyName)', 'fortran_order': False, 'shape': \(shapeText(shape)), }"
    if let first = shape.first {
      // NumPy leaves room so that a file can grow along its first axis.
      text += String(repeating: " ", count: 21 - String(first).utf8.count)
    }
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    let length = text.utf8.count + 1
    let padding = (64 - (magic.count + 2 + length) % 64) % 64
    let total = length + padding
    return magic + [UInt8(total & 0xFF), UInt8(total >> 8)] + Array(text.utf8)
      + [UInt8](repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }
}

extension DType {
  /// The name in `.npy` files, without byte order: `f8` for float64.
  var npyName: String {
    let letter =
      switch kind {
      case .bool: "b"
      case .integer: isUnsigned ? "u" : "i"
      case .real: "f"
      case .complex: "c"
      }
    return letter + String(size)
  }
}
