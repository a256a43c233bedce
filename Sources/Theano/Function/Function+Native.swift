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

  /// The most memory that one call of the machine code has held, in bytes: temporary arrays, also those that were
  /// kept since earlier calls, and the results that it made; nil if the function is evaluated operation by
  /// operation. Arguments do not count, nor results in memory that was there, nor what matrix products and
  /// operations evaluated outside the machine code need for themselves.
  public var peakBytes: Int? { compiled.evaluator.native?.peakBytes }

  /// What calls of the machine code have taken, those that failed left out, if the function was compiled with
  /// `profile: true`; nil otherwise, and if the function is evaluated operation by operation.
  public var profile: FunctionProfile? { compiled.evaluator.native?.profile(name) }
}
