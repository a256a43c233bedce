import TheanoGraph

extension Function {
  /// The C text that the function was compiled from: its loops, with the variables' names, and before them
  /// what they use; several texts, one after the other, if the graph is large. Lengths of shared variables may
  /// be numbers in it; for other lengths another text is compiled when they are met.
  /// - Throws: `GraphError` if the function is evaluated operation by operation.
  public var cSource: String {
    get throws {
      if let native = compiled.evaluator.native {
        return native.current.texts.joined(separator: "\n")
      }
      throw GraphError(
        .value,
        "The function \(name) has no C text: its mode, or the lack of a C compiler, has it evaluated "
          + "operation by operation.")
    }
  }

  /// The most memory that a call has held so far, in bytes: temporary arrays and results, not arguments; nil
  /// if the function is evaluated operation by operation.
  public var peakBytes: Int? { compiled.evaluator.native?.current.peakBytes }

  /// What calls have taken so far, if the function was compiled with `profile: true`; nil otherwise, and if the
  /// function is evaluated operation by operation.
  public var profile: FunctionProfile? { compiled.evaluator.native?.current.profile?.summary(name) }
}
