import Glibc
import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` to the power `y`, element by element: the function form of `**`.
public func pow(_ x: Variable, _ y: Variable) -> Variable { x ** y }

/// The power. Integers to integers stay integers: negative exponents give 0, or ±1 for bases ±1.
package struct Pow: ScalarOp {
  package let name = "pow"
  package let domains = [0.2...3.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(
      real: .binary { x, y in Glibc.pow(x, y) },
      integer: .binary { x, y in x.power(y) },
      complex: .binary { x, y in y == .zero ? .one : x == .zero ? .zero : .pow(x, y) })
  }
  package var cost: Lowering.Cost { .costly }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? {
    x[0].dtype.isComplex ? b.complexPower(x[0], x[1]) : b.call("pow", x)
  }

  package func outputDType(_ x: [DType]) throws -> DType {
    let dtype = x.reduce(x[0], DType.promote)
    return dtype == .bool ? .int8 : dtype
  }

  // The derivative by the exponent is 0 where the base is 0, as in Theano, instead of 0 · log 0.
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    let byBase = dy * x[1] * x[0] ** exponentLess1(x[1])
    if x[1].type.isWeak || x[1].constant != nil { return [byBase, nil] }
    let byExponent = dy * y * `where`(x[0] .== 0, 0, log(x[0]))
    return [byBase, byExponent]
  }

  /// The difference of an exponent and 1: of an integer literal too, as Theano prints gradients.
  private func exponentLess1(_ exponent: Variable) -> Variable {
    exponent.dtype.isInteger && exponent.ndim == 0
      ? .apply(Elementwise(scalar: Sub()), [exponent, 1]) : exponent - 1
  }

  package func description(_ x: [String]) -> String { "(\(x[0]) ** \(x[1]))" }
}

extension Int128 {
  /// This number to the power `y`, wrapping.
  func power(_ y: Int128) -> Int128 {
    if y < 0 { return self == 1 ? 1 : self == -1 ? (y % 2 == 0 ? 1 : -1) : 0 }
    var (result, base, exponent): (Int128, Int128, Int128) = (1, self, y)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result &* base }
      base = base &* base
      exponent >>= 1
    }
    return result
  }
}
