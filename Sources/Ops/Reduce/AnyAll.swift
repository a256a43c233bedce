import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns whether any element over `axis` (nil: all axes) is true (not zero), as bool; of no
/// elements, false. Not a number is true.
public func any(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(axis, keepdims: keepdims) { Quantifier(kind: .any, axes: $0) }
}

/// Returns whether all elements over `axis` (nil: all axes) are true (not zero), as bool; of no
/// elements, true. Not a number is true.
public func all(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(axis, keepdims: keepdims) { Quantifier(kind: .all, axes: $0) }
}

extension Variable {
  /// Whether any element over `axis` (nil: all axes) is true; see the free function.
  public func any(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.any(self, axis: axis, keepdims: keepdims)
  }

  /// Whether all elements over `axis` (nil: all axes) are true; see the free function.
  public func all(axis: (any AxesConvertible)? = nil, keepdims: Bool = false) -> Variable {
    TheanoOps.all(self, axis: axis, keepdims: keepdims)
  }
}

/// Whether some or all elements over axes are true.
package struct Quantifier: ShapedOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// How many elements have to be true.
  package enum Kind: String {
    case any = "Any"
    case all = "All"
  }

  package let kind: Kind
  /// The axes, nil for all.
  package let axes: [Int]?

  package var name: String { kind.rawValue }
  package var debugName: String {
    axes.map { "\(name){\($0.map(String.init).joined(separator: ", "))}" } ?? name
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    return [TensorType(.bool, shape: x[0].type.reducedShape(axes, keepdims: false))]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis, afterReducing: axes)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .reduction(
      call, axes, kind == .any ? .or : .and, identity: kind == .any ? 0 : 1, accumulator: .bool)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    let shape = try x[0].checkedReducedShape(axes)
    let rows = Rows<Int128>(x[0].cast(to: .bool), along: axes)
    let answers = rows.map { row in kind == .any ? row.contains(1) : !row.contains(0) }
    return [NDArray(elements: answers, shape: shape)]
  }

  package var examples: [OpExample] {
    let kind = kind
    return [
      OpExample("\(kind)", [.init([.n, .m], dtype: .bool)], isDifferentiable: false) {
        .apply(Quantifier(kind: kind, axes: [1]), $0)
      },
      OpExample("\(kind) of reals", [.init([.n, .m])], isDifferentiable: false) {
        .apply(Quantifier(kind: kind, axes: nil), $0)
      },
    ]
  }
}
