extension NDArray {
  /// The element of an array of rank 0 as NumPy prints a scalar: with all digits that tell it from
  /// other values of its type, whatever the precision of arrays.
  var scalarText: String {
    switch dtype {
    case .bool: return withElements(as: Bool.self) { $0[0] ? "True" : "False" }
    case .float16: return withElements(as: Float16.self) { realText($0[0], trim: .toOneZero) }
    case .float32: return withElements(as: Float.self) { realText($0[0], trim: .toOneZero) }
    case .float64: return withElements(as: Double.self) { realText($0[0], trim: .toOneZero) }
    case .complex64:
      return withElements(as: Complex<Float>.self) {
        complexText($0[0].rawStorage.x, $0[0].rawStorage.y)
      }
    case .complex128:
      return withElements(as: Complex<Double>.self) {
        complexText($0[0].rawStorage.x, $0[0].rawStorage.y)
      }
    default:
      return integers.first.map(String.init) ?? ""
    }
  }
}

/// Returns a real scalar, in scientific notation if it is very large or very small.
private func realText<T: BinaryFloatingPoint>(
  _ x: T, trim: ZeroTrim, plus: Bool = false
) -> String {
  if x.isNaN { return plus ? "+nan" : "nan" }
  if x.isInfinite { return x < 0 ? "-inf" : plus ? "+inf" : "inf" }
  let size = Double(x.magnitude)
  let cutoff = T.significandBitCount < 12 ? 1e3 : T.significandBitCount < 24 ? 1e6 : 1e16
  if size == 0 || (size >= 1e-4 && size < cutoff) {
    return FloatText(positional: x, trim: trim, plus: plus).text
  }
  return FloatText(scientific: x, trim: .all, plus: plus).text
}

/// Returns a complex scalar: `(1+2j)`, or `2j` if the real part is zero.
private func complexText<T: BinaryFloatingPoint>(_ real: T, _ imaginary: T) -> String {
  if real == 0, real.sign == .plus { return realText(imaginary, trim: .all) + "j" }
  return "(" + realText(real, trim: .all) + realText(imaginary, trim: .all, plus: true) + "j)"
}
