extension Variable {
  /// Returns the result of applying `op`, which has one result, to `inputs`.
  ///
  /// If an operand carries an error, or `op` does not apply to these operands, the result carries the
  /// (first) error with the place of this call.
  public static func apply(_ op: some Op, _ inputs: [Variable]) -> Variable {
    applyAll(op, inputs)[0]
  }

  /// Returns all results of applying `op` to `inputs`; one variable that carries the error if it cannot be.
  public static func applyAll(_ op: some Op, _ inputs: [Variable], site: Site = .capture())
    -> [Variable]
  {
    if let invalid = inputs.first(where: { $0.error != nil }) { return [invalid] }
    let operands = op.acceptsWeakOperands ? inputs : inputs.map(\.strengthened)
    do {
      let types = try op.infer(operands)
      if types.isEmpty { throw GraphError(.value, "An operation must have a result.") }
      return Apply(op, operands, types: types, site: site).outputs
    } catch {
      let cause = error as? GraphError ?? GraphError(.type, "\(error)")
      return [Variable(invalid: cause.located(op: op.name, inputs: inputs, site: site))]
    }
  }

  /// Throws the error that this variable carries, if it does.
  public func check() throws {
    if let error { throw error }
  }
}
