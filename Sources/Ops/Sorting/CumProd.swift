import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the products of the elements up to each along `axis` (nil: of the flattened tensor).
///
/// The dtype is the operand's, so that integers may wrap; bool gives int64. The gradient is exact
/// for any number of zeros, to any order.
public func cumprod(_ x: Variable, axis: Int? = nil) -> Variable {
  alongAxis(x, axis) { .apply(CumProd(axis: $1), [$0]) }
}

/// Products of the elements up to each along an axis.
package struct CumProd: CumulativeOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var debugName: String { "CumOp{\(axis), mul}" }

  package func lowering(_ call: Apply) -> Lowering? {
    lowering(call, from: 1) { b, product, element in b.multiply(product, element) }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dtype = call.outputTypes[0].dtype
    switch dtype.kind {
    case .complex: return [products(Complex<Double>.self, x[0], dtype)]
    case .real: return [products(Double.self, x[0], dtype)]
    case .integer, .bool: return [products(Int128.self, x[0], dtype)]
    }
  }

  private func products<N: HostNumber>(_: N.Type, _ x: NDArray, _ dtype: DType) -> NDArray {
    x.mapRows(as: N.self, along: [axis], dtype: dtype) { row, out in
      var product: N = 1
      for i in 0..<row.count {
        product = N.product(product, row[i])
        out[i] = product
      }
    }
  }

  // With y[i] = x[i]·y[i-1], the gradient of the cost by y[i] through all later products is
  // h[i] = dy[i] + x[i+1]·h[i+1], and that by x[i] is h[i]·y[i-1]: no division.
  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil] }
    let next = x.shifted(by: -1, axis: axis)
    return call.gradients(dy) { dy in
      let total = Variable.apply(LinearRecurrence(axis: axis, isReversed: true), [next, dy])
      return [total * previous(call)]
    }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [
      dx[0].map {
        .apply(LinearRecurrence(axis: axis), [call.inputs[0], $0 * previous(call)])
      }
    ]
  }

  /// The product before each element: 1 before the first.
  private func previous(_ call: Apply) -> Variable {
    call.outputs[0].shifted(by: 1, axis: axis, fill: 1)
  }

  package var examples: [OpExample] {
    [
      OpExample("cumprod", [.init([.n, .m])]) { $0[0].cumprod(axis: 0) },
      OpExample("cumprod, flattened", [.init([.n, 2])]) { $0[0].cumprod() },
    ]
  }
}
