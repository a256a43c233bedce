import TheanoArrays

/// Returns the definition of an array with the elements of `value`, the shortest texts that give back the same
/// bits; nil if all its bytes are 0.
func cArray(_ name: String, _ value: NDArray) -> String? {
  let isZero = value.withUnsafeBytes { $0.allSatisfy { $0 == 0 } }
  if isZero { return nil }
  let elements =
    value.dtype.isFloat
    ? value.reals.map { value.dtype.literal($0) }
    : value.integers.map { value.dtype.literal(Int128($0)) }
  var lines: [String] = []
  var line = ""
  for element in elements {
    if line.count + element.count > 96 {
      lines.append("  \(line)")
      line = ""
    }
    line += line.isEmpty ? "\(element)," : " \(element),"
  }
  lines.append("  \(line)")
  let head = "static const \(value.dtype.cType) \(name)[\(value.count)] = {"
  return ([head] + lines + ["};"]).joined(separator: "\n")
}
