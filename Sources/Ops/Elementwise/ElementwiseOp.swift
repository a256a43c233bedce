import TheanoGraph

/// An operation on the elements of tensors of one rank, each element of the result being made of the operands'
/// elements at its own place; axes of known length 1 broadcast.
package protocol ElementwiseOp: ShapedOp {
  /// The type of the function that is applied to the elements.
  static var function: Any.Type { get }

  /// Whether the first two operands, the only ones, may change places.
  var isCommutative: Bool { get }

  /// The operands from which a literal takes its dtype.
  func literalOperands(_ count: Int) -> Range<Int>

  /// Returns this operation applied to `operands`; those of lower rank get leading axes of length 1.
  func applied(to operands: [Variable]) -> Variable
}

extension Elementwise: ElementwiseOp where Scalar: ScalarOp {
  package static var function: Any.Type { Scalar.self }

  package var isCommutative: Bool { scalar.isCommutative }

  package func literalOperands(_ count: Int) -> Range<Int> { scalar.literalOperands(count) }

  package func applied(to operands: [Variable]) -> Variable { elementwise(scalar, operands) }
}

extension Cast: ElementwiseOp {
  package static var function: Any.Type { Cast.self }

  package var isCommutative: Bool { false }

  package func literalOperands(_ count: Int) -> Range<Int> { 0..<0 }

  package func applied(to operands: [Variable]) -> Variable { .apply(self, operands) }
}
