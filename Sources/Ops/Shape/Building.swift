import TheanoArrays
import TheanoGraph

/// Returns the variable that `build` makes of `operands`: the error that the first bad operand carries, or
/// the one that `build` throws, with `op`, the operands and the user's line, if there is one.
///
/// All nodes that `build` makes belong to the user's line too, however deep in the stack they are built.
package func building(
  _ op: String, _ operands: [Variable], _ build: () throws -> Variable
) -> Variable {
  let site = Site.capture()
  do {
    for operand in operands { try operand.check() }
    return try Site.inherited == nil ? Site.$inherited.withValue(site, operation: build) : build()
  } catch {
    let cause = error as? GraphError ?? GraphError(.value, "\(error)")
    return Variable(invalid: cause.located(op: op, inputs: operands, site: site))
  }
}

extension NDArray {
  /// Returns the array whose element `i` is this one's at `offset + Σ i[k]·strides[k]`.
  ///
  /// - Throws: `ArrayError` if the shape is not one, or there is no memory for it.
  package func checkedStrided(shape: [Int], strides: [Int], offset: Int = 0) throws -> NDArray {
    _ = try NDArray(checked: shape, dtype: dtype)
    return strided(shape: shape, strides: strides, offset: offset)
  }
}
