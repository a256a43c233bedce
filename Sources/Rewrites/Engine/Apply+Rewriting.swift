import TheanoArrays
import TheanoGraph
import TheanoOps

extension Apply {
  /// This node with its two operands in the other order.
  var withOperandsSwapped: Apply {
    let copy = Apply(op, inputs.reversed(), types: outputTypes, site: site)
    if let name = self[nameOf: 0] { copy[nameOf: 0] = name }
    return copy
  }

  /// Returns this node with other operands of the same dtypes and ranks: with types inferred anew where they
  /// say more than before.
  func with(inputs new: [Variable]) -> Apply {
    if new == inputs { return self }
    let isSame = zip(inputs, new).allSatisfy { $0.type == $1.type && $1.constant == nil }
    let inferred = isSame ? nil : try? op.infer(new)
    let types = inferred.map { zip(outputTypes, $0).map { $0.refined(by: $1) } } ?? outputTypes
    let copy = Apply(op, new, types: types, site: site)
    for place in outputTypes.indices {
      if let name = self[nameOf: place] { copy[nameOf: place] = name }
    }
    return copy
  }

  /// Returns variables that may stand for this node's results if `candidates` may: of the same dtypes and
  /// ranks, not weaker in what is known of their lengths, and broadcasting along the same axes.
  func accept(_ candidates: [Variable]) -> [Variable]? {
    guard candidates.count == outputTypes.count else { return nil }
    var accepted: [Variable] = []
    for (type, candidate) in zip(outputTypes, candidates) {
      let new = type.isWeak ? candidate : candidate.strengthened
      guard new.error == nil, type.mayBecome(new.type) else { return nil }
      accepted.append(new)
    }
    return accepted == outputs ? nil : accepted
  }

  /// The operation, if it is element-wise with one operand.
  var unary: (any ElementwiseOp)? { inputs.count == 1 ? op as? any ElementwiseOp : nil }

  /// Whether this fails for some values of the operands, so that it must not see more values than before.
  var mayFailForValues: Bool {
    (op is Elementwise<IntDiv> || op is Elementwise<Mod>) && outputTypes[0].dtype.isDiscrete
  }
}

extension Variable {
  /// This variable as the only result of a rule.
  var asResults: [Variable] { [self] }

  /// This variable with `dtype`, if it is a literal; else itself.
  func strong(as dtype: DType) -> Variable {
    guard type.isWeak, let constant else { return self }
    return Variable(constant: constant.cast(to: dtype), site: site)
  }
}

extension TensorType {
  /// Whether a variable of type `other` may stand for one of this type.
  func mayBecome(_ other: TensorType) -> Bool {
    dtype == other.dtype && isWeak == other.isWeak && ndim == other.ndim
      && zip(shape, other.shape).allSatisfy { old, new in
        old == nil ? new != 1 : new == old
      }
  }

  /// This type with the lengths that `other` knows, unless that would change what broadcasts.
  func refined(by other: TensorType) -> TensorType {
    guard dtype == other.dtype, ndim == other.ndim else { return self }
    var result = self
    for axis in shape.indices where shape[axis] == nil && other.shape[axis] != 1 {
      result.shape[axis] = other.shape[axis]
    }
    return result
  }
}
