import TheanoArrays
import TheanoGraph
import TheanoLoopIR

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
package struct ARange: ShapedOp, SampledOp, LoweredOp {
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

  package func lowering(_ call: Apply) -> Lowering? {
    let exact = call.inputs.allSatisfy { $0.dtype == .int64 }
    if !exact && !call.inputs.allSatisfy({ $0.dtype == .float64 }) { return nil }
    let known = call.outputTypes[0].shape[0]
    var lowering = Lowering.elements(.move) { b, x in
      if let known { return [b.constant(known)] }
      let bounds = try x.map { try $0.scalar(b) }
      let length = exact ? integerCount(bounds, b) : realCount(bounds, b)
      b.checkSize([length])
      return [length]
    } _: { [dtype] b, x, index in
      let (start, step) = (try x[0].scalar(b), try x[2].scalar(b))
      return b.convert(b.add(start, b.multiply(b.convert(index[0], start.dtype), step)), dtype)
    }
    lowering.early = [0, 1, 2]
    return lowering
  }

  /// The number of elements between integers.
  private func integerCount(_ bounds: [Value], _ b: LoopBuilder) -> Value {
    let zero = b.constant(0)
    if b.known(bounds[0]) == 0, b.known(bounds[2]) == 1 { return b.maximum(bounds[1], zero) }
    // Within these the differences do not overflow.
    for bound in bounds {
      b.checkLessOrEqual(bound, b.constant(1 << 61))
      b.checkLessOrEqual(b.constant(-1 << 61), bound)
    }
    let (start, stop, step) = (bounds[0], bounds[1], bounds[2])
    if b.known(step) == 1 { return b.maximum(b.subtract(stop, start), zero) }
    b.check(b.notEqual(step, zero))
    let isForward = b.less(zero, step)
    let distance = b.select(isForward, b.subtract(stop, start), b.subtract(start, stop))
    let size = b.select(isForward, step, b.negate(step))
    let rounded = b.subtract(b.add(b.maximum(distance, zero), size), b.constant(1))
    return b.quotient(rounded, size)
  }

  /// The number of elements between reals.
  private func realCount(_ bounds: [Value], _ b: LoopBuilder) -> Value {
    let zero = b.real(0, .float64)
    b.check(b.notEqual(bounds[2], zero))
    let ratio = b.divide(b.subtract(bounds[1], bounds[0]), bounds[2])
    // Neither not a number nor more than memory has room for.
    b.check(b.less(ratio, b.real(0x1p46, .float64)))
    let positive = b.select(b.less(zero, ratio), ratio, zero)
    let whole = b.convert(positive, .int64)
    let isCut = b.less(b.convert(whole, .float64), positive)
    return b.add(whole, b.convert(isCut, .int64))
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
