import TheanoGraph

extension IndexStructure {
  /// The error for an index of more axes than there are.
  func tooManyIndices(rank: Int) -> GraphError {
    let count = entries.reduce(0) { $0 + $1.axisCount }
    return GraphError(
      .index,
      "too many indices for array: the tensor has \(rank) axes, and \(count) are indexed")
  }
}

/// The error for a variable that is no index.
func notAnIndex(_ variable: Variable) -> GraphError {
  GraphError(
    .type, "index must be integers or a boolean mask, not \(variable) of \(variable.type)")
}

/// The error for a variable that is no bound of a slice.
func notABound(_ variable: Variable) -> GraphError {
  GraphError(
    .type,
    "Expected an integer: a bound of a slice is an integer scalar, not \(variable) of "
      + "\(variable.type)")
}

/// What is wrong with a step of 0.
let zeroStepText = "slice step cannot be zero"

/// What is wrong with a place outside an axis.
func outOfBoundsText(_ place: Int128, axis: Int, length: Int) -> String {
  "index out of bounds: index \(place) along axis \(axis), which has length \(length)"
}

/// What is wrong with index arrays of these shapes.
func mismatchText(_ shapes: [[String]]) -> String {
  let texts = shapes.map { "(\($0.joined(separator: ", "))\($0.count == 1 ? "," : ""))" }
  return "shape mismatch: indexing arrays could not be broadcast together with shapes "
    + texts.joined(separator: " ")
    + "; an axis of length 1 broadcasts only if its variable is declared so"
}

/// What is wrong with a mask.
func maskText(length: Int, axis: Int, size: Int) -> String {
  "boolean index did not match indexed array along axis \(axis): the axis has length \(size), the "
    + "mask \(length)"
}
