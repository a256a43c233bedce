import TheanoArrays
import TheanoGraph

/// Returns `x` converted to `dtype`; `x` itself if that is its dtype.
///
/// Floats truncate towards zero on the way to integers, integers wrap. Casting complex to real is an error,
/// as in Theano: take `real`, `imag`, `angle` or `abs`.
public func cast(_ x: Variable, _ dtype: DType) -> Variable {
  if x.dtype == dtype && !x.type.isWeak || x.error != nil { return x }
  if x.type.isWeak, let value = x.constant, x.ndim == 0 {
    return Variable(constant: value.cast(to: dtype), site: .capture())
  }
  return .apply(Cast(target: dtype), [x])
}

/// Returns `x` converted to the dtype of a name, "float32" or "floatX" for example; see the form with a dtype.
public func cast(_ x: Variable, _ dtype: String) -> Variable {
  if dtype == "floatX" { return cast(x, Configuration.current.floatX) }
  if let known = DType(rawValue: dtype) { return cast(x, known) }
  return Variable(
    invalid: GraphError(
      .type, "Unsupported dtype for TensorType: \(dtype)", op: "cast",
      operands: ["\(x): \(x.type)"], site: .capture()))
}

extension Variable {
  /// This variable converted to `dtype`; see `cast`.
  public func astype(_ dtype: DType) -> Variable { cast(self, dtype) }
  /// This variable converted to the dtype of a name, "float32" or "floatX" for example; see `cast`.
  public func astype(_ dtype: String) -> Variable { cast(self, dtype) }
}

/// Conversion to another dtype.
package struct Cast: Op, SampledOp {
  package let target: DType

  package var name: String { "cast" }
  package var debugName: String { "Elemwise{Cast{\(target)},no_inplace}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x[0].dtype.isComplex && !target.isComplex {
      throw GraphError(
        .type,
        "Casting from complex to real is ambiguous: consider real(), imag(), angle() or abs().")
    }
    return [x[0].type.with(dtype: target)]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [x[0].cast(to: target)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard target.isContinuous, let dy = dy[0] else { return [nil] }
    let dtype = call.inputs[0].dtype
    // The gradient by an integer is a float: what it would be if the integer could move.
    let term = dtype.isContinuous ? cast(dtype.isComplex ? dy : dy.real, dtype) : dy.real
    return [term.masked(as: dy)]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [target.isContinuous ? dx[0].map { cast($0, target) } : nil]
  }

  package func description(_ x: [String], _ call: Apply) -> String { "\(target)(\(x[0]))" }

  package var examples: [OpExample] {
    [OpExample("cast", [.init([.n, .m])]) { .apply(Cast(target: .float64), [$0[0]]) }]
  }
}
