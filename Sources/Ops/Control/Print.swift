import TheanoArrays
import TheanoGraph

/// What `printValue` prints of an array.
public enum PrintAttribute: String, Sendable, CaseIterable {
  /// The elements.
  case value = "__str__"
  /// The lengths of the axes.
  case shape
  /// The element type.
  case dtype
  /// The number of axes.
  case ndim
  /// The number of elements.
  case size
  /// The least element.
  case min
  /// The greatest element.
  case max
  /// The elements' mean.
  case mean
  /// The elements' sum.
  case sum
}

/// Where the lines go that `printValue` prints: to standard output, unless a task sends them elsewhere with
/// `PrintSink.$current.withValue({ … }) { … }`.
public enum PrintSink {
  /// Takes one line, without its end.
  @TaskLocal public static var current: @Sendable (String) -> Void = { print($0) }
}

/// Returns `x`; when it is computed, `message attribute = value` is printed for each of `attributes`, for
/// example `gradient __str__ = [1. 2.]`.
///
/// Only what depends on the result makes it print, so use that in place of `x`. Rewrites do not see through
/// it. Its gradient is that of `x`.
public func printValue(
  _ x: Variable, message: String = "", attributes: [PrintAttribute] = [.value]
) -> Variable {
  .apply(Print(message: message, attributes: attributes), [x])
}

/// The identity, which prints what passes.
package struct Print: Op, SampledOp {
  /// The first word of each line.
  package let message: String
  /// What to print.
  package let attributes: [PrintAttribute]

  package var name: String { "Print" }
  package var debugName: String {
    let names = attributes.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return "Print{message='\(message)', attrs=(\(names)\(attributes.count == 1 ? "," : ""))}"
  }
  package var isPure: Bool { false }

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.strong] }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    for attribute in attributes {
      PrintSink.current("\(message) \(attribute.rawValue) = \(attribute.text(of: x[0]))")
    }
    return x
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] { dy }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? { dx }

  package var examples: [OpExample] {
    [OpExample("silent", [.init([.n, .m])]) { printValue($0[0], attributes: []) * $0[0] }]
  }
}

extension PrintAttribute {
  /// Returns the text of this attribute of an array.
  fileprivate func text(of x: NDArray) -> String {
    switch self {
    case .value: return x.description
    case .shape: return shapeText(x.shape)
    case .dtype: return x.dtype.description
    case .ndim: return String(x.ndim)
    case .size: return String(x.count)
    case .sum:
      return x.dtype.isComplex
        ? "\(x.complexes.reduce(.zero, +))"
        : x.dtype.isDiscrete ? "\(x.integers.reduce(0, &+))" : "\(x.reals.reduce(0, +))"
    case .mean:
      return x.dtype.isComplex
        ? "\(x.complexes.reduce(.zero, +) / Complex(Double(x.count)))"
        : "\(x.reals.reduce(0, +) / Double(x.count))"
    case .min: return x.extremeText { $0 < $1 }
    case .max: return x.extremeText { $0 > $1 }
    }
  }
}

extension NDArray {
  /// The text of the element before which none comes in an order of reals, or of one that is not a number.
  fileprivate func extremeText(_ precedes: (Double, Double) -> Bool) -> String {
    let values = reals
    guard let first = values.first else { return "none" }
    if let place = values.firstIndex(where: \.isNaN) { return "\(values[place])" }
    let extreme = values.dropFirst().reduce(first) { precedes($1, $0) ? $1 : $0 }
    return dtype.isDiscrete ? "\(Int128(extreme))" : "\(extreme)"
  }
}
