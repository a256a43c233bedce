/// Element texts put into brackets and lines, as NumPy does it.
struct ArrayLayout {
  /// The array's shape.
  let shape: [Int]
  /// The texts of the elements shown, in row-major order.
  let texts: [String]
  /// What separates elements, a space at its end.
  let separator: String
  /// The number of elements shown at each edge of a summary, nil if all are shown.
  let edge: Int?
  /// The number of texts used so far.
  private var used = 0

  /// Creates a layout.
  init(shape: [Int], texts: [String], separator: String, edge: Int?) {
    self.shape = shape
    self.texts = texts
    self.separator = separator
    self.edge = edge
  }

  /// Returns the next part of the array along `axis`; lines after the first start with `indent`.
  mutating func text(axis: Int, indent: String, width: Int) -> String {
    if axis == shape.count { return next() }
    let length = shape[axis]
    let summary = edge.map { 2 * $0 < length } ?? false
    let leading = summary ? edge ?? 0 : 0
    let trailing = summary ? edge ?? 0 : length
    return axis == shape.count - 1
      ? row(leading: leading, trailing: trailing, summary: summary, indent: indent, width: width)
      : rows(axis, leading: leading, trailing: trailing, summary: summary, indent, width)
  }

  /// Returns the text of the next element.
  private mutating func next() -> String {
    used += 1
    return used <= texts.count ? texts[used - 1] : ""
  }

  /// Returns parts along an axis that is not the last, each on lines of its own.
  private mutating func rows(
    _ axis: Int, leading: Int, trailing: Int, summary: Bool, _ indent: String, _ width: Int
  ) -> String {
    let comma = separator.dropLast()
    let lines = comma + String(repeating: "\n", count: shape.count - axis - 1)
    var parts: [String] = []
    for _ in 0..<leading {
      parts.append(text(axis: axis + 1, indent: indent + " ", width: width - 1))
    }
    if summary { parts.append("...") }
    for _ in 0..<trailing {
      parts.append(text(axis: axis + 1, indent: indent + " ", width: width - 1))
    }
    return "[" + parts.joined(separator: lines + indent) + "]"
  }

  /// Returns the elements along the last axis, with lines wrapped at `width`.
  private mutating func row(
    leading: Int, trailing: Int, summary: Bool, indent: String, width: Int
  ) -> String {
    var words: [String] = []
    for _ in 0..<leading { words.append(next()) }
    if summary { words.append("...") }
    for _ in 0..<trailing { words.append(next()) }
    var finished = ""
    var line = indent
    for (number, word) in words.enumerated() {
      if line.utf8.count + word.utf8.count > width - 1, line.utf8.count > indent.utf8.count {
        while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
        finished += line + "\n"
        line = indent
      }
      line += word
      if number < words.count - 1 { line += separator }
    }
    return "[" + (finished + line).dropFirst(indent.count) + "]"
  }
}
