import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the product of the elements over `axis` (nil: all); of no elements, 1.
///
/// The dtype is as for `sum`. The gradient is exact for any number of zeros, to any order.
///
/// - Parameters:
///   - dtype: the result's dtype; by default int64 or uint64 for integers and bool, else the
///     operand's.
///   - keepdims: whether to leave axes of length 1 in place of those multiplied.
///   - accDtype: the dtype in which elements multiply, by default float64 for float32.
///   - noZerosInInput: the caller's promise that no element is 0, for a cheaper gradient.
public func prod(
  _ x: Variable, axis: (any AxesConvertible)? = nil, dtype: DType? = nil, keepdims: Bool = false,
  accDtype: DType? = nil, noZerosInInput: Bool = false
) -> Variable {
  x.reduced(axis, keepdims: keepdims) { axes in
    Prod(
      axes: axes, dtype: dtype, accDtype: accDtype ?? x.dtype.accumulator(for: dtype),
      noZerosInInput: noZerosInInput)
  }
}

extension Variable {
  /// The product of the elements over `axis` (nil: all); see the free function.
  public func prod(
    axis: (any AxesConvertible)? = nil, dtype: DType? = nil, keepdims: Bool = false,
    accDtype: DType? = nil,
    noZerosInInput: Bool = false
  ) -> Variable {
    TheanoOps.prod(
      self, axis: axis, dtype: dtype, keepdims: keepdims, accDtype: accDtype,
      noZerosInInput: noZerosInInput)
  }
}

/// The product over axes.
package struct Prod: AccumulatingOp, SampledOp, LoweredOp {
  /// The axes, nil for all.
  package let axes: [Int]?
  /// The dtype of the result if not the default.
  package var dtype: DType?
  /// The dtype in which elements multiply.
  package var accDtype: DType?
  /// Whether no element is 0.
  package var noZerosInInput = false

  package var name: String { "Prod" }

  package func lowering(_ call: Apply) -> Lowering? {
    .reduction(
      call, axes, .product, identity: 1, accumulator: call.outputTypes[0].dtype.accumulating)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    // Integers that are to become floats multiply as floats: they may leave the range of integers.
    switch dtype.isContinuous ? dtype.kind : x[0].dtype.kind {
    case .complex: return [try product(Complex<Double>.self, x[0], dtype)]
    case .real: return [try product(Double.self, x[0], dtype)]
    case .integer, .bool: return [try product(Int128.self, x[0], dtype)]
    }
  }

  private func product<N: HostNumber>(_: N.Type, _ x: NDArray, _ dtype: DType) throws -> NDArray {
    let axes = try normalizedAxes(axes, ndim: x.ndim)
    let shape = try x.checkedReducedShape(axes)
    let products = Rows<N>(x, along: axes).map { $0.reduce(1, N.product) }
    return N.array(products, shape: shape, dtype: dtype)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0], call.outputTypes[0].dtype.isContinuous else { return [nil] }
    let x = call.inputs[0]
    return try call.gradients(dy) { [try $0.restored(self, x) * slope(call)] }
      .map { $0?.asGradient(of: x) }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard let dx = dx[0], call.outputTypes[0].dtype.isContinuous else { return [nil] }
    let axes = try normalizedAxes(axes, ndim: call.inputs[0].ndim)
    return [(try slope(call) * dx).sum(axes: axes, keepdims: false)]
  }

  /// The derivative of the product by each element: the product of the others.
  private func slope(_ call: Apply) throws -> Variable {
    let x = cast(call.inputs[0], call.outputTypes[0].dtype)
    if noZerosInInput { return try call.outputs[0].restored(self, x) / x }
    return .apply(ProductOfOthers(axes: try normalizedAxes(axes, ndim: x.ndim)), [x])
  }

  package var examples: [OpExample] {
    [
      OpExample("prod, all", [.init([.n, 3])]) { $0[0].prod() },
      OpExample("prod, axis 0", [.init([.n, .m])]) { $0[0].prod(axis: 0) },
      OpExample("prod, axes", [.init([2, .n, 2])]) { $0[0].prod(axis: [0, -1], keepdims: true) },
      OpExample("prod without zeros", [.init([.n, 3], 0.5...2)]) {
        $0[0].prod(axis: 1, noZerosInInput: true)
      },
    ]
  }
}

extension Variable {
  /// This result of `product` with the axes over which it reduces `x` in their places again.
  fileprivate func restored(_ product: Prod, _ x: Variable) throws -> Variable {
    restoringAxes(try normalizedAxes(product.axes, ndim: x.ndim), ndim: x.ndim)
  }
}
