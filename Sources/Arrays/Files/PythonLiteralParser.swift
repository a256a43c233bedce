/// A parser of the little Python that headers of `.npy` files are written in: a dictionary from strings
/// to strings, truth values and tuples of integers.
struct PythonLiteralParser {
  /// A value in the dictionary.
  enum Value {
    /// A string.
    case string(String)
    /// `True` or `False`.
    case bool(Bool)
    /// A tuple of integers that are not negative.
    case integers([Int])
    /// A list: the fields of a structured dtype; its contents were skipped.
    case list
  }

  /// The text.
  private let text: UnsafeRawBufferPointer
  /// The place of the next character.
  private var next = 0

  /// Creates a parser of `text`, which must stay valid as long as it is used.
  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// Reads a dictionary, which must be all there is.
  ///
  /// - Throws: `ArrayError` if the text is malformed.
  /// - Complexity: O(length of the text)
  mutating func dictionary() throws -> [String: Value] {
    var result: [String: Value] = [:]
    try expect("{")
    while !accept("}") {
      let key = try string()
      try expect(":")
      guard try result.updateValue(value(), forKey: key) == nil else {
        throw malformed("has the key '\(key)' twice")
      }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    guard peek() == nil else { throw malformed("goes on after its end") }
    return result
  }

  /// Reads a value.
  private mutating func value() throws -> Value {
    switch peek() {
    case "'", "\"": return .string(try string())
    case "(": return .integers(try tuple())
    case "[":
      try skipList()
      return .list
    default:
      let word = self.word()
      if word == "True" { return .bool(true) }
      if word == "False" { return .bool(false) }
      throw malformed("has a value that is not understood at character \(next)")
    }
  }

  /// Reads a tuple of integers: `()`, `(3,)`, `(2, 3)`.
  private mutating func tuple() throws -> [Int] {
    var result: [Int] = []
    try expect("(")
    while !accept(")") {
      var digits = word()
      // Python 2 wrote an L after long integers.
      if digits.last == "L" { digits.removeLast() }
      guard let first = digits.utf8.first, first >= 48, first <= 57, let length = Int(digits) else {
        throw malformed("has an axis of length '\(digits)'")
      }
      result.append(length)
      if !accept(",") {
        try expect(")")
        break
      }
    }
    return result
  }

  /// Skips a list with what is in it.
  private mutating func skipList() throws {
    var depth = 0
    repeat {
      guard let character = peek() else { throw malformed("ends within a list") }
      if character == "'" || character == "\"" {
        _ = try string()
        continue
      }
      if character == "[" { depth += 1 } else if character == "]" { depth -= 1 }
      next += 1
    } while depth > 0
  }

  /// Reads a string in quotes, without escapes.
  private mutating func string() throws -> String {
    guard let quote = peek(), quote == "'" || quote == "\"" else {
      throw malformed("lacks a string at character \(next)")
    }
    next += 1
    let start = next
    while next < text.count, text[next] != UInt8(ascii: quote) { next += 1 }
    guard next < text.count else { throw malformed("ends within a string") }
    next += 1
    return String(decoding: text[start..<next - 1], as: UTF8.self)
  }

  /// Reads letters and digits.
  private mutating func word() -> String {
    _ = peek()
    let start = next
    while next < text.count, isWordCharacter(text[next]) { next += 1 }
    return String(decoding: text[start..<next], as: UTF8.self)
  }

  /// Whether a byte is an ASCII letter, a digit or a sign.
  private func isWordCharacter(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
  }

  /// Returns the next character that is no space, without using it up; nil at the end.
  private mutating func peek() -> Unicode.Scalar? {
    while next < text.count, [9, 10, 13, 32].contains(text[next]) { next += 1 }
    return next < text.count ? Unicode.Scalar(text[next]) : nil
  }

  /// Uses up `character` if it is the next one, and returns whether it was.
  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard peek() == character else { return false }
    next += 1
    return true
  }

  /// Uses up `character`.
  ///
  /// - Throws: `ArrayError` if it is not the next one.
  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard accept(character) else { throw malformed("lacks '\(character)' at character \(next)") }
  }

  /// Returns an error about the header.
  private func malformed(_ how: String) -> ArrayError {
    ArrayError(.format, "the header of an .npy file \(how)")
  }
}
