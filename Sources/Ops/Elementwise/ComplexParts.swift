import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

// The gradient with respect to a complex variable is that by its real part plus i times that by its
// imaginary part, as in Theano.

/// Returns the real part, element by element, in the real type of the same precision; `x` itself if it is
/// not complex.
public func real(_ x: Variable) -> Variable {
  x.dtype.isComplex ? elementwise(ComplexPart.real, x) : x
}

/// Returns the imaginary part, element by element, in the real type of the same precision; zeros if `x` is
/// not complex.
public func imag(_ x: Variable) -> Variable {
  x.dtype.isComplex ? elementwise(ComplexPart.imag, x) : x.zerosLike()
}

/// Returns the angle in -π...π of complex numbers, element by element, in the real type of the same
/// precision; of reals, 0 or π. Integers and bool give `floatX`.
public func angle(_ x: Variable) -> Variable { elementwise(Angle(), x) }

/// Returns the complex conjugate, element by element; `x` itself if it is not complex.
public func conj(_ x: Variable) -> Variable {
  x.dtype.isComplex ? elementwise(Conj(), x) : x
}

/// Returns complex numbers of the given real and imaginary parts, element by element: complex64 for parts up
/// to float32, else complex128.
public func complex(_ real: Variable, _ imag: Variable) -> Variable {
  elementwise(ComplexOf(), real, imag)
}

/// Returns complex numbers of the given absolute values and angles, element by element.
public func complexFromPolar(_ abs: Variable, _ angle: Variable) -> Variable {
  complex(abs * cos(angle), abs * sin(angle))
}

extension Variable {
  /// The real part; see the free function.
  public var real: Variable { TheanoOps.real(self) }
  /// The imaginary part; see the free function.
  public var imag: Variable { TheanoOps.imag(self) }
  /// Returns the angle of complex numbers; see the free function.
  public func angle() -> Variable { TheanoOps.angle(self) }
  /// Returns the complex conjugate; see the free function.
  public func conj() -> Variable { TheanoOps.conj(self) }
}

/// The real or the imaginary part of a complex number.
package enum ComplexPart: String, ScalarOp, CaseIterable {
  case real, imag

  package var name: String { rawValue }
  package var domains: [ClosedRange<Double>] { [-2...2] }
  package var kernel: ScalarKernel {
    switch self {
    case .real: .init(complex: .unary { Complex($0.rawStorage.x, 0) })
    case .imag: .init(complex: .unary { Complex($0.rawStorage.y, 0) })
    }
  }
  package var cost: Lowering.Cost { .move }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    self == .real ? b.realPart(x[0]) : b.imaginaryPart(x[0])
  }
  package func outputDType(_ x: [DType]) throws -> DType { x[0].realCounterpart }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [self == .real ? complex(dy, 0) : complex(dy.zerosLike(), dy)]
  }
  package var examples: [OpExample] { [complexExample(name) { elementwise(self, sqr($0)) }] }
}

/// The angle of a complex number.
package struct Angle: ScalarOp {
  package let name = "angle"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .unary { $0.isNaN ? $0 : atan2(0, $0) },
      complex: .unary { Complex(atan2($0.rawStorage.y, $0.rawStorage.x)) })
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    if x[0].dtype.isComplex { return b.inDouble(x[0], b.angle) }
    let zero = b.number(0, as: x[0])
    // One divided by the negative zero is negative.
    let isNegative = b.or(
      b.less(x[0], zero), b.less(b.divide(b.number(1, as: x[0]), x[0]), zero))
    let angle = b.select(isNegative, b.number(.pi, as: x[0]), zero)
    return b.select(b.isNaN(x[0]), x[0], angle)
  }
  package func outputDType(_ x: [DType]) throws -> DType { x[0].realCounterpart.promotedToFloat }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    if !x[0].dtype.isComplex { return [nil] }
    let scale = dy / (sqr(real(x[0])) + sqr(imag(x[0])))
    return [complex(-imag(x[0]) * scale, real(x[0]) * scale)]
  }
  package var examples: [OpExample] { [complexExample(name) { angle($0) }] }
}

/// The complex conjugate.
package struct Conj: ScalarOp {
  package let name = "conj"
  package let domains = [-2.0...2.0]
  package var isHolomorphic: Bool { false }
  package var kernel: ScalarKernel {
    .init(real: .unary { $0 }, integer: .unary { $0 }, complex: .unary { $0.conjugate })
  }
  package var cost: Lowering.Cost { .move }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    x[0].dtype.isComplex
      ? b.complex(b.realPart(x[0]), b.negate(b.imaginaryPart(x[0]))) : x[0]
  }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [conj(dy)]
  }
  package var examples: [OpExample] { [complexExample(name) { imag(conj($0) * conj($0)) }] }
}

/// The complex number of given parts.
package struct ComplexOf: ScalarOp {
  package let name = "complex"
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(complex: .binary { Complex($0.rawStorage.x, $1.rawStorage.x) })
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    let dtype = DType.promote(x[0], x[1])
    if dtype.isComplex {
      throw GraphError(.type, "The parts of a complex number must be real, not \(dtype).")
    }
    return dtype.promotedToFloat.complexCounterpart
  }
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] {
    x.map { _ in result.realCounterpart }
  }
  package var cost: Lowering.Cost { .move }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.complex(x[0], x[1]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy, dy * Variable(weak: Complex<Double>(0, 1))]
  }
  package var examples: [OpExample] {
    [
      complexExample(name) { real(sqr($0) * $0) },
      complexExample("abs of \(name)") { abs($0) },
      complexExample("exp of \(name)") { imag(exp($0) / (2 + $0)) },
    ]
  }
}

/// A use of a function from complex to real numbers, as one of their parts, which tests can differentiate.
private func complexExample(_ label: String, _ build: @escaping @Sendable (Variable) -> Variable)
  -> OpExample
{
  OpExample(label, [.init([.n, .m], 0.3...2), .init([.n, .m], 0.3...2)]) {
    build(complex($0[0], $0[1]))
  }
}
