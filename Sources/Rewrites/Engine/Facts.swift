import TheanoArrays
import TheanoGraph
import TheanoOps

/// What is known of a variable's values from how it is computed; a few levels deep.
extension Variable {
  /// The number that all elements of a real constant are equal to; nil for others, and for large arrays.
  package var uniformNumber: Double? {
    guard let constant, constant.count > 0, constant.count <= 64, !constant.dtype.isComplex else {
      return nil
    }
    let values = constant.reals
    // Equal as numbers is not enough: 0 and -0 are different.
    return values.allSatisfy { $0.bitPattern == values[0].bitPattern } ? values[0] : nil
  }

  /// The first operand of the scalar operation that computes this variable element by element; nil if another
  /// operation does.
  func operand<S: ScalarOp>(of _: S.Type) -> Variable? {
    guard let owner, owner.op is Elementwise<S> else { return nil }
    return owner.inputs[0]
  }

  /// The operands of the scalar operation that computes this variable element by element; nil if another
  /// operation does.
  func operands<S: ScalarOp>(of _: S.Type) -> [Variable]? {
    guard let owner, owner.op is Elementwise<S> else { return nil }
    return owner.inputs
  }

  /// Whether this is a constant.
  package var isConstant: Bool { constant != nil }

  /// Whether this is a constant all of whose elements are equal.
  package var isNumber: Bool { uniformNumber != nil }

  /// Whether this is a constant all of whose elements are the same finite number.
  var isFiniteNumber: Bool { uniformNumber?.isFinite ?? false }

  /// Whether this is a number with which products neither overflow nor underflow much sooner than without it.
  var isModerateNumber: Bool {
    guard let size = uniformNumber?.magnitude else { return false }
    return size > 1e-10 && size < 1e10
  }

  /// Whether all of `axes` are known to be of length 1.
  func broadcasts(along axes: some Sequence<Int>) -> Bool {
    axes.allSatisfy { type.shape[$0] == 1 }
  }

  /// Whether no element is less than 0; NaN may occur.
  var isNonNegative: Bool { sign(depth: 8) != nil }

  /// What can be known of the signs of a computation's results.
  private enum Sign {
    /// Greater than 0, were it not for underflow.
    case positive
    /// Not less than 0.
    case nonNegative
  }

  private func sign(depth: Int) -> Sign? {
    if let number = uniformNumber {
      return number > 0 ? .positive : number == 0 ? .nonNegative : nil
    }
    if dtype == .bool || dtype.isUnsigned { return .nonNegative }
    guard depth > 0, let owner, !dtype.isComplex else { return nil }
    func operand(_ place: Int) -> Sign? { owner.inputs[place].sign(depth: depth - 1) }
    switch owner.op {
    case is Elementwise<Exp>, is Elementwise<Exp2>, is Elementwise<Sigmoid>,
      is Elementwise<Softplus>, is Softmax, is Elementwise<Cosh>:
      return .positive
    case is Elementwise<Sqr>, is Elementwise<Abs>:
      // Squares and sizes of integers can wrap.
      return dtype.isFloat ? .nonNegative : nil
    case is Elementwise<Sqrt>, is Elementwise<Relu>, is LengthOfAxis: return .nonNegative
    case is DimShuffle, is Reshape, is Subtensor, is Alloc: return operand(0)
    case is Elementwise<Second>: return operand(1)
    case is Sum where dtype.isFloat: return operand(0).map { _ in .nonNegative }
    case is Elementwise<Add> where dtype.isFloat:
      guard let a = operand(0), let b = operand(1) else { return nil }
      return a == .positive || b == .positive ? .positive : .nonNegative
    case is Elementwise<Mul> where dtype.isFloat:
      guard let a = operand(0), let b = operand(1) else { return nil }
      return a == .positive && b == .positive ? .positive : .nonNegative
    case is Elementwise<TrueDiv> where dtype.isFloat:
      // What is not negative may be -0, by which quotients are.
      guard let a = operand(0), operand(1) == .positive else { return nil }
      return a
    case is Elementwise<Maximum>:
      return operand(0) == .positive || operand(1) == .positive
        ? .positive : operand(0) ?? operand(1)
    default: return nil
    }
  }

  /// Whether this is a constant all of whose elements are the same power of 2, so that multiplying by its
  /// reciprocal is exact.
  var isPowerOf2: Bool {
    guard let number = uniformNumber, number.isNormal else { return false }
    return number.magnitude.significand == 1 && number.magnitude < 0x1p100
      && number.magnitude > 0x1p-100
  }
}
