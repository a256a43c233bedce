import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// For each element of a tensor `x`, the product over `axes` of all elements but that one: the
/// derivative of a product, right also where elements are 0.
///
/// With further operands `v1`, …, `vm`, of `x`'s shape, the coefficient of ε1·…·εm in the product
/// of all `x + ε1·v1 + … + εm·vm` but that one. Derivatives of this operation are of the same form,
/// so that it is closed under differentiation.
package struct ProductOfOthers: ShapePreservingOp, SampledOp, LoweredOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "ProductOfOthers" }
  package var debugName: String { "ProductOfOthers{axis=\(shapeText(axes))}" }

  /// The highest order of derivatives: time and memory grow as 2 to its power.
  private static let maxOrder = 12

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x.count > ProductOfOthers.maxOrder + 1 {
      throw GraphError(
        .notImplemented,
        "Derivatives of prod of an order above \(ProductOfOthers.maxOrder) are not implemented.")
    }
    _ = try normalizedAxes(axes, ndim: x[0].ndim)
    return [x[0].type.strong]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    let (order, width) = (call.inputs.count - 1, 1 << (call.inputs.count - 1))
    // Of higher order there would be much code.
    if order > 2 { return nil }
    return Lowering(
      lengths: { b, x in
        for other in x { for (a, c) in zip(x[0].lengths, other.lengths) { b.unify(a, c) } }
        return [x[0].lengths]
      },
      .statements(needsMemory: Set(call.inputs.indices)) { [axes] b, x, results in
        let lengths = x[0].lengths
        let kept = lengths.indices.filter { !axes.contains($0) }
        let before = b.scratch("before", dtype.running, lengths + [b.constant(width)])
        /// Multiplies partial products, by bit mask, by the factor at a place.
        func multiply(_ products: [Value], _ index: [Value]) throws -> [Value] {
          let values = try x.map { b.convert(try $0.at(index, b), dtype.running) }
          return (0..<width).map { mask in
            (0..<order).filter { mask & (1 << $0) != 0 }.reduce(
              b.multiply(products[mask], values[0])
            ) { b.add($0, b.multiply(products[mask ^ (1 << $1)], values[$1 + 1])) }
          }
        }
        try b.loops(kept.map { lengths[$0] }) { outer in
          for isBackward in [false, true] {
            let states = (0..<width).map { b.register(b.constant($0 == 0 ? 1 : 0, dtype.running)) }
            try b.loops(axes.map { lengths[$0] }, .serial) { row in
              var index = lengths
              for (axis, place) in zip(kept, outer) { index[axis] = place }
              for (axis, place) in zip(axes, row) {
                let last = b.subtract(lengths[axis], b.constant(1))
                index[axis] = isBackward ? b.subtract(last, place) : place
              }
              let products = states.map(b.read)
              if isBackward {
                let terms = try (0..<width).map { mask in
                  b.multiply(
                    try before.at(index + [b.constant(mask)], b), products[width - 1 - mask])
                }
                let total = terms.dropFirst().reduce(terms[0], b.add)
                try results[0].set(index, to: total, b)
              } else {
                for mask in 0..<width {
                  try before.set(index + [b.constant(mask)], to: products[mask], b)
                }
              }
              for (state, next) in zip(states, try multiply(products, index)) {
                b.add(.assign(state, next))
              }
            }
          }
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if let odd = x.first(where: { $0.shape != x[0].shape }) {
      throw EvaluationError(
        "Operands differ in shape: \(shapeText(x[0].shape)) and \(shapeText(odd.shape)).")
    }
    switch x[0].dtype.kind {
    case .complex: return [products(Complex<Double>.self, x)]
    case .real: return [products(Double.self, x)]
    case .integer, .bool: return [products(Int128.self, x)]
    }
  }

  private func products<N: HostNumber>(_: N.Type, _ x: [NDArray]) -> NDArray {
    let operands = x.map { Rows<N>($0, along: axes) }
    let (count, length, width) = (operands[0].count, operands[0].length, 1 << (x.count - 1))
    let values = operands.map(\.elements)
    var results = [N](repeating: .zero, count: count * length)
    for row in 0..<count {
      let places = row * length..<(row + 1) * length
      let before = partialProducts(values, places)
      let after = partialProducts(values, places.reversed())
      for k in 0..<length {
        let (i, j) = (k * width, (length - 1 - k) * width)
        for mask in 0..<width {
          let term = N.product(before[i + mask], after[j + width - 1 - mask])
          results[row * length + k] = N.sum(results[row * length + k], term)
        }
      }
    }
    return N.array(results, shape: [count, length], dtype: x[0].dtype)
      .restoringRows(along: axes, shape: x[0].shape)
  }

  /// The products of the first 0, 1, … of the factors `x + Σ εa·va` at `places`; each is a
  /// polynomial without squares, the coefficients of all products of ε1, …, εm by bit mask.
  private func partialProducts<N: HostNumber>(_ values: [[N]], _ places: some Collection<Int>)
    -> [N]
  {
    let order = values.count - 1
    let width = 1 << order
    var results = [N](repeating: .zero, count: (places.count + 1) * width)
    results[0] = 1
    var start = 0
    for place in places {
      for mask in 0..<width {
        var sum = N.product(results[start + mask], values[0][place])
        for a in 0..<order where mask & (1 << a) != 0 {
          let term = N.product(results[start + (mask ^ (1 << a))], values[a + 1][place])
          sum = N.sum(sum, term)
        }
        results[start + width + mask] = sum
      }
      start += width
    }
    return results
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return call.inputs.map { _ in nil } }
    return call.gradients(dy) { dy in
      call.inputs.indices.map { .apply(self, derivativeOperands(call, $0, dy)) }
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    var sum: Variable?
    for (index, tangent) in dx.enumerated() {
      guard let tangent else { continue }
      let term = Variable.apply(self, derivativeOperands(call, index, tangent))
      sum = sum.map { $0 + term } ?? term
    }
    return [sum]
  }

  /// The operands with `direction` in the place of operand `index`, or besides `x` itself.
  private func derivativeOperands(_ call: Apply, _ index: Int, _ direction: Variable) -> [Variable]
  {
    var operands = call.inputs
    if index > 0 { operands[index] = direction } else { operands.append(direction) }
    return operands
  }

  package var examples: [OpExample] {
    let op = self
    return [
      OpExample("product of others", [.init([.n, 3])]) { .apply(op, [$0[0]]) },
      OpExample("its derivative", [.init([3, .n]), .init([3, .n])]) { .apply(op, $0) },
    ]
  }
}
