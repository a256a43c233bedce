import TheanoArrays
import TheanoGraph

/// What the operations that write to a part of a tensor have in common. Their operands are the tensor, the
/// values, which have the part's rank, and the structure's operands.
extension IndexStructure {
  /// Returns the type of the result of a write.
  ///
  /// - Throws: `GraphError` if the values' shape certainly is not the part's.
  func writtenType(_ x: [Variable]) throws -> TensorType {
    let (tensor, values) = (x[0].type, x[1].type)
    let part = try resultShape(of: tensor.shape, operands: Array(x.dropFirst(2)))
    if values.ndim != part.count {
      throw GraphError(
        .type,
        "Trying to increment a \(part.count)-dimensional subtensor with a "
          + "\(values.ndim)-dimensional value.")
    }
    if values.dtype != tensor.dtype {
      throw GraphError(.type, "Values of \(values.dtype) cannot be written to \(tensor).")
    }
    for (axis, (mine, theirs)) in zip(values.shape, part).enumerated() where mine != 1 {
      guard let mine, let theirs, mine != theirs else { continue }
      throw GraphError(
        .shape,
        "The values to be written have length \(mine) along axis \(axis), the part of the tensor "
          + "\(theirs).")
    }
    return tensor
  }

  /// Returns the tensor with the values written to its part.
  func write(_ x: [NDArray], _ call: Apply, isSet: Bool) throws -> NDArray {
    let selection = try Selection(self, of: x, call, operandsFrom: 2)
    let values = call.inputs[1].type.shape
    for (axis, (mine, theirs)) in zip(x[1].shape, selection.shape).enumerated()
    where mine != theirs && values[axis] != 1 {
      throw EvaluationError(
        "Values of shape \(shapeText(x[1].shape)) cannot be written to a part of shape "
          + "\(shapeText(selection.shape)): axis \(axis). An axis of length 1 broadcasts only if its "
          + "variable is declared so.")
    }
    let full = x[1].broadcast(to: selection.shape)
    return isSet
      ? x[0].scattering(full, to: selection.offsets)
      : x[0].accumulating(full, at: selection.offsets)
  }

  /// Returns the forward derivative of a write by `op`, which is linear in the tensor and the values.
  func pushforwardOfWrite(_ call: Apply, _ dx: [Variable?], _ op: some Op) throws -> [Variable?] {
    guard dx[0] != nil || dx[1] != nil else { return [nil] }
    let tensor = dx[0] ?? call.inputs[0].zerosLike()
    let values = dx[1] ?? call.inputs[1].zerosLike()
    return [.apply(op, [tensor, values] + call.inputs.dropFirst(2))]
  }
}

extension Variable {
  /// A zero of this variable's dtype that can be written to a part of `rank` axes.
  func zeroForWriting(rank: Int) -> Variable {
    Variable(
      constant: NDArray(zeros: Array(repeating: 1, count: rank), dtype: dtype), site: .unknown)
  }
}
