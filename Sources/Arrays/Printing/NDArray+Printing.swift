extension NDArray: CustomStringConvertible, CustomDebugStringConvertible {
  /// This array as NumPy's `str` writes it: `[1.  2.5]`; a scalar as a number: `1.5`.
  public var description: String { text() }

  /// This array as NumPy's `repr` writes it: `array([1. , 2.5], dtype=float32)`.
  public var debugDescription: String { debugText() }

  /// Returns this array as NumPy's `str` writes it with such options.
  ///
  /// - Complexity: O(printed elements)
  public func text(_ options: PrintOptions = PrintOptions()) -> String {
    if ndim == 0 { return scalarText }
    return body(options, separator: " ", prefix: 0)
  }

  /// Returns this array as NumPy's `repr` writes it with such options.
  ///
  /// - Complexity: O(printed elements)
  public func debugText(_ options: PrintOptions = PrintOptions()) -> String {
    var inner = options
    inner.lineWidth -= 1
    let text = "array(" + body(inner, separator: ", ", prefix: 6)
    var extras: [String] = []
    if (count == 0 && shape != [0]) || count > options.threshold {
      extras.append("shape=" + shapeText(shape))
    }
    if count == 0 || ![.bool, .int64, .float64, .complex128].contains(dtype) {
      extras.append("dtype=\(dtype)")
    }
    if extras.isEmpty { return text + ")" }
    let extra = extras.joined(separator: ", ") + ")"
    let lastLine = text.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
    let fits = lastLine + extra.utf8.count + 1 <= options.lineWidth
    return text + "," + (fits ? " " : "\n      ") + extra
  }

  /// Returns the elements in brackets; lines after the first are indented by `prefix`.
  private func body(_ options: PrintOptions, separator: String, prefix: Int) -> String {
    if count == 0 { return "[]" }
    let isSummary = count > options.threshold
    let shown = isSummary ? cornerIndices(options.edgeItems) : Array(0..<count)
    var layout = ArrayLayout(
      shape: shape, texts: texts(of: shown, options), separator: separator,
      edge: isSummary ? options.edgeItems : nil)
    return layout.text(
      axis: 0, indent: String(repeating: " ", count: prefix + 1), width: options.lineWidth)
  }

  /// Returns the row-major numbers of the first and last `edge` elements along each axis.
  private func cornerIndices(_ edge: Int) -> [Int] {
    var indices = [0]
    for length in shape {
      let kept =
        2 * edge < length
        ? Array(0..<edge) + Array(length - edge..<length) : Array(0..<length)
      indices = indices.flatMap { index in kept.map { index * length + $0 } }
    }
    return indices
  }

  /// Returns the texts of elements, aligned with each other.
  private func texts(of shown: [Int], _ options: PrintOptions) -> [String] {
    /// Reads elements as they are stored.
    func read<T: ArrayElement>(_: T.Type) -> [T] {
      withElements(as: T.self) { elements in shown.map { elements[$0] } }
    }
    /// Reads integers as texts.
    func integerTexts<T: ArrayElement>(_ type: T.Type) -> [String] { read(type).map { "\($0)" } }
    /// Formats real numbers.
    func reals<T: BinaryFloatingPoint>(_ values: [T], plus: Bool = false) -> [String] {
      let format = FloatFormat(values, options, plus: plus)
      return values.map(format.text)
    }
    /// Formats complex numbers: two columns, with the unit before the second one's padding.
    func complexes<T: BinaryFloatingPoint>(_ real: [T], _ imaginary: [T]) -> [String] {
      zip(reals(real), reals(imaginary, plus: true)).map { real, imaginary in
        let spaces = imaginary.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
        return real + imaginary.dropLast(spaces) + "j" + String(repeating: " ", count: spaces)
      }
    }
    switch dtype {
    case .bool: return read(Bool.self).map { $0 ? (ndim == 0 ? "True" : " True") : "False" }
    case .float16: return reals(read(Float16.self))
    case .float32: return reals(read(Float.self))
    case .float64: return reals(read(Double.self))
    case .complex64:
      let values = read(Complex<Float>.self)
      return complexes(values.map(\.rawStorage.x), values.map(\.rawStorage.y))
    case .complex128:
      let values = read(Complex<Double>.self)
      return complexes(values.map(\.rawStorage.x), values.map(\.rawStorage.y))
    default:
      let texts = integerTexts(dtype.elementType)
      let width = texts.reduce(0) { Swift.max($0, $1.utf8.count) }
      return texts.map { padded($0, toWidth: width) }
    }
  }
}
