import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The sequence `y[i] = a[i]·y[i-1] + b[i]` along an axis, which starts at 0; or the same from the
/// end to the start. Operands `a` and `b`, of one shape. Its derivatives are of the same form.
package struct LinearRecurrence: ShapePreservingOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// Whether it goes from the end to the start.
  package var isReversed = false

  package var name: String { "LinearRecurrence" }
  package var debugName: String { "LinearRecurrence{\(axis)\(isReversed ? ", reversed" : "")}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    if x[1].ndim != x[0].ndim {
      throw GraphError(.type, "\(name) needs operands of one rank.")
    }
    return [x[0].type.with(dtype: DType.promote(x[0].dtype, x[1].dtype))]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype.running
    return Lowering(
      lengths: { b, x in
        for (m, n) in zip(x[0].lengths, x[1].lengths) { b.unify(m, n) }
        return [x[0].lengths]
      },
      .statements(needsMemory: []) { [axis, isReversed] b, x, results in
        let last = b.subtract(x[0].lengths[axis], b.constant(1))
        try b.recurrence(
          x[0].lengths, along: axis, isReversed: isReversed, initial: b.constant(0, dtype)
        ) { index, state in
          let factor = b.convert(try x[0].at(index, b), dtype)
          let term = b.convert(try x[1].at(index, b), dtype)
          // The first factor has no part in it, even if it is not a number.
          let isFirst = b.equal(index[axis], isReversed ? last : b.constant(0))
          let next = b.select(isFirst, term, b.add(b.multiply(factor, state), term))
          try results[0].set(index, to: next, b)
          return next
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if x[0].shape != x[1].shape {
      throw EvaluationError(
        "Operands differ in shape: \(shapeText(x[0].shape)) and \(shapeText(x[1].shape)).")
    }
    let dtype = call.outputTypes[0].dtype
    switch dtype.kind {
    case .complex: return [solution(Complex<Double>.self, x, dtype)]
    case .real: return [solution(Double.self, x, dtype)]
    case .integer, .bool: return [solution(Int128.self, x, dtype)]
    }
  }

  private func solution<N: HostNumber>(_: N.Type, _ x: [NDArray], _ dtype: DType) -> NDArray {
    let (a, b) = (Rows<N>(x[0], along: [axis]), Rows<N>(x[1], along: [axis]))
    var y = b.elements
    for row in 0..<a.count where a.length > 1 {
      let first = row * a.length
      for i in 1..<a.length {
        let k = first + (isReversed ? a.length - 1 - i : i)
        y[k] = N.sum(N.product(a.elements[k], y[k + (isReversed ? 1 : -1)]), y[k])
      }
    }
    return N.array(y, shape: [a.count, a.length], dtype: dtype)
      .restoringRows(along: [axis], shape: x[0].shape)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil, nil] }
    let next = call.inputs[0].shifted(by: isReversed ? 1 : -1, axis: axis)
    let adjoint = LinearRecurrence(axis: axis, isReversed: !isReversed)
    return call.gradients(dy) { dy in
      let total = Variable.apply(adjoint, [next, dy])
      return [total * previous(call), total]
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let byA = dx[0].map { $0 * previous(call) }
    let source = byA.flatMap { a in dx[1].map { a + $0 } } ?? byA ?? dx[1]
    return [source.map { .apply(self, [call.inputs[0], $0]) }]
  }

  /// The term before each: 0 before the first.
  private func previous(_ call: Apply) -> Variable {
    call.outputs[0].shifted(by: isReversed ? -1 : 1, axis: axis)
  }

  package var examples: [OpExample] {
    [
      OpExample("recurrence", [.init([.n, .m]), .init([.n, .m])]) {
        .apply(LinearRecurrence(axis: 0), $0)
      },
      OpExample("recurrence, reversed", [.init([.n, .m]), .init([.n, .m])]) {
        .apply(LinearRecurrence(axis: 1, isReversed: true), $0)
      },
    ]
  }
}
