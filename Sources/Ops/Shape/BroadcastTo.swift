import TheanoGraph

/// Returns `x` repeated to a shape, whose trailing axes must match or be of known length 1 in `x`.
public func broadcastTo(_ x: Variable, _ shape: [any SymbolicLength]) -> Variable {
  alloc(x, shape)
}

/// Returns `x` repeated to the shape that an integer vector of known length holds.
public func broadcastTo(_ x: Variable, _ shape: Variable) -> Variable {
  building("broadcastTo", [x, shape]) {
    alloc(x, try shape.scalarsOfKnownCount(op: "broadcastTo").lengths)
  }
}

/// Returns the tensors, each repeated to the shape that they have together.
public func broadcastArrays(_ tensors: Variable...) -> [Variable] { broadcastArrays(tensors) }

/// Returns the tensors, each repeated to the shape that they have together.
public func broadcastArrays(_ tensors: [Variable]) -> [Variable] {
  guard let first = tensors.first, tensors.count > 1 else { return tensors }
  let model = tensors.dropFirst().reduce(first, fill)
  return tensors.map { fill(model, $0) }
}
