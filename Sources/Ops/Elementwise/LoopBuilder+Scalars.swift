import TheanoArrays
import TheanoLoopIR

// What several operations on scalars need in native code.

extension LoopBuilder {
  /// A number in the dtype of `model`.
  func number(_ value: Double, as model: Value) -> Value { real(value, model.dtype) }

  /// |x|; the least integer stays what it is.
  func absolute(_ x: Value) -> Value { emit(Instruction(.absolute, [x]), x.dtype) }

  /// Whether a float is not a number.
  func isNaN(_ x: Value) -> Value { notEqual(x, x) }
}
