import TheanoArrays
import TheanoGraph

/// Returns 0, 1, … up to `stop`, exclusive.
///
/// The dtype is int64 for integers, `floatX` for float literals, else the operands' own, or `dtype`.
public func arange(_ stop: Variable, dtype: DType? = nil) -> Variable {
  arange(0, stop, 1, dtype: dtype)
}

/// Returns the vector of `start + i·step` from `start` up to `stop`, exclusive (down to it if `step` is
/// negative); bounds may be variables. A step of zero is an error.
///
/// The dtype is int64 for integers, `floatX` for float literals, else the operands' own, or `dtype`.
public func arange(_ start: Variable, _ stop: Variable, _ step: Variable = 1, dtype: DType? = nil)
  -> Variable
{
  building("ARange", [start, stop, step]) {
    let bounds = [start, stop, step]
    for (name, bound) in zip(["start", "stop", "step"], bounds) {
      guard bound.ndim == 0, !bound.dtype.isComplex else {
        throw GraphError(
          .type, "The \(name) of arange must be a real scalar, and \(bound) is a \(bound.type).")
      }
    }
    let strong = bounds.filter { !$0.type.isWeak }.map(\.dtype).promoted
    let dtypes = bounds.map { bound in
      strong.flatMap { bound.type.isWeak ? bound.dtype.asLiteral(beside: $0) : nil } ?? bound.dtype
    }
    let common = dtypes.promoted ?? .int64
    let result = dtype ?? (common.isDiscrete ? .int64 : common)
    if result.isComplex || result == .bool {
      throw GraphError(.type, "arange cannot have dtype \(result).")
    }
    // What is computed with must not be rounded to the result's dtype first.
    let exact = common.isDiscrete ? DType.int64 : .float64
    return .apply(ARange(dtype: result), bounds.map { cast($0, exact) })
  }
}

/// Numbers at equal distances.
package struct ARange: ShapedOp, SampledOp {
  /// The dtype of the result.
  package let dtype: DType

  package var name: String { "ARange" }
  package var debugName: String { "ARange{dtype='\(dtype)'}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let values = x.compactMap(\.boundValue)
    guard values.count == 3 else { return [TensorType(dtype, shape: [nil])] }
    return [TensorType(dtype, shape: [try count(values)])]
  }

  /// Returns the number of elements: ⌈(stop - start) / step⌉.
  private func count(_ bounds: [NDArray]) throws -> Int {
    var count: Double
    if bounds.allSatisfy(\.dtype.isDiscrete) {
      let (start, stop, step) = (
        bounds[0].integers[0], bounds[1].integers[0], bounds[2].integers[0]
      )
      if step == 0 { throw GraphError(.value, "arange: the step must not be zero.") }
      let exact = -(-(stop - start)).floorDivided(by: step)
      if let small = Int(exactly: exact) { return max(0, small) }
      count = exact > 0 ? .infinity : 0
    } else {
      let (start, stop, step) = (bounds[0].reals[0], bounds[1].reals[0], bounds[2].reals[0])
      if step == 0 { throw GraphError(.value, "arange: the step must not be zero.") }
      count = ((stop - start) / step).rounded(.up)
    }
    if count.isNaN || count >= 0x1p62 {
      throw GraphError(.value, "arange: Maximum allowed size exceeded (\(count) elements).")
    }
    return Int(max(0, count))
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let (start, stop) = (call.inputs[0], call.inputs[1])
    guard start.dtype == .int64, let step = call.inputs[2].constantInteger, step != 0,
      step.magnitude < 1 << 40
    else { return nil }
    let distance = step > 0 ? stop - start : start - stop
    let size = Int(step.magnitude)
    let steps =
      size == 1
      ? distance : intDiv(distance + Variable.length(size - 1), Variable.length(size))
    if step == 1, start.constantInteger == 0, stop.isCertainLength { return stop }
    return maximum(steps, Variable.length(0))
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let length: Int
    do {
      length = try count(x)
    } catch let error as GraphError {
      throw EvaluationError(error.message)
    }
    // Room is checked for the widest domain that the elements pass through.
    _ = try NDArray(checked: [length], dtype: .complex128)
    if x.allSatisfy(\.dtype.isDiscrete) {
      let (start, step) = (x[0].integers[0], x[2].integers[0])
      let values = (0..<length).map { start + Int128($0) * step }
      return [NDArray(integers: values, shape: [length], dtype: dtype)]
    }
    let (start, step) = (x[0].reals[0], x[2].reals[0])
    let values = (0..<length).map { start + Double($0) * step }
    return [NDArray(reals: values, shape: [length], dtype: dtype)]
  }

  /// By the start, the sum; by the step, the sum of `i·dy[i]`. The stop only sets the length.
  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard dtype.isContinuous, let dy = dy[0] else { return [nil, nil, nil] }
    let i = arange(dy.length(ofAxis: 0), dtype: dtype)
    return [dy.sum(), nil, (dy * i).sum()]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard dtype.isContinuous else { return [nil] }
    let y = call.outputs[0]
    let i = arange(y.length(ofAxis: 0), dtype: dtype)
    return [sum(dx[0].map { fill(y, $0) }, dx[2].map { i * $0 })]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input != 1 && dtype.isContinuous }

  package var examples: [OpExample] {
    [
      OpExample("floats", [.init([], -0.2...0.2), .init([], 4.3...4.6), .init([], 0.9...1.0)]) {
        arange($0[0], $0[1], $0[2])
      },
      OpExample("length", [.init([.n])]) { $0[0] * arange($0[0].length(ofAxis: 0)) },
    ]
  }
}

extension Variable {
  /// The value of a scalar bound, if it is known when the graph is built.
  fileprivate var boundValue: NDArray? { constant ?? knownValue }
}

/// Returns the integers from 0 to before `stop`, a Swift integer, as an int64 vector.
@_disfavoredOverload
public func arange(_ stop: Int, dtype: DType? = nil) -> Variable {
  arange(Variable(weak: stop), dtype: dtype)
}

/// Returns the integers from `start` to before `stop` at distances of `step`, as an int64 vector.
@_disfavoredOverload
public func arange(_ start: Int, _ stop: Int, _ step: Int = 1, dtype: DType? = nil) -> Variable {
  arange(Variable(weak: start), Variable(weak: stop), Variable(weak: step), dtype: dtype)
}
