import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the sum of the elements over `axis` (nil: all).
///
/// - Parameters:
///   - dtype: the result's dtype; by default int64 or uint64 for integers and bool, and the
///     operand's own for floats and complex numbers.
///   - keepdims: whether to leave axes of length 1 in place of those summed.
///   - accDtype: the dtype in which elements add up, by default float64 for float32. The reference
///     evaluator always adds up in the widest type.
public func sum(
  _ x: Variable, axis: (any AxesConvertible)? = nil, dtype: DType? = nil, keepdims: Bool = false,
  accDtype: DType? = nil
) -> Variable {
  x.reduced(axis, keepdims: keepdims) { axes in
    Sum(axes: axes, dtype: dtype, accDtype: accDtype ?? x.dtype.accumulator(for: dtype))
  }
}

extension Variable {
  /// The sum of the elements over `axis` (nil: all); see the free function.
  public func sum(
    axis: (any AxesConvertible)? = nil, dtype: DType? = nil, keepdims: Bool = false,
    accDtype: DType? = nil
  ) -> Variable {
    TheanoOps.sum(self, axis: axis, dtype: dtype, keepdims: keepdims, accDtype: accDtype)
  }

  /// The sum over axes given as an array.
  package func sum(axes: [Int]?, dtype: DType? = nil, keepdims: Bool) -> Variable {
    sum(axis: axes.map { Axes($0) }, dtype: dtype, keepdims: keepdims)
  }
}

/// The sum over axes.
package struct Sum: AccumulatingOp, SampledOp, LoweredOp {
  /// The axes, nil for all.
  package let axes: [Int]?
  /// The dtype of the result if not the default.
  package var dtype: DType?
  /// The dtype in which elements add up.
  package var accDtype: DType?

  package var name: String { "Sum" }

  package func lowering(_ call: Apply) -> Lowering? {
    .reduction(call, axes, .sum, identity: 0, accumulator: call.outputTypes[0].dtype.accumulating)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    switch x[0].dtype.kind {
    case .complex: return [try total(Complex<Double>.self, x[0], dtype)]
    case .real: return [try total(Double.self, x[0], dtype)]
    case .integer, .bool: return [try total(Int128.self, x[0], dtype)]
    }
  }

  private func total<N: HostNumber>(_: N.Type, _ x: NDArray, _ dtype: DType) throws -> NDArray {
    let axes = try normalizedAxes(axes, ndim: x.ndim)
    let shape = try x.checkedReducedShape(axes)
    let sums = Rows<N>(x, along: axes).map { $0.reduce(.zero, N.sum) }
    return N.array(sums, shape: shape, dtype: dtype)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    let axes = try normalizedAxes(axes, ndim: x.ndim)
    guard call.outputTypes[0].dtype.isContinuous else { return [nil] }
    return [dy[0].map { fill(x, $0.restoringAxes(axes, ndim: x.ndim)).asGradient(of: x) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [call.outputTypes[0].dtype.isContinuous ? dx[0].map { .apply(self, [$0]) } : nil]
  }

  package var examples: [OpExample] {
    [
      OpExample("sum, all", [.init([.n, .m])]) { $0[0].sum() },
      OpExample("sum, axis 0", [.init([.n, .m])]) { $0[0].sum(axis: 0) },
      OpExample("sum, axes", [.init([.n, 2, .m])]) { $0[0].sum(axis: [0, -1], keepdims: true) },
      OpExample("sum, no axes", [.init([.n])]) { $0[0].sum(axis: []) },
      OpExample("sum of integers", [.init([.n, .m], dtype: .int32)], isDifferentiable: false) {
        $0[0].sum(axis: 1)
      },
    ]
  }
}
