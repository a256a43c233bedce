import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns whether each element is not a number, as bool; false for integers and bool.
public func isnan(_ x: Variable) -> Variable { test(.isnan, x, ofDiscrete: false) }

/// Returns whether each element is infinite, as bool; false for integers and bool.
public func isinf(_ x: Variable) -> Variable { test(.isinf, x, ofDiscrete: false) }

/// Returns whether each element is a number and not infinite, as bool; true for integers and bool.
public func isfinite(_ x: Variable) -> Variable { test(.isfinite, x, ofDiscrete: true) }

/// Returns whether `a` is near `b`, element by element, as bool: `|a - b| <= absolute + relative * |b|`.
///
/// Infinities are near themselves, and not-a-number is near itself if `equalNan` says so.
public func isclose(
  _ a: Variable, _ b: Variable, rtol: Double = 1e-5, atol: Double = 1e-8, equalNan: Bool = false
) -> Variable {
  let (a, b) = (asContinuous(a), asContinuous(b))
  let near = le(abs(a - b), atol + rtol * abs(b)) & isfinite(a) & isfinite(b)
  let close = near | (a .== b)
  return equalNan ? close | (isnan(a) & isnan(b)) : close
}

/// Returns whether all elements of `a` are near those of `b`, as a bool scalar; see `isclose`.
public func allclose(
  _ a: Variable, _ b: Variable, rtol: Double = 1e-5, atol: Double = 1e-8, equalNan: Bool = false
) -> Variable {
  invert(isclose(a, b, rtol: rtol, atol: atol, equalNan: equalNan)).sum() .== 0
}

/// Returns `x` with not-a-number and infinities replaced, element by element.
///
/// The infinities become the greatest and the least finite number of the dtype unless others are given. Of
/// complex numbers each part is treated on its own; integers and bool are returned as they are.
public func nanToNum(
  _ x: Variable, nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil
) -> Variable {
  if x.dtype.isDiscrete || x.error != nil { return x }
  if x.dtype.isComplex {
    return complex(
      nanToNum(real(x), nan: nan, posinf: posinf, neginf: neginf),
      nanToNum(imag(x), nan: nan, posinf: posinf, neginf: neginf))
  }
  let greatest = x.dtype.greatestFinite
  let high = Variable(weak: posinf ?? greatest)
  let low = Variable(weak: neginf ?? -greatest)
  let finite = `where`(isinf(x), `where`(gt(x, 0), high, low), x)
  return `where`(isnan(x), Variable(weak: nan), finite)
}

/// Returns the elements of a test of floats; the constant answer for integers and bool.
private func test(_ op: FloatTest, _ x: Variable, ofDiscrete answer: Bool) -> Variable {
  if x.dtype.isDiscrete, x.error == nil {
    return fill(x, Variable(constant: NDArray(answer), site: .capture()))
  }
  return elementwise(op, x)
}

/// Returns `x` as a float if it is an integer or bool.
private func asContinuous(_ x: Variable) -> Variable {
  x.dtype.isDiscrete && !x.type.isWeak ? cast(x, .float64) : x
}

/// A test of a float, to bool.
package enum FloatTest: String, ScalarOp, CaseIterable {
  case isnan, isinf, isfinite

  package var name: String { rawValue }
  package var domains: [ClosedRange<Double>] { [-2...2] }
  package var kernel: ScalarKernel {
    switch self {
    case .isnan:
      .init(
        real: .unary { $0.isNaN ? 1 : 0 }, integer: .unary { _ in 0 },
        complex: .unary { $0.rawStorage.x.isNaN || $0.rawStorage.y.isNaN ? .one : .zero })
    case .isinf:
      .init(
        real: .unary { $0.isInfinite ? 1 : 0 }, integer: .unary { _ in 0 },
        complex: .unary { $0.rawStorage.x.isInfinite || $0.rawStorage.y.isInfinite ? .one : .zero })
    case .isfinite:
      .init(
        real: .unary { $0.isFinite ? 1 : 0 }, integer: .unary { _ in 1 },
        complex: .unary { $0.isFinite ? .one : .zero })
    }
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    if x[0].dtype.isComplex {
      let parts = [b.realPart(x[0]), b.imaginaryPart(x[0])]
      return switch self {
      case .isnan, .isinf: b.or(lower(parts[0], b), lower(parts[1], b))
      case .isfinite: b.isFinite(x[0])
      }
    }
    return x[0].dtype.isFloat ? lower(x[0], b) : b.truth(self == .isfinite)
  }
  /// The answer for a float.
  private func lower(_ x: Value, _ b: LoopBuilder) -> Value {
    switch self {
    case .isnan: b.isNaN(x)
    case .isinf: b.equal(b.absolute(x), b.number(.infinity, as: x))
    case .isfinite: b.less(b.absolute(x), b.number(.infinity, as: x))
    }
  }
  package func outputDType(_ x: [DType]) throws -> DType { .bool }
}

extension DType {
  /// The greatest finite number of a float type.
  fileprivate var greatestFinite: Double {
    switch self {
    case .float16: Double(Float16.greatestFiniteMagnitude)
    case .float32: Double(Float.greatestFiniteMagnitude)
    default: .greatestFiniteMagnitude
    }
  }
}
