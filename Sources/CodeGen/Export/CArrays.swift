import TheanoArrays

/// Returns the definition of an array with the elements of `value`, the shortest texts that give back the same
/// bits; nil if all its bytes are 0.
func cArray(_ name: String, _ value: NDArray) -> String? {
  let isZero = value.withUnsafeBytes { $0.allSatisfy { $0 == 0 } }
  if isZero { return nil }
  let dtype = value.dtype
  let elements: [String]
  if dtype.isComplex {
    let part = dtype.realCounterpart
    elements = value.complexes.map(\.rawStorage).map {
      "{\(part.literal($0.x)), \(part.literal($0.y))}"
    }
  } else if dtype.isFloat {
    elements = value.reals.map { dtype.literal($0) }
  } else {
    elements = value.integers.map { dtype.literal(Int128($0)) }
  }
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
  let head = "static const \(dtype.cType) \(name)[\(value.count)] = {"
  return ([head] + lines + ["};"]).joined(separator: "\n")
}
