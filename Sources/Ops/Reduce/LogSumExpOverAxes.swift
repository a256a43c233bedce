import Glibc
import TheanoArrays
import TheanoGraph

/// Returns log Σ exp(x) over `axis` (nil: all), without overflow; minus infinity where all elements
/// are minus infinity or there are none.
///
/// Integers give `floatX`, floats keep their dtype. The gradient is `softmax(x)`, and 0 where all
/// elements are minus infinity.
public func logsumexp(_ x: Variable, axis: (any AxesConvertible)? = nil, keepdims: Bool = false)
  -> Variable
{
  x.reduced(overNamed: axis, keepdims: keepdims) { LogSumExp(axes: $0) }
}

/// The logarithm of a sum of exponentials over axes.
package struct LogSumExp: SlopedReduction, SampledOp {
  /// The axes, counted from the start, in ascending order.
  package let axes: [Int]

  package var name: String { "LogSumExp" }

  package func value(of row: UnsafeBufferPointer<Double>) -> Double {
    var top = -Double.infinity
    for value in row {
      if value.isNaN { return .nan }
      if value > top { top = value }
    }
    // An infinite largest element is the result: subtracting it would give not-a-number.
    if top.isInfinite { return top }
    var sum = 0.0
    for value in row { sum += exp(value - top) }
    return top + log(sum)
  }

  package func slope(_ call: Apply) -> Variable {
    let x = call.inputs[0]
    let isEmpty = eq(
      call.outputs[0].restoringAxes(axes, ndim: x.ndim), Variable(weak: -Double.infinity))
    let shares = Variable.apply(Softmax(axes: axes), [x])
    return `where`(isEmpty, shares.zerosLike(), shares)
  }

  package var examples: [OpExample] {
    [
      OpExample("logsumexp, axis", [.init([.n, 3])]) { logsumexp($0[0], axis: 1) },
      OpExample("logsumexp, axes", [.init([.n, 2, .m])], allowsEmpty: false) {
        logsumexp($0[0], axis: [0, -1], keepdims: true)
      },
    ]
  }
}
