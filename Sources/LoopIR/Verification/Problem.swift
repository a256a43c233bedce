import TheanoArrays

/// What is wrong with a program, and where.
package struct Problem: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    /// A value is read before its definition, or outside the scope that has it.
    case undefinedValue(Int)
    /// A value is defined a second time.
    case definedTwice(Int)
    /// A register is used before its declaration, or outside the scope that has it.
    case undeclaredRegister(Int)
    /// A register is declared a second time.
    case declaredTwice(Int)
    /// Something has another dtype than it has to.
    case wrongDType(DType, expected: DType)
    /// An operation has operands, or a result, of a dtype for which it is not there.
    case notDefined(on: DType)
    /// An operation has another number of operands than it has to.
    case wrongOperandCount(Int, expected: Int)
    /// A function is called that there is not.
    case noFunction(String)
    /// A function is called with, or for, a value of another dtype than the C type with which it is declared.
    case wrongCType(DType, expected: String)
    /// There is no buffer of this number.
    case noBuffer(Int)
    /// A buffer is used where its memory need not have been asked for.
    case notReserved(Int)
    /// A buffer is written that may only be read.
    case notWritable(Int)
    /// Memory is asked for that is not the program's to ask for, or has no number.
    case notReservable(Int)
    /// There is no input, result or axis of this number.
    case noPort(Int)
    /// A loop is left that need not run in order, or there is none.
    case exitOutsideSerialLoop
    /// A step of a loop that may run in any order needs, or overwrites, what another does.
    case dependence(onLoop: Int)
    /// Something happens in a loop that may run on several threads and must happen on one.
    case needsOneThread
  }

  /// What is wrong.
  package let kind: Kind
  /// The statement.
  package let statement: String

  /// Creates a problem.
  package init(_ kind: Kind, _ statement: String) {
    self.kind = kind
    self.statement = statement
  }

  /// What is wrong, and where.
  package var description: String { "\(kind) in \"\(statement)\"" }
}
