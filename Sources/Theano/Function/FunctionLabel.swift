import TheanoGraph

/// What a function is called in messages. It is made into text only when a message needs it, since to
/// find a file and line starts a symbolizer, which takes longer than compiling a small function.
indirect enum FunctionLabel: Sendable {
  /// The name that the user gave.
  case given(String)
  /// The place of the call of `function`.
  case place(Site)
  /// The label of a copy that was given no name.
  case copy(of: FunctionLabel)

  /// The name, or the file and line; " copy" follows for each time it was copied.
  var text: String {
    var (label, suffix) = (self, "")
    while case .copy(let original) = label {
      suffix += " copy"
      label = original
    }
    switch label {
    case .given(let name): return name + suffix
    case .place(let site): return site.description + suffix
    case .copy: return suffix
    }
  }
}
