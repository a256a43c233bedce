import TheanoArrays
import TheanoGraph

/// Returns e to the power `x`, element by element.
public func exp(_ x: Variable) -> Variable { elementwise(Exp(), x) }

/// Returns the natural logarithm, element by element.
public func log(_ x: Variable) -> Variable { elementwise(Log(), x) }

/// The exponential function.
struct Exp: ScalarOp {
  let name = "exp"
  let domains = [-2.0...2.0]
  var kernel: ScalarKernel { .init(real: .unary { .exp($0) }, complex: .unary { .exp($0) }) }
  func outputDType(_ x: [DType]) throws -> DType { x[0].promotedToFloat }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy * y] }
}

/// The natural logarithm.
struct Log: ScalarOp {
  let name = "log"
  let domains = [0.2...3.0]
  var kernel: ScalarKernel { .init(real: .unary { .log($0) }, complex: .unary { .log($0) }) }
  func outputDType(_ x: [DType]) throws -> DType { x[0].promotedToFloat }
  func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] { [dy / x[0]] }
}
