import TheanoArrays
import TheanoGraph

/// The sum.
struct Add: ScalarOp {
  let name = "add"
  let domains = [-2.0...2.0, -2.0...2.0]
  var kernel: ScalarKernel {
    .init(real: .binary(+), integer: .binary { $0 &+ $1 }, complex: .binary(+))
  }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy, dy] }
  func description(_ x: [String]) -> String { "(\(x[0]) + \(x[1]))" }
}

/// The difference.
struct Sub: ScalarOp {
  let name = "sub"
  let domains = [-2.0...2.0, -2.0...2.0]
  var kernel: ScalarKernel {
    .init(real: .binary(-), integer: .binary { $0 &- $1 }, complex: .binary(-))
  }
  func outputDType(_ x: [DType]) throws -> DType {
    try notBool(x.reduce(x[0], DType.promote), "output")
  }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy, -dy] }
  func description(_ x: [String]) -> String { "(\(x[0]) - \(x[1]))" }
}

/// The product.
struct Mul: ScalarOp {
  let name = "mul"
  let domains = [-2.0...2.0, -2.0...2.0]
  var kernel: ScalarKernel {
    .init(real: .binary(*), integer: .binary { $0 &* $1 }, complex: .binary(*))
  }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy * x[1], dy * x[0]]
  }
  func description(_ x: [String]) -> String { "(\(x[0]) * \(x[1]))" }
}

/// The quotient; of integers, in `floatX`.
struct TrueDiv: ScalarOp {
  let name = "true_div"
  let domains = [-2.0...2.0, 0.5...2.0]
  var kernel: ScalarKernel { .init(real: .binary(/), complex: .binary(/)) }
  func outputDType(_ x: [DType]) throws -> DType { x.reduce(x[0], DType.promote).promotedToFloat }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [dy / x[1], (-(dy * x[0])) / (x[1] * x[1])]
  }
  func description(_ x: [String]) -> String { "(\(x[0]) / \(x[1]))" }
}

/// The negative.
struct Neg: ScalarOp {
  let name = "neg"
  let domains = [-2.0...2.0]
  var kernel: ScalarKernel {
    .init(real: .unary { -$0 }, integer: .unary { 0 &- $0 }, complex: .unary { -$0 })
  }
  func outputDType(_ x: [DType]) throws -> DType { try notBool(x[0], "input") }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [-dy] }
  func description(_ x: [String]) -> String { "(-\(x[0]))" }
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
