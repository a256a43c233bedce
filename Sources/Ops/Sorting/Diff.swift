import TheanoArrays
import TheanoGraph

/// Returns the `n`-th differences along `axis`: once, `x[1...] - x[..<(length - 1)]`. The axis gets
/// shorter by `n`, down to 0. The dtype is the operand's; bool is an error.
public func diff(_ x: Variable, n: Int = 1, axis: Int = -1) -> Variable {
  if n == 0 { return x }
  return alongAxis(x, axis) { .apply(Diff(axis: $1, order: n), [$0]) }
}

extension Variable {
  /// The `n`-th differences along `axis`; see the free function.
  public func diff(n: Int = 1, axis: Int = -1) -> Variable {
    TheanoOps.diff(self, n: n, axis: axis)
  }
}

/// Differences of neighbours along an axis, taken some number of times.
package struct Diff: ShapedOp, SampledOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// How often differences are taken.
  package let order: Int

  package var name: String { "Diff" }
  package var debugName: String { "Diff{n=\(order), axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    if x[0].dtype == .bool { throw GraphError(.type, "diff is not defined for bool.") }
    if order < 0 { throw GraphError(.value, "order must be non-negative but got \(order)") }
    var type = x[0].type.strong
    type.shape[axis] = type.shape[axis].map { Swift.max(0, $0 - order) }
    return [type]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let length = call.inputs[0].length(ofAxis: axis)
    if axis != self.axis { return length }
    return maximum(length - Variable.length(order), Variable.length(0))
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    switch x[0].dtype.kind {
    case .complex: return [differences(x[0], Complex<Double>(-1))]
    case .real: return [differences(x[0], -1.0)]
    case .integer, .bool: return [differences(x[0], Int128(-1))]
    }
  }

  private func differences<N: HostNumber>(_ x: NDArray, _ minusOne: N) -> NDArray {
    let rows = Rows<N>(x, along: [axis])
    let length = Swift.max(0, rows.length - order)
    let values: [N] = rows.transformed(length: length) { row, out in
      if length == 0 { return }
      var work = Array(row)
      for round in 1...order {
        for i in 0..<(row.count - round) {
          work[i] = N.sum(work[i + 1], N.product(minusOne, work[i]))
        }
      }
      _ = out.update(fromContentsOf: work[..<length])
    }
    var shape = x.shape
    shape[axis] = length
    return N.array(values, shape: [rows.count, length], dtype: x.dtype)
      .restoringRows(along: [axis], shape: shape)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil] }
    return [.apply(DiffTransposed(axis: axis, order: order), [x, dy])]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { .apply(self, [$0]) }]
  }

  package var examples: [OpExample] {
    [
      OpExample("diff", [.init([.n, .m])]) { $0[0].diff() },
      OpExample("second diff", [.init([.n, .m])]) { $0[0].diff(n: 2, axis: 0) },
    ]
  }
}

/// The transpose of `Diff`. Operands: a model, which has the result's shape, and what to transpose.
package struct DiffTransposed: Op, SampledOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// How often differences are taken.
  package let order: Int

  package var name: String { "DiffTransposed" }
  package var debugName: String { "DiffTransposed{n=\(order), axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.with(dtype: x[1].dtype)] }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    x[1].dtype.isComplex
      ? [transposed(x, Complex<Double>(-1))] : [transposed(x, -1.0)]
  }

  private func transposed<N: HostNumber>(_ x: [NDArray], _ minusOne: N) -> NDArray {
    let rows = Rows<N>(x[1], along: [axis])
    let length = x[0].shape[axis]
    let values: [N] = rows.transformed(length: length) { row, out in
      if row.isEmpty { return }
      _ = out.update(fromContentsOf: row)
      // One round makes the row longer by one: z[i] = y[i-1] - y[i].
      for round in 0..<order {
        for i in stride(from: row.count + round, through: 1, by: -1) {
          out[i] = N.sum(out[i - 1], N.product(minusOne, out[i]))
        }
        out[0] = N.product(minusOne, out[0])
      }
    }
    return N.array(values, shape: [rows.count, length], dtype: x[1].dtype)
      .restoringRows(along: [axis], shape: x[0].shape)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [nil, dy[0].map { .apply(Diff(axis: axis, order: order), [$0]) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[1].map { .apply(self, [call.inputs[0], $0]) }]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input == 1 }

  package var examples: [OpExample] {
    [
      OpExample("diff transposed", [.init([5, .m]), .init([3, .m])]) {
        .apply(DiffTransposed(axis: 0, order: 2), $0)
      }
    ]
  }
}
