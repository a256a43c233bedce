import TheanoGraph

/// An operation on windows over the last axes of a tensor.
protocol PoolOp: ShapedOp {
  /// How the windows lie.
  var form: PoolForm { get }
}

extension PoolOp {
  package var debugName: String { name + form.text }

  /// That of a result with a number for each window of the first operand.
  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let x = call.inputs[0]
    let first = x.ndim - form.rank
    let length = x.length(ofAxis: axis)
    return axis < first ? length : form.output(axis: axis - first, length: length)
  }
}
