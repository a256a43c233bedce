/// Names that C allows, each given once.
struct CNames {
  /// Lower-case names that are taken.
  private var taken: Set<String>

  /// What C and C++ take for something else.
  private static let keywords: Set<String> = [
    "alignas", "alignof", "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class",
    "const", "constexpr", "continue", "decltype", "default", "delete", "do", "double", "else",
    "enum", "explicit", "export", "extern", "false", "float", "for", "friend", "goto", "if",
    "inline", "int", "long", "mutable", "namespace", "new", "noexcept", "not", "nullptr",
    "operator", "or", "private", "protected", "public", "register", "restrict", "return", "short",
    "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try",
    "typedef", "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "while",
    "xor",
  ]

  /// Creates a set of names in which some are taken.
  init(reserved: [String]) { taken = CNames.keywords.union(reserved) }

  /// Creates a set of names that are used as parts of others.
  init() { taken = [] }

  /// Whether C allows a name.
  static func isName(_ text: String) -> Bool {
    text == letters(text) && !keywords.contains(text)
      && text.first.map { $0.isLetter || $0 == "_" } == true
  }

  /// Returns a text with an underscore in place of what is neither a letter nor a digit.
  private static func letters(_ text: String) -> String {
    String(
      text.map { character in
        let isAllowed = character.isASCII && (character.isLetter || character.isNumber)
        return isAllowed ? character : "_"
      })
  }

  /// Returns a variable with a name of its own.
  mutating func renamed(_ variable: CLibrary.Variable) -> CLibrary.Variable {
    var variable = variable
    var base = CNames.letters(variable.name)
    if base.first.map({ $0.isLetter }) != true { base = "v\(base)" }
    var name = base
    var number = 1
    while taken.contains(name) || taken.contains("\(name)_lengths") {
      number += 1
      name = "\(base)_\(number)"
    }
    taken.formUnion([name, "\(name)_lengths"])
    variable.name = name
    return variable
  }
}

extension CLibrary {
  /// Whether a library may have this name.
  package static func isName(_ text: String) -> Bool { CNames.isName(text) }
}
