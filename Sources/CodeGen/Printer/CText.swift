/// Returns a comment of one line of C that says `text`, in which a user's words may be.
///
/// Whatever would end the line becomes a space, and what at its end would join the next line to it is left
/// out: a backslash, and `??/`, which strict C11 takes for one.
func lineComment(_ text: String) -> String {
  var scalars = text.unicodeScalars.map { $0.isVisible ? $0 : " " }
  while let last = scalars.last {
    if last == " " || last == "\\" {
      scalars.removeLast()
    } else if scalars.suffix(3) == ["?", "?", "/"] {
      scalars.removeLast(3)
    } else {
      break
    }
  }
  var comment = String.UnicodeScalarView("// ".unicodeScalars)
  comment.append(contentsOf: scalars)
  return String(comment)
}

/// Returns a string literal of C that says `text`, in which a user's words may be.
func stringLiteral(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { scalar -> String in
    switch scalar {
    // Two question marks may begin what strict C11 takes for another character.
    case "\"", "\\", "?": "\\\(scalar)"
    default: scalar.isVisible ? String(scalar) : " "
    }
  }
  return "\"\(scalars.joined())\""
}

extension Unicode.Scalar {
  /// Whether it stands for itself in a line: it is no control character, neither ends a line nor turns its
  /// direction.
  fileprivate var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
