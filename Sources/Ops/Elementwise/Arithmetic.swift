import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The sum.
package struct Add: ScalarOp {
  package let name = "add"
  package let isCommutative = true
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .binary(+), integer: .binary { $0 &+ $1 }, complex: .binary(+))
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.add(x[0], x[1]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy, dy] }
  package func description(_ x: [String]) -> String { "(\(x[0]) + \(x[1]))" }
}

/// The difference.
package struct Sub: ScalarOp {
  package let name = "sub"
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .binary(-), integer: .binary { $0 &- $1 }, complex: .binary(-))
  }
  package func outputDType(_ x: [DType]) throws -> DType {
    try notBool(x.reduce(x[0], DType.promote), "output")
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.subtract(x[0], x[1]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy, -dy]
  }
  package func description(_ x: [String]) -> String { "(\(x[0]) - \(x[1]))" }
}

/// The product.
package struct Mul: ScalarOp {
  package let name = "mul"
  package let isCommutative = true
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .binary(*), integer: .binary { $0 &* $1 }, complex: .binary(*))
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.multiply(x[0], x[1]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * x[1], dy * x[0]]
  }
  package func description(_ x: [String]) -> String { "(\(x[0]) * \(x[1]))" }
}

/// The quotient; of integers, in `floatX`.
package struct TrueDiv: ScalarOp {
  package let name = "true_div"
  package let domains = [-2.0...2.0, 0.5...2.0]
  package var kernel: ScalarKernel { .init(real: .binary(/), complex: .binary(/)) }
  package func outputDType(_ x: [DType]) throws -> DType {
    x.reduce(x[0], DType.promote).promotedToFloat
  }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.divide(x[0], x[1]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / x[1], (-(dy * x[0])) / (x[1] * x[1])]
  }
  package func description(_ x: [String]) -> String { "(\(x[0]) / \(x[1]))" }
}

/// The negative.
package struct Neg: ScalarOp {
  package let name = "neg"
  package let domains = [-2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .unary { -$0 }, integer: .unary { 0 &- $0 }, complex: .unary { -$0 })
  }
  package func outputDType(_ x: [DType]) throws -> DType { try notBool(x[0], "input") }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { b.negate(x[0]) }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [-dy] }
  package func description(_ x: [String]) -> String { "(-\(x[0]))" }
}

/// Returns `dtype` unless it is bool, on which subtraction is not defined.
private func notBool(_ dtype: DType, _ place: String) throws -> DType {
  if dtype == .bool {
    throw GraphError(
      .type,
      "bool \(place) not supported: subtraction and negation are not defined for bool; use xor, "
        + "invert or logicalNot.")
  }
  return dtype
}
