import TheanoArrays
import TheanoGraph

/// An operation that says how tests may use it. The suites over all operations draw on these examples.
package protocol SampledOp: Sendable {
  /// Uses of the operation with their operands.
  var examples: [OpExample] { get }
}

/// One use of an operation.
package struct OpExample: Sendable {
  /// The length of an axis of an operand: given, or one that the suites choose.
  package enum Length: Sendable, ExpressibleByIntegerLiteral {
    case fixed(Int)
    /// A length that suites set to 0, 1 and odd numbers; the same for all axes marked so.
    case n
    /// Another such length.
    case m

    package init(integerLiteral value: Int) { self = .fixed(value) }
  }

  /// What values an operand has.
  package struct Operand: Sendable {
    package var shape: [Length]
    package var dtype: DType
    package var range: ClosedRange<Double>

    /// Creates an operand of values drawn evenly from `range`.
    package init(_ shape: [Length], _ range: ClosedRange<Double> = -2...2, dtype: DType = .float64)
    {
      self.shape = shape
      self.range = range
      self.dtype = dtype
    }
  }

  /// What is special about this use, for messages.
  package var label: String
  /// The operands.
  package var operands: [Operand]
  /// Whether gradients of the result with respect to the float operands can be compared with differences.
  package var isDifferentiable: Bool
  /// Whether the lengths `n` and `m` may be 0.
  package var allowsEmpty: Bool
  /// Builds the expression.
  package var build: @Sendable ([Variable]) throws -> Variable

  /// Creates an example.
  package init(
    _ label: String, _ operands: [Operand], isDifferentiable: Bool = true, allowsEmpty: Bool = true,
    _ build: @escaping @Sendable ([Variable]) throws -> Variable
  ) {
    self.label = label
    self.operands = operands
    self.isDifferentiable = isDifferentiable
    self.allowsEmpty = allowsEmpty
    self.build = build
  }
}

extension ScalarOp {
  /// The operation on matrices drawn from its domains, and on a matrix with rows.
  package var examples: [OpExample] {
    let isContinuous = (try? outputDType(domains.map { _ in .float64 }).isContinuous) ?? false
    let defined = kernel.real != nil
    let dtype: DType = defined ? .float64 : .int64
    let matrices = domains.map { OpExample.Operand([.n, .m], $0, dtype: dtype) }
    let rows = domains.indices.map {
      OpExample.Operand($0 == 0 ? [.n, .m] : [1, .m], domains[$0], dtype: dtype)
    }
    let build: @Sendable ([Variable]) throws -> Variable = { elementwise(self, $0) }
    let plain = OpExample(name, matrices, isDifferentiable: isContinuous && defined, build)
    if domains.count == 1 { return [plain] }
    return [
      plain, OpExample("\(name) broadcast", rows, isDifferentiable: isContinuous && defined, build),
    ]
  }
}
