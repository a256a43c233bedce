import TheanoGraph

extension Function {
  /// The C text of the function: its loops, with the variables' names, and before them what they use; several
  /// texts, one after the other, if the graph is large. Lengths of shared variables may be numbers in it; for
  /// other lengths another text is compiled when they are met.
  ///
  /// Comments say what loops compute, as `pp` writes it, and on which of your lines it was built. They are made when
  /// this is read, and not when the function is compiled: the text that was compiled is the same but for
  /// comments (and for names that variables have been given since).
  /// - Throws: `GraphError` if the function is evaluated operation by operation.
  /// - Complexity: that of scheduling the function's graph, and of finding its lines.
  public var cSource: String {
    get throws {
      if let native = compiled.evaluator.native {
        return try native.current.describedTexts.joined(separator: "\n")
      }
      throw GraphError(
        .value,
        "The function \(name) has no C text: its mode, or the lack of a C compiler, has it evaluated "
          + "operation by operation.")
    }
  }

  /// The most memory that a call has held so far, in bytes: temporary arrays and results, not arguments; nil
  /// if the function is evaluated operation by operation.
  public var peakBytes: Int? { compiled.evaluator.native?.peakBytes }

  /// What calls have taken so far, if the function was compiled with `profile: true`; nil otherwise, and if the
  /// function is evaluated operation by operation.
  public var profile: FunctionProfile? { compiled.evaluator.native?.profile(name) }
}
