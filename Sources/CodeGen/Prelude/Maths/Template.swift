/// What differs between the texts of a function for float32 and float64.
enum TemplateValue {
  /// A constant.
  case number(Float, Double)
  /// Any text.
  case text(String, String)
  /// A polynomial of the variable `of`, its coefficients from the lowest power on. Where the
  /// variable's square is in `square`, even and odd powers are added up apart: one more
  /// multiplication, but half as many steps that wait for each other.
  case polynomial(of: String, square: String? = nil, [Float], [Double])
  /// The statements that set a float64 variable to a polynomial of the variable `of`, of fewer terms where a
  /// float32 comes of it; the coefficients from the lowest power on.
  case steps(String, of: String, [Double], [Double])

  /// The C text for float32 or float64.
  func text(single: Bool) -> String {
    switch self {
    case .number(let float, let double): single ? "\(float)f" : "\(double)"
    case .text(let float, let double): single ? float : double
    case .polynomial(let variable, let square, let singles, let doubles):
      Self.polynomial(
        variable, square, single ? singles.map { "\($0)f" } : doubles.map { "\($0)" })
    case .steps(let result, let variable, let few, let many):
      Self.steps(result, variable, single ? few : many)
    }
  }

  /// A polynomial as C statements, one for each coefficient.
  private static func steps(
    _ result: String, _ variable: String, _ coefficients: [Double]
  ) -> String {
    let others = coefficients.dropLast().reversed().map {
      "\(result) = \(result) * \(variable) \($0 < 0 ? "-" : "+") \($0.magnitude);"
    }
    return (["double \(result) = \(coefficients.last ?? 0);"] + others).joined(separator: "\n  ")
  }

  /// A polynomial as a C expression.
  private static func polynomial(
    _ variable: String, _ square: String?, _ coefficients: [String]
  ) -> String {
    func horner(_ variable: String, _ coefficients: [String]) -> String {
      let text = coefficients.dropLast().reversed()
        .reduce(coefficients.last ?? "0") { "(\($0) * \(variable) + \($1))" }
      return text
    }
    guard let square else { return horner(variable, coefficients) }
    func everySecond(_ start: Int) -> [String] {
      stride(from: start, to: coefficients.count, by: 2).map { coefficients[$0] }
    }
    return "(\(horner(square, everySecond(1))) * \(variable) + \(horner(square, everySecond(0))))"
  }
}

/// Makes the float32 and the float64 piece of a function from one text.
///
/// In the text `real` stands for the C type and `bits` for the integer of its size, `_fN` and `_FN` for the suffixes
/// of names, `#` for that of literals and builtins, and `{name}` for one of the `values`; in `needs` `_fN` too.
func bothWidths(
  _ name: String, needs: [String] = [],
  _ values: @autoclosure @escaping @Sendable () -> [String: TemplateValue] = [:], _ text: String
) -> [PreludePiece] {
  [true, false].map { single in
    PreludePiece(
      name + (single ? "_f32" : "_f64"), needs: needs.map { filled($0, single: single) },
      filled(text, values(), single: single))
  }
}

/// Puts in what a template leaves open. Bytes, as programs wait for this when they begin.
private func filled(
  _ template: String, _ values: [String: TemplateValue] = [:], single: Bool
) -> String {
  let text = Array(template.utf8)
  var result: [UInt8] = []
  result.reserveCapacity(text.count + 500)
  var place = 0
  while place < text.count {
    let start = place
    while place < text.count, text[place].isOfWord { place += 1 }
    if place > start {
      result += filled(word: text[start..<place], single: single)
      continue
    }
    place += 1
    switch text[start] {
    case UInt8(ascii: "#") where start > 0 && text[start - 1].isOfWord:
      if single { result.append(UInt8(ascii: "f")) }
    case UInt8(ascii: "{"):
      let end = text[place...].firstIndex { !$0.isOfWord } ?? text.count
      if end > place, let value = values[String(decoding: text[place..<end], as: UTF8.self)] {
        result += value.text(single: single).utf8
        place = end + 1
      } else {
        result.append(text[start])
      }
    default: result.append(text[start])
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// What stands for a word of a template.
private func filled(word: ArraySlice<UInt8>, single: Bool) -> [UInt8] {
  func ends(_ suffix: StaticString) -> Bool {
    suffix.withUTF8Buffer { word.suffix($0.count).elementsEqual($0) }
  }
  if word.count == 4, ends("real") { return Array((single ? "float" : "double").utf8) }
  if word.count == 4, ends("bits") {
    return Array((single ? "unsigned" : "unsigned long long").utf8)
  }
  if ends("_fN") { return word.dropLast() + (single ? "32" : "64").utf8 }
  if ends("_FN") { return word.dropLast() + (single ? "32" : "64").utf8 }
  return Array(word)
}

extension UInt8 {
  /// Whether names in C may have it in them: a letter, a digit or an underscore.
  var isOfWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
