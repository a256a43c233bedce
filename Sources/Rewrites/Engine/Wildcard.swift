import TheanoArrays
import TheanoGraph

/// A variable of a rule that stands for any operand, or for any constant.
///
/// Its own type only serves to build the rule's two sides; it says nothing of what it may stand for.
package final class Wildcard: Variable, @unchecked Sendable {
  /// What a wildcard may stand for.
  package enum Domain: Sendable {
    case anything
    /// A real constant all of whose elements are equal.
    case number
  }

  /// What it may stand for.
  package let domain: Domain

  /// Creates a wildcard; `ndim` is the rank that the functions around it need.
  package init(_ name: String, _ domain: Domain = .anything, dtype: DType = .float64, ndim: Int = 0)
  {
    self.domain = domain
    super.init(TensorType(dtype, ndim: ndim), .input, name: name, site: .unknown)
  }

  /// Not meant to be called: a literal in a rule is a constant.
  package required convenience init(integerLiteral value: Int) { self.init("\(value)") }

  /// Not meant to be called: a literal in a rule is a constant.
  package required convenience init(floatLiteral value: Double) { self.init("\(value)") }

  /// Not meant to be called: a literal in a rule is a constant.
  package required convenience init(booleanLiteral value: Bool) { self.init("\(value)") }
}
