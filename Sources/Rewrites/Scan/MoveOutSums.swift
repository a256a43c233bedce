import TheanoArrays
import TheanoGraph
import TheanoOps

extension Loop {
  /// A state that only adds up products, and of which only the last value is read, is one product outside: the
  /// sum over the steps of `dot(xₜ.T, dₜ)` is `dot(x.T, d)` with the steps as one more axis to sum over, and
  /// that of `dₜ.sum(0)` is `d.sum((0, 1))`. So are the gradients with respect to weights.
  mutating func moveOutSums(_ needs: [Int?]) throws -> Bool {
    if until != nil { return false }
    let aliased = Set(
      replacements.values.compactMap { if case .result(let id) = $0 { id } else { nil } })
    var isChanged = false
    for place in states.indices.reversed() {
      let state = states[place]
      guard state.id < needs.count, needs[state.id] == 1, state.taps == [1],
        !aliased.contains(state.id), !required.contains(state.id), state.next.dtype.isFloat,
        let terms = terms(of: state),
        let factors = try rows(of: terms)
      else { continue }
      let initial = state.initial[-1]
      replacements[state.id] = .lastRow { computed in
        zip(terms, factors).reduce(initial) { sum, term in
          let total = term.0.total(term.1.map { $0.rows(computed) })
          return term.0.isSubtracted ? sum - total : sum + total
        }
      }
      states.remove(at: place)
      isChanged = true
    }
    return isChanged
  }

  /// The terms that a step adds to a state; nil if it does anything else with it.
  private func terms(of state: State) -> [SumTerm]? {
    let start = state.values[0]
    var uses: [Variable: Int] = [:]
    var dependent: Set<Variable> = [start]
    for node in toposort(bodyOutputs) {
      for input in node.inputs { uses[input, default: 0] += 1 }
      if node.inputs.contains(where: dependent.contains) { dependent.formUnion(node.outputs) }
    }
    for output in bodyOutputs { uses[output, default: 0] += 1 }

    var terms: [SumTerm] = []
    var value = state.next
    while value != start {
      guard uses[value] == 1, let owner = value.owner, terms.count < 64 else { return nil }
      if owner.op is SpecifyShape {
        value = owner.inputs[0]
        continue
      }
      let isDifference = owner.op is Elementwise<Sub>
      guard isDifference || owner.op is Elementwise<Add>,
        let place = owner.inputs.firstIndex(where: dependent.contains),
        !dependent.contains(owner.inputs[1 - place]), !(isDifference && place == 1)
      else { return nil }
      guard
        let added = addends(
          of: owner.inputs[1 - place], isSubtracted: isDifference, like: start.type, uses)
      else { return nil }
      terms += added
      value = owner.inputs[place]
    }
    return uses[start] == 1 && !terms.isEmpty ? terms : nil
  }

  /// The terms of a sum that nothing else reads; nil if one does not have the dtype and shape of `type`.
  private func addends(
    of sum: Variable, isSubtracted: Bool, like type: TensorType, _ uses: [Variable: Int]
  ) -> [SumTerm]? {
    var terms: [SumTerm] = []
    var pending = [(sum, isSubtracted)]
    while let (value, isSubtracted) = pending.popLast() {
      if let owner = value.owner, uses[value] == 1, terms.count < 64,
        owner.op is Elementwise<Add> || owner.op is Elementwise<Sub>
      {
        pending.append((owner.inputs[0], isSubtracted))
        pending.append((owner.inputs[1], isSubtracted != (owner.op is Elementwise<Sub>)))
        continue
      }
      guard value.dtype == type.dtype, !value.type.isWeak, !value.isConstant,
        value.broadcastable == type.broadcastable,
        let term = SumTerm(value, isSubtracted: isSubtracted)
      else { return nil }
      terms.append(term)
    }
    return terms
  }

  /// Where the rows of a variable of the body come from.
  private enum Source {
    case outside(Variable)
    /// A result of the loop.
    case result(Int)

    func rows(_ computed: [Int: Variable]) -> Variable {
      switch self {
      case .outside(let rows): rows
      case .result(let id): computed[id] ?? Variable(weak: 0)
      }
    }
  }

