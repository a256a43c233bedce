import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the sums of the elements up to each along `axis` (nil: of the flattened tensor).
///
/// The dtype is the operand's, so that integers may wrap; bool gives int64.
public func cumsum(_ x: Variable, axis: Int? = nil) -> Variable {
  alongAxis(x, axis) { .apply(CumSum(axis: $1), [$0]) }
}

extension Variable {
  /// The sums of the elements up to each along `axis` (nil: of the flattened tensor).
  public func cumsum(axis: Int? = nil) -> Variable { TheanoOps.cumsum(self, axis: axis) }

  /// The products of the elements up to each along `axis` (nil: of the flattened tensor).
  public func cumprod(axis: Int? = nil) -> Variable { TheanoOps.cumprod(self, axis: axis) }
}

/// Sums of the elements up to each along an axis, or from each to the end.
package struct CumSum: CumulativeOp, LinearOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// Whether sums go from each element to the end.
  package var isReversed = false

  package var debugName: String { "CumOp{\(axis), \(isReversed ? "add, reversed" : "add")}" }

  package func lowering(_ call: Apply) -> Lowering? {
    lowering(call, from: 0, isReversed: isReversed) { b, sum, element in b.add(sum, element) }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    switch dtype.kind {
    case .complex: return [sums(Complex<Double>.self, x[0], dtype)]
    case .real: return [sums(Double.self, x[0], dtype)]
    case .integer, .bool: return [sums(Int128.self, x[0], dtype)]
    }
  }

  private func sums<N: HostNumber>(_: N.Type, _ x: NDArray, _ dtype: DType) -> NDArray {
    x.mapRows(as: N.self, along: [axis], dtype: dtype) { row, out in
      var sum = N.zero
      for i in 0..<row.count {
        let k = isReversed ? row.count - 1 - i : i
        sum = N.sum(sum, row[k])
        out[k] = sum
      }
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0], call.inputs[0].dtype.isContinuous else { return [nil] }
    return [.apply(CumSum(axis: axis, isReversed: !isReversed), [dy])]
  }

  package var examples: [OpExample] {
    [
      OpExample("cumsum", [.init([.n, .m])]) { $0[0].cumsum(axis: 0) },
      OpExample("cumsum, flattened", [.init([.n, .m])]) { $0[0].cumsum() },
      OpExample("cumsum, reversed", [.init([.n, .m])]) {
        .apply(CumSum(axis: 1, isReversed: true), [$0[0]])
      },
    ]
  }
}
