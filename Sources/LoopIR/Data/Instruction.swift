import TheanoArrays

/// What an instruction does with its operands; the result's dtype is that of the value it defines.
package enum Operation: Hashable, Sendable {
  /// The real number of these bits, as float64.
  case real(UInt64)
  /// A whole number, or a truth value.
  case integer(Int128)
  /// Arithmetic on operands of the result's dtype. Integers wrap; `divide` and `remainder` are not for
  /// integers unless the divisor is known not to be 0 or -1.
  case add, subtract, multiply, divide, remainder, negate, absolute, minimum, maximum
  /// a · b + c, rounded once.
  case fusedMultiplyAdd
  /// Operations on the bits of integers or on truth values.
  case and, or, xor, not, shiftLeft, shiftRight
  /// Comparisons of operands of one dtype; the result is bool.
  case equal, notEqual, less, lessOrEqual
  /// The second operand if the first is true, else the third.
  case select
  /// The operand in the result's dtype: floats are cut off, integers wrap.
  case convert
  /// The complex number of a real and an imaginary part. There is no other arithmetic on complex numbers: it is
  /// made of arithmetic on their parts.
  case complex
  /// A part of a complex number.
  case realPart, imaginaryPart
  /// A function of the prelude, by the name between `theano_` and the suffix of the operands' dtype.
  case call(String)
  /// An element of a buffer.
  case load(Access)
  /// The present value of a register.
  case read(Register)
  /// The length of an axis of an input.
  case length(input: Int, axis: Int)
  /// The number of the worker that runs this part of a loop.
  case worker
  /// Whether a result is made in the memory of an input.
  case isSame(BufferID, BufferID)
}

/// An operation with its operands.
package struct Instruction: Hashable, Sendable {
  /// What is done.
  package var operation: Operation
  /// What it is done with.
  package var operands: [Value]

  /// Creates an instruction.
  package init(_ operation: Operation, _ operands: [Value] = []) {
    self.operation = operation
    self.operands = operands
  }

  /// All values that are read, those in an address included.
  package var reads: [Value] {
    if case .load(let access) = operation { return operands + access.values }
    return operands
  }

  /// Whether it gives the same wherever it stands, as long as its operands are there.
  package var isPure: Bool {
    switch operation {
    case .load, .read, .worker, .isSame: false
    default: true
    }
  }

  /// Returns this instruction with other values in place of those it reads.
  package func mapping(_ change: (Value) -> Value) -> Instruction {
    var copy = self
    copy.operands = operands.map(change)
    if case .load(let access) = operation { copy.operation = .load(access.mapping(change)) }
    return copy
  }
}

/// How sums in the making take in an element. Complex numbers have sums and products.
package enum Combination: Hashable, Sendable {
  case sum, product
  /// The larger; a NaN stays.
  case maximum
  /// The smaller; a NaN stays.
  case minimum
  case and, or

  /// The operation on two values.
  package var operation: Operation {
    switch self {
    case .sum: .add
    case .product: .multiply
    case .maximum: .maximum
    case .minimum: .minimum
    case .and: .and
    case .or: .or
    }
  }
}
