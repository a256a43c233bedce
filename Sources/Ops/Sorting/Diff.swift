import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the `n`-th differences along `axis`: once, `x[1...] - x[..<(length - 1)]`. The axis gets
/// shorter by `n`, down to 0. The dtype is the operand's; bool is an error.
public func diff(_ x: Variable, n: Int = 1, axis: Int = -1) -> Variable {
  if n == 0 { return x }
  return alongAxis(x, axis) { .apply(Diff(axis: $1, order: n), [$0]) }
}

extension Variable {
  /// The `n`-th differences along `axis`; see the free function.
  public func diff(n: Int = 1, axis: Int = -1) -> Variable {
    TheanoOps.diff(self, n: n, axis: axis)
  }
}

/// Differences of neighbours along an axis, taken some number of times.
package struct Diff: ShapedOp, LinearOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// How often differences are taken.
  package let order: Int

  package var name: String { "Diff" }
  package var debugName: String { "Diff{n=\(order), axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    if x[0].dtype == .bool { throw GraphError(.type, "diff is not defined for bool.") }
    if order < 0 { throw GraphError(.value, "order must be non-negative but got \(order)") }
    var type = x[0].type.strong
    type.shape[axis] = type.shape[axis].map { Swift.max(0, $0 - order) }
    return [type]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let length = call.inputs[0].length(ofAxis: axis)
    if axis != self.axis { return length }
    return maximum(length - Variable.length(order), Variable.length(0))
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    if order > Diff.mostInNativeCode { return nil }
    var lowering = Lowering.elements(.cheap) { [axis, order] b, x in
      var lengths = x[0].lengths
      lengths[axis] = b.maximum(b.subtract(lengths[axis], b.constant(order)), b.constant(0))
      return lengths
    } _: { [axis, order] b, x, index in
      var work = try (0...order).map { distance -> Value in
        var place = index
        place[axis] = b.add(index[axis], b.constant(distance))
        return b.convert(try x[0].at(place, b), dtype.running)
      }
      for _ in 0..<order { work = zip(work.dropFirst(), work).map { b.subtract($0, $1) } }
      return b.convert(work[0], dtype)
    }
    lowering.repeats = true
    return lowering
  }

  /// The highest order for which there is native code, which grows as its square.
  static let mostInNativeCode = 6

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    switch x[0].dtype.kind {
    case .complex: return [differences(x[0], Complex<Double>(-1))]
    case .real: return [differences(x[0], -1.0)]
    case .integer, .bool: return [differences(x[0], Int128(-1))]
    }
  }

  private func differences<N: HostNumber>(_ x: NDArray, _ minusOne: N) -> NDArray {
    let rows = Rows<N>(x, along: [axis])
    let length = Swift.max(0, rows.length - order)
    let values: [N] = rows.transformed(length: length) { row, out in
      if length == 0 { return }
      var work = Array(row)
      for round in 1...order {
        for i in 0..<(row.count - round) {
          work[i] = N.sum(work[i + 1], N.product(minusOne, work[i]))
        }
      }
      _ = out.update(fromContentsOf: work[..<length])
    }
    var shape = x.shape
    shape[axis] = length
    return N.array(values, shape: [rows.count, length], dtype: x.dtype)
      .restoringRows(along: [axis], shape: shape)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil] }
    return [.apply(DiffTransposed(axis: axis, order: order), [x, dy])]
  }

  package var examples: [OpExample] {
    [
      OpExample("diff", [.init([.n, .m])]) { $0[0].diff() },
      OpExample("second diff", [.init([.n, .m])]) { $0[0].diff(n: 2, axis: 0) },
    ]
  }
}

/// The transpose of `Diff`. Operands: a model, which has the result's shape, and what to transpose.
package struct DiffTransposed: Op, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int
  /// How often differences are taken.
  package let order: Int

  package var name: String { "DiffTransposed" }
  package var debugName: String { "DiffTransposed{n=\(order), axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type.with(dtype: x[1].dtype)] }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    if order > Diff.mostInNativeCode { return nil }
    var lowering = Lowering.elements(.cheap) { [axis, order] b, x in
      for (k, length) in x[0].lengths.enumerated() where k != axis {
        b.unify(length, x[1].lengths[k])
      }
      let length = b.subtract(x[0].lengths[axis], b.constant(order))
      b.check(b.equal(b.maximum(length, b.constant(0)), x[1].lengths[axis]))
      return x[0].lengths
    } _: { [axis, order] b, x, index in
      let (zero, length) = (b.constant(0), x[1].lengths[axis])
      let isEmpty = b.equal(length, zero)
      var work: [Value] = []
      // What lies outside is zero, and not read.
      for distance in 0...order {
        let source = b.subtract(index[axis], b.constant(distance))
        let isThere = b.and(b.lessOrEqual(zero, source), b.less(source, length))
        let value = b.register(b.real(0, dtype.running))
        var place = index
        place[axis] = source
        try b.branch(b.and(isThere, b.not(isEmpty))) {
          b.add(.assign(value, b.convert(try x[1].at(place, b), dtype.running)))
        }
        work.append(b.read(value))
      }
      for _ in 0..<order { work = zip(work.dropFirst(), work).map { b.subtract($0, $1) } }
      return b.convert(work[0], dtype)
    }
    lowering.repeats = true
    lowering.unread = [0]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    x[1].dtype.isComplex
      ? [transposed(x, Complex<Double>(-1))] : [transposed(x, -1.0)]
  }

  private func transposed<N: HostNumber>(_ x: [NDArray], _ minusOne: N) -> NDArray {
    let rows = Rows<N>(x[1], along: [axis])
    let length = x[0].shape[axis]
    let values: [N] = rows.transformed(length: length) { row, out in
      if row.isEmpty { return }
      _ = out.update(fromContentsOf: row)
      // One round makes the row longer by one: z[i] = y[i-1] - y[i].
      for round in 0..<order {
        for i in stride(from: row.count + round, through: 1, by: -1) {
          out[i] = N.sum(out[i - 1], N.product(minusOne, out[i]))
        }
        out[0] = N.product(minusOne, out[0])
      }
    }
    return N.array(values, shape: [rows.count, length], dtype: x[1].dtype)
      .restoringRows(along: [axis], shape: x[0].shape)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [nil, dy[0].map { .apply(Diff(axis: axis, order: order), [$0]) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[1].map { .apply(self, [call.inputs[0], $0]) }]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input == 1 }

  package var examples: [OpExample] {
    [
      OpExample("diff transposed", [.init([5, .m]), .init([3, .m])]) {
        .apply(DiffTransposed(axis: 0, order: 2), $0)
      }
    ]
  }
}
