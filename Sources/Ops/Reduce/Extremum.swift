import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the largest element over `axis` (nil: all); not a number if there is one.
///
/// The dtype is the operand's. The gradient goes to every element that equals the largest. No
/// elements are an error: `Input of CAReduce{maximum} has zero-size on axis 0`.
public func max(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { Extremum(kind: .maximum, axes: $0) }
}

/// Returns the smallest element over `axis` (nil: all); not a number if there is one.
///
/// The dtype is the operand's. The gradient goes to every element that equals the smallest. No
/// elements are an error: `Input of CAReduce{minimum} has zero-size on axis 0`.
public func min(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { Extremum(kind: .minimum, axes: $0) }
}

/// Returns the largest element less the smallest over `axis` (nil: all), in the operand's dtype.
public func ptp(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  max(x, axis: axis, keepdims: keepdims) - min(x, axis: axis, keepdims: keepdims)
}

extension Variable {
  /// The largest element over `axis` (nil: all); see the free function.
  public func max(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.max(self, axis: axis, keepdims: keepdims)
  }

  /// The smallest element over `axis` (nil: all); see the free function.
  public func min(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.min(self, axis: axis, keepdims: keepdims)
  }

  /// The largest element less the smallest over `axis` (nil: all).
  public func ptp(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.ptp(self, axis: axis, keepdims: keepdims)
  }
}

/// Which end of the order is looked for.
package enum ExtremumKind: String {
  case maximum, minimum

  /// The place of the first extremal element of a row that is not empty, or of the first that is
  /// not a number.
  func place<N: OrderedNumber>(in row: UnsafeBufferPointer<N>) -> Int {
    var best = 0
    for i in 0..<row.count {
      if row[i].isNaN { return i }
      if self == .maximum ? row[i] > row[best] : row[i] < row[best] { best = i }
    }
    return best
  }

  /// The sentence for a reduction over `axes` of a tensor of `lengths`, if one of them is empty.
  func emptyAxisText(_ axes: [Int], _ lengths: [Int?]) -> String? {
    axes.first { lengths[$0] == 0 }.map {
      "Input of CAReduce{\(rawValue)} has zero-size on axis \($0)"
    }
  }

  /// Throws what is wrong with a reduction of `x` over `axes`, if that can be seen from its type.
  func check(_ x: Variable, _ axes: [Int], op: String) throws -> [Int] {
    try x.dtype.checkOrdered(op)
    let axes = try normalizedAxes(axes, ndim: x.ndim)
    if let text = emptyAxisText(axes, x.type.shape) { throw GraphError(.value, text) }
    return axes
  }
}

/// The largest or smallest element over axes.
package struct Extremum: ShapedOp, SampledOp, LoweredOp {
  package let kind: ExtremumKind
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { kind == .maximum ? "Max" : "Min" }
  package var debugName: String { "\(name){axis=\(shapeText(axes))}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let axes = try kind.check(x[0], axes, op: name)
    return [
      TensorType(x[0].dtype, shape: x[0].type.reducedShape(axes, keepdims: false))
    ]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis, afterReducing: axes)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let isMaximum = kind == .maximum
    return Lowering.reduction(
      call, axes, isMaximum ? .maximum : .minimum, identity: isMaximum ? -.infinity : .infinity,
      accumulator: call.inputs[0].dtype.computing
    )?.checkingElements(over: axes)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    if let text = kind.emptyAxisText(axes, x[0].shape) { throw EvaluationError(text) }
    return [x[0].dtype.isDiscrete ? extrema(Int128.self, x[0]) : extrema(Double.self, x[0])]
  }

  private func extrema<N: OrderedNumber>(_: N.Type, _ x: NDArray) -> NDArray {
    let values = Rows<N>(x, along: axes).map { $0[kind.place(in: $0)] }
    return N.array(values, shape: x.reducedShape(axes, keepdims: false), dtype: x.dtype)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil] }
    let full = dy.restoringAxes(axes, ndim: x.ndim)
    return [`where`(isExtremal(call), full, full.zerosLike())]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard let dx = dx[0], call.inputs[0].dtype.isContinuous else { return [nil] }
    return [`where`(isExtremal(call), dx, dx.zerosLike()).sum(axes: axes, keepdims: false)]
  }

  /// Whether each element of the operand equals the extremum.
  private func isExtremal(_ call: Apply) -> Variable {
    eq(call.inputs[0], call.outputs[0].restoringAxes(axes, ndim: call.inputs[0].ndim))
  }

  /// Theano computes the largest element together with its place, and says so.
  package func description(_ x: [String], _ call: Apply) -> String {
    let title = kind == .maximum ? "MaxAndArgmax" : "Min"
    return "\(title){axis=\(shapeText(axes))}(\(x[0]))"
  }

  package var examples: [OpExample] {
    let kind = kind
    return [
      OpExample("\(kind), axis", [.init([.n, 3])]) {
        .apply(Extremum(kind: kind, axes: [1]), $0)
      },
      OpExample("\(kind), axes", [.init([.n, 2, .m])], allowsEmpty: false) {
        .apply(Extremum(kind: kind, axes: [0, 2]), $0)
      },
    ]
  }
}
