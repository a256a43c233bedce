import TheanoArrays
import TheanoGraph
import TheanoOps

/// Returns a parameter as a variable: numbers are weak constants; Swift arrays of reals, which say
/// nothing of precision, have dtype `floatX`.
func parameterVariable(_ value: any VariableConvertible) -> Variable {
  if let variable = value as? Variable { return variable }
  if let number = value as? any ScalarConvertible { return Variable(weak: number) }
  do {
    guard let host = try (value as? any ArrayConvertible)?.toHostValue() else {
      return try value.toVariable(like: 0)
    }
    let isFree = host.origin == .nested && host.array.dtype.isFloat
    let array = isFree ? host.array.cast(to: Configuration.current.floatX) : host.array
    return Variable(constant: array, site: .capture())
  } catch {
    let cause = error as? GraphError ?? GraphError(.value, "\(error)", site: .capture())
    return Variable(invalid: cause)
  }
}

/// Returns `floatX`, promoted with the float dtypes among `parameters`; literals do not count.
func realDType(_ parameters: [Variable]) -> DType {
  parameters.filter { !$0.type.isWeak && $0.dtype.isFloat }.map(\.dtype)
    .reduce(Configuration.current.floatX, DType.promote)
}

/// Returns the next state and a draw from `distribution`, or twice the variable that carries the
/// error.
func drawing(
  _ distribution: some Distribution, from state: Variable, _ shape: DrawShape,
  _ parameters: [Variable], dtype: DType
) -> (next: Variable, draw: Variable) {
  buildingDraw(distribution.name, [state] + shape.variables + parameters) {
    let ranks = zip(parameters, distribution.parameters).map { $0.ndim - $1.eventRank }
    let size = try shape.resolved(rank: max(0, ranks.max() ?? 0))
    let op = RandomDraw(
      distribution: distribution, ndim: size.ndim, hasShape: size.isGiven, dtype: dtype)
    return Variable.applyAll(op, [state, size.operand] + parameters)
  }
}

/// Returns the next state and the draw that `build` makes, or twice the variable that carries the
/// error.
func buildingDraw(
  _ name: String, _ operands: [Variable], _ build: () throws -> [Variable]
) -> (next: Variable, draw: Variable) {
  do {
    for operand in operands { try operand.check() }
    let results = try build()
    return (results[0], results[results.count - 1])
  } catch {
    let cause = error as? GraphError ?? GraphError(.value, "\(error)")
    let invalid = Variable(invalid: cause.located(op: name, inputs: operands, site: .capture()))
    return (invalid, invalid)
  }
}
