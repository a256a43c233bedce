import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `value` repeated to the shape of `model`. The dtype is `value`'s; a literal takes `model`'s.
public func fill(_ model: Variable, _ value: Variable) -> Variable {
  elementwise(Second(), model, value)
}

/// The second of two operands.
package struct Second: ScalarOp {
  package let name = "second"
  package let domains = [-2.0...2.0, -2.0...2.0]
  package var kernel: ScalarKernel {
    .init(real: .binary { $1 }, integer: .binary { $1 }, complex: .binary { $1 })
  }
  package func outputDType(_ x: [DType]) throws -> DType { x[1] }
  package func computingDTypes(_ x: [DType], _ result: DType) -> [DType] { x }
  package var cost: Lowering.Cost { .move }
  package func lower(_ x: [Value], _ b: LoopBuilder) -> Value? { x[1] }
  package func pullback(_ x: [Variable], _ y: Variable, _ dy: Variable) -> [Variable?] {
    [nil, dy]
  }
  package func isConnected(input: Int) -> Bool { input == 1 }
  package func description(_ x: [String]) -> String { "fill(\(x[0]), \(x[1]))" }
}

extension Variable {
  /// Zeros of this variable's shape, and of its dtype unless another is given.
  public func zerosLike(dtype: DType? = nil) -> Variable {
    fill(self, Variable(constant: NDArray(zeros: [], dtype: dtype ?? self.dtype), site: .capture()))
  }

  /// Ones of this variable's shape, and of its dtype unless another is given.
  public func onesLike(dtype: DType? = nil) -> Variable {
    fill(self, Variable(constant: NDArray(1).cast(to: dtype ?? self.dtype), site: .capture()))
  }
}

/// Returns zeros of the shape of `model`, and of its dtype unless another is given.
public func zerosLike(_ model: Variable, dtype: DType? = nil) -> Variable {
  model.zerosLike(dtype: dtype)
}

/// Returns ones of the shape of `model`, and of its dtype unless another is given.
public func onesLike(_ model: Variable, dtype: DType? = nil) -> Variable {
  model.onesLike(dtype: dtype)
}
