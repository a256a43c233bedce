import TheanoArrays
import TheanoGraph

/// A mathematical function: floats and complex numbers keep their dtype, integers and bool give `floatX`.
package protocol MathFunction: ScalarOp {}

extension MathFunction {
  /// The operands' common type; `floatX` if all of them are integers or bool.
  package func outputDType(_ x: [DType]) throws -> DType {
    x.reduce(x[0], DType.promote).promotedToFloat
  }
}
