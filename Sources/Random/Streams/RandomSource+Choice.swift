import TheanoArrays
import TheanoGraph
import TheanoOps

// Draws from given items.
extension RandomSource {
  /// Returns a draw of items of `a`, or of `0..<a` if it is a scalar.
  ///
  /// The dtype is that of the items unless `dtype` says another.
  ///
  /// - Parameters:
  ///   - size: the shape; without one it is that of `p` without its last axis, with `replace: false`
  ///     a scalar.
  ///   - a: a vector, or the number of items; 2 if not given, or as many as `p` has.
  ///   - replace: whether an item can be drawn again. If not, all items of the draw are distinct, and
  ///     the state moves on by one element.
  ///   - p: the probability of each item, along the last axis; equal ones if not given.
  public func choice(
    _ size: [any SymbolicLength]? = nil, a: (any VariableConvertible)? = nil,
    replace: Bool = true, p: (any VariableConvertible)? = nil, ndim: Int? = nil,
    dtype: DType? = nil
  ) -> Draw {
    drawChoice(DrawShape(size, ndim: ndim), a, replace: replace, p, dtype: dtype)
  }

  /// Returns the same for a shape that an integer vector holds.
  public func choice(
    _ size: Variable, a: (any VariableConvertible)? = nil, replace: Bool = true,
    p: (any VariableConvertible)? = nil, ndim: Int? = nil, dtype: DType? = nil
  ) -> Draw {
    drawChoice(DrawShape(size, ndim: ndim), a, replace: replace, p, dtype: dtype)
  }

  private func drawChoice(
    _ shape: DrawShape, _ a: (any VariableConvertible)?, replace: Bool,
    _ p: (any VariableConvertible)?, dtype: DType?
  ) -> Draw {
    draw { state in
      let choice = Choice(a: a.map(parameterVariable), p: p.map(parameterVariable))
      return choice.drawing(from: state, shape, replace: replace, dtype: dtype)
    }
  }

  /// Returns `x` with the elements of each row, that is along the last axis, in random order.
  public func shuffleRowElements(_ x: Variable) -> Draw {
    draw { state in
      let rows = DrawShape(x.lengths(ofAxes: 0..<max(0, x.ndim - 1)), ndim: nil)
      return buildingDraw("shuffle_row_elements", [x]) {
        guard x.ndim > 0 else {
          throw GraphError(.type, "shuffleRowElements needs rows, and \(x) is a scalar.")
        }
        let (next, order) = drawing(
          PermutationDistribution(), from: state, rows, [x.length(ofAxis: -1)], dtype: .int64)
        return [next, x.permutingRowElements(order)]
      }
    }
  }
}

/// A choice among items, some of which may be left to be guessed.
private struct Choice {
  /// The items, or their number.
  let a: Variable?
  /// The probability of each item.
  let p: Variable?

  func drawing(from state: Variable, _ shape: DrawShape, replace: Bool, dtype: DType?)
    -> (next: Variable, draw: Variable)
  {
    let operands = [a, p].compactMap { $0 }
    return buildingDraw("choice", [state] + shape.variables + operands) {
      if let a, a.ndim > 1 {
        throw GraphError(.type, "The items of choice must be a vector or their number: \(a.type).")
      }
      let items = a?.ndim == 1 ? a : nil
      let indexType = items == nil ? dtype ?? .int64 : .int64
      let (next, draw) =
        replace
        ? try independent(from: state, shape, indexType)
        : try distinct(from: state, shape, indexType)
      guard let items else { return [next, draw] }
      return [next, cast(items[draw], dtype ?? items.dtype)]
    }
  }

  /// The number of items, a constant if it is known.
  private func population() throws -> Variable {
    guard let list = a.flatMap({ $0.ndim == 1 ? $0 : nil }) ?? (a == nil ? p : nil) else {
      return a ?? 2
    }
    if list.ndim == 0 {
      throw GraphError(.type, "The probabilities of choice are a scalar: \(list.type).")
    }
    let length = list.length(ofAxis: -1)
    return length.knownInteger.map { Variable(weak: $0) } ?? length
  }

  private func independent(from state: Variable, _ shape: DrawShape, _ dtype: DType) throws
    -> (next: Variable, draw: Variable)
  {
    let count = try population()
    guard let p else {
      return TheanoRandom.drawing(
        ChoiceDistribution(), from: state, shape, [count], dtype: dtype)
    }
    return TheanoRandom.drawing(
      WeightedChoiceDistribution(), from: state, shape, [count, p], dtype: dtype)
  }

  private func distinct(from state: Variable, _ shape: DrawShape, _ dtype: DType) throws
    -> (next: Variable, draw: Variable)
  {
    let size = try shape.resolved(rank: 0)
    let op = DistinctDraw(ndim: size.ndim, isWeighted: p != nil, dtype: dtype)
    let operands = [state, size.operand, try population()] + (p.map { [$0] } ?? [])
    let results = Variable.applyAll(op, operands)
    return (results[0], results[results.count - 1])
  }
}

extension Variable {
  /// The lengths of some axes, as lengths of a shape.
  func lengths(ofAxes axes: Range<Int>) -> [any SymbolicLength] {
    axes.map { length(ofAxis: $0) }
  }

  /// The elements of each row in the order that the integer rows of `order`, of this shape, say.
  fileprivate func permutingRowElements(_ order: Variable) -> Variable {
    let outer = (0..<ndim - 1).map { axis -> TensorIndex in
      let places = arange(length(ofAxis: axis))
      let pattern = (0..<ndim).map { $0 == axis ? DimPattern.axis(0) : .new }
      return places.dimshuffle(pattern).tensorIndex
    }
    return indexed(outer + [order.tensorIndex])
  }
}