  /// Returns for each term where the rows of its factors come from, with what the loop computes of them as
  /// further results; nil if it is not worth it, because there is no product among the terms and what they
  /// add up is known only inside.
  private mutating func rows(of terms: [SumTerm]) throws -> [[Source]]? {
    let products = terms.filter { $0.factors.count == 2 }.flatMap(\.factors)
    for term in terms where term.factors.count == 1 {
      let value = term.factors[0]
      let isKnown =
        products.contains(value) || sequences.contains { $0.row == value }
        || maps.contains { $0.value == value }
      if !isKnown { return nil }
    }
    return terms.map { term in
      term.factors.map { factor in
        if let sequence = sequences.first(where: { $0.row == factor }) {
          return .outside(rowsRead(of: sequence))
        }
        return .result(addMap(factor))
      }
    }
  }
}

/// A term that the steps of a loop add up: a product, a sum over axes, or a variable.
struct SumTerm {
  /// The factors, or the one variable.
  let factors: [Variable]
  let isSubtracted: Bool
  /// For a product how each factor is turned before it is multiplied.
  private let patterns: [[DimPattern]?]
  /// For a sum the axes of the variable.
  private let axes: [Int]
  /// The dtype of the sum.
  private let dtype: DType

  /// Takes a term apart; nil if the factors are of other dtypes than the term.
  init?(_ value: Variable, isSubtracted: Bool) {
    self.isSubtracted = isSubtracted
    dtype = value.dtype
    guard let owner = value.owner, owner.op is Dot || owner.isOuterProduct else {
      let summed = value.owner.flatMap { $0.summedAxes }
      factors = [summed == nil ? value : value.owner?.inputs[0] ?? value]
      axes = summed ?? []
      patterns = [nil]
      return
    }
    axes = []
    // A column times a row, also where the row is written first.
    let operands = owner.isRowTimesColumn ? owner.inputs.reversed() : owner.inputs
    let parts = operands.map { input -> (Variable, [DimPattern]?) in
      guard let source = input.owner, let op = source.op as? DimShuffle else { return (input, nil) }
      return (source.inputs[0], op.pattern)
    }
    if parts.contains(where: { $0.0.dtype != value.dtype || $0.0.isConstant }) { return nil }
    factors = parts.map(\.0)
    patterns = parts.map(\.1)
  }

  /// The sum over all steps, given the rows of the factors.
  func total(_ rows: [Variable]) -> Variable {
    if rows.count == 1 {
      return sum(rows[0], axis: Axes([0] + axes.map { $0 + 1 }), dtype: dtype)
    }
    if patterns == [[.axis(0), .new], [.new, .axis(0)]] {
      return dot(rows[0].dimshuffle(1, 0), rows[1])
    }
    // The transposed matrix of the rows below each other needs no copy, as one of turned rows does.
    if patterns == [[.axis(1), .axis(0)], nil], rows.allSatisfy({ $0.ndim == 3 }) {
      let (a, b) = (rows[0].rowsBelowEachOther, rows[1].rowsBelowEachOther)
      return dot(a.dimshuffle(1, 0), b)
    }
    let turned = zip(rows, patterns).map { rows, pattern in
      pattern.map { rows.dimshuffle($0.ofRows) } ?? rows
    }
    return tensordot(turned[0], turned[1], axes: ([0, turned[0].ndim - 1], [0, 1]))
  }
}

extension Variable {
  /// The matrices of a tensor of rank 3 as one, `[first · second, third]`.
  fileprivate var rowsBelowEachOther: Variable {
    reshape([length(ofAxis: 0) * length(ofAxis: 1), length(ofAxis: 2)], ndim: 2)
  }
}

extension Apply {
  /// The axes over which this adds up elements of its operand's own dtype.
  fileprivate var summedAxes: [Int]? {
    guard let op = op as? Sum, outputTypes[0].dtype == inputs[0].dtype else { return nil }
    return try? normalizedAxes(op.axes, ndim: inputs[0].ndim)
  }

  /// Whether this multiplies a column by a row, or a row by a column.
  fileprivate var isOuterProduct: Bool {
    turnedVectors == [[.axis(0), .new], [.new, .axis(0)]] || isRowTimesColumn
  }

  /// Whether this multiplies a row by a column.
  fileprivate var isRowTimesColumn: Bool {
    turnedVectors == [[.new, .axis(0)], [.axis(0), .new]]
  }

  /// How the operands of a product, element by element, are turned.
  private var turnedVectors: [[DimPattern]?]? {
    guard op is Elementwise<Mul> else { return nil }
    return inputs.map { ($0.owner?.op as? DimShuffle)?.pattern }
  }
}
