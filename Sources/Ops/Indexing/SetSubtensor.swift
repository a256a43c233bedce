import TheanoArrays
import TheanoGraph

/// Returns the tensor that `x` is a part of, with `y` in that part: `setSubtensor(x[1..<3], y)`.
///
/// `x` must come from indexing, and the result has the shape of the tensor indexed: of `M[0]` for
/// `M[0][1]`. `y` broadcasts to the part; it is cast to the tensor's dtype if that is of the same kind of
/// number or a richer one (bool, integer, real, complex), so that no fraction is lost without a `cast`.
/// Where an array names a place more than once, the last value stays.
public func setSubtensor(_ x: Variable, _ y: Variable) -> Variable { x.writing(y, isSet: true) }

/// Returns the tensor that `x` is a part of, with `y` added to that part: `incSubtensor(x[1..<3], y)`.
///
/// As `setSubtensor`; but where an array names a place more than once, all values are added.
public func incSubtensor(_ x: Variable, _ y: Variable) -> Variable { x.writing(y, isSet: false) }

extension Variable {
  /// Returns this tensor with `y` in the part that an index takes: `x.setting(1..<3, to: y)`; see
  /// `setSubtensor`.
  public func setting(_ items: any IndexConvertible..., to y: Variable) -> Variable {
    writing(items.map(\.tensorIndex), y, isSet: true)
  }

  /// Returns this tensor with `y` added to the part that an index takes:
  /// `x.incrementing(1..<3, by: y)`; see `incSubtensor`.
  public func incrementing(_ items: any IndexConvertible..., by y: Variable) -> Variable {
    writing(items.map(\.tensorIndex), y, isSet: false)
  }

  /// Returns this tensor with `y` written to what `items` take of it.
  private func writing(_ items: [TensorIndex], _ y: Variable, isSet: Bool) -> Variable {
    if error != nil { return self }
    do {
      var index = try PreparedIndex(items, ndim: ndim)
      let newAxes = index.newAxes
      index.newAxes = []
      return writing(y, to: index.structure, index.operands, newAxes, isSet: isSet)
    } catch {
      return invalidIndex(error, operation: isSet ? "setSubtensor" : "incSubtensor")
    }
  }

  /// Returns the tensor that this is a part of, with `y` written to that part.
  fileprivate func writing(_ y: Variable, isSet: Bool) -> Variable {
    if error != nil { return self }
    let function = isSet ? "setSubtensor" : "incSubtensor"
    var (part, newAxes) = (self, [Int]())
    if let owner, let shuffle = owner.op as? DimShuffle,
      let places = shuffle.newAxes(owner.inputs[0])
    {
      (part, newAxes) = (owner.inputs[0], places)
    }
    guard let owner = part.owner, let structure = owner.op.indexStructure else {
      return Variable(
        invalid: GraphError(
          .type, "x must be the result of a subtensor operation", op: function,
          operands: ["\(self): \(type)", "\(y): \(y.type)"], site: .capture()))
    }
    let tensor = owner.inputs[0]
    if tensor.owner?.op is any HistoryOp {
      return Variable(
        invalid: GraphError(
          .type,
          "A row counted from the end of a loop's result cannot be written to like this; write "
            + "result.setting(-1, to: y) or result.incrementing(-1, by: y).", op: function,
          operands: ["\(self): \(type)", "\(y): \(y.type)"], site: .capture()))
    }
    return tensor.writing(
      y, to: structure, Array(owner.inputs.dropFirst()), newAxes, isSet: isSet)
  }

  /// Returns this tensor with `y` written to the part that `structure` takes of it; `y` has axes of length
  /// 1 at `newAxes`, which the part has not.
  private func writing(
    _ y: Variable, to structure: IndexStructure, _ operands: [Variable], _ newAxes: [Int],
    isSet: Bool
  ) -> Variable {
    if let wrong = ([y] + operands).first(where: { $0.error != nil }) { return wrong }
    do {
      let shape = try structure.resultShape(of: type.shape, operands: operands)
      let values = try y.values(for: self, rank: shape.count, newAxes: newAxes)
      let inputs = [self, values] + operands
      return structure.isAdvanced
        ? .apply(AdvancedIncSubtensor(structure: structure, isSet: isSet), inputs)
        : .apply(IncSubtensor(structure: structure, isSet: isSet), inputs)
    } catch {
      let cause = error as? GraphError ?? GraphError(.index, "\(error)")
      return Variable(
        invalid: cause.located(
          op: isSet ? "setSubtensor" : "incSubtensor", inputs: [self, y], site: .capture()))
    }
  }

  /// Returns this as values to be written to a part of `tensor` that has `rank` axes without `newAxes`.
  private func values(for tensor: Variable, rank: Int, newAxes: [Int]) throws -> Variable {
    let fullRank = rank + newAxes.count
    if ndim > fullRank {
      throw GraphError(
        .type,
        "Trying to increment a \(fullRank)-dimensional subtensor with a \(ndim)-dimensional value.")
    }
    let values = try converted(toWriteTo: tensor).leftPadded(to: fullRank)
    if newAxes.isEmpty { return values }
    let kept = (0..<fullRank).filter { !newAxes.contains($0) }
    let result = values.dimshuffle(kept.map { .axis($0) })
    try result.check()
    return result
  }

  /// Returns this in the dtype of `tensor`, if no more than precision is lost.
  private func converted(toWriteTo tensor: Variable) throws -> Variable {
    if dtype == tensor.dtype && !type.isWeak { return self }
    if let constant, type.isWeak {
      let value = constant.cast(to: tensor.dtype)
      let isExact = value.cast(to: constant.dtype).complexes == constant.complexes
      if isExact || tensor.dtype.kind > .integer && constant.dtype.kind <= tensor.dtype.kind {
        return cast(self, tensor.dtype)
      }
      throw GraphError(
        .type, "The literal \(constant) cannot be written to \(tensor) of \(tensor.type).")
    }
    if dtype.kind > tensor.dtype.kind {
      throw GraphError(
        .type,
        "Values of \(dtype) cannot be written to a tensor of \(tensor.dtype) without loss; if it is "
          + "meant, cast them to \(tensor.dtype) first.")
    }
    return cast(self, tensor.dtype)
  }
}

extension Op {
  /// What an operation that indexes takes of its first operand; nil for other operations.
  fileprivate var indexStructure: IndexStructure? {
    if let op = self as? Subtensor { return op.structure }
    return (self as? AdvancedSubtensor)?.structure
  }
}

extension DimShuffle {
  /// The places of the axes that this adds to `x`, if it does nothing else.
  fileprivate func newAxes(_ x: Variable) -> [Int]? {
    let kept = pattern.filter { $0 != .new }
    guard kept == (0..<x.ndim).map({ .axis($0) }), kept.count < pattern.count else { return nil }
    return pattern.indices.filter { pattern[$0] == .new }
  }
}
