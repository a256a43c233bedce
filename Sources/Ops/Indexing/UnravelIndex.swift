import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The order in which the elements of an array are numbered.
public enum IndexOrder: String, Sendable, CaseIterable {
  /// The last axis varies fastest: C's order, and the one of arrays in memory.
  case rowMajor = "C"
  /// The first axis varies fastest: Fortran's order.
  case columnMajor = "F"
}

/// Returns the places, an int64 tensor for each axis, of the elements of an array of shape `dims` that
/// `indices`, an integer tensor, numbers. A number outside the array is an error when it is computed.
public func unravelIndex(
  _ indices: Variable, _ dims: [any SymbolicLength], order: IndexOrder = .rowMajor
) -> [Variable] {
  Variable.applyAll(UnravelIndex(order: order), [indices] + dims.variables)
}

/// Returns the places of elements by their numbers, for a shape given as an integer vector of known length,
/// for example `x.shape`; see the form with separate lengths.
public func unravelIndex(_ indices: Variable, _ dims: Variable, order: IndexOrder = .rowMajor)
  -> [Variable]
{
  switch lengths(dims, "unravelIndex") {
  case .success(let dims): unravelIndex(indices, dims.lengths, order: order)
  case .failure(let error): [Variable(invalid: error)]
  }
}

/// Returns the numbers, an int64 tensor, of the elements of an array of shape `dims` at the places
/// `coordinates`, an integer tensor for each axis; they broadcast. `mode` says what to do with a place
/// outside its axis; with `raise` negative places are errors too.
public func ravelMultiIndex(
  _ coordinates: [Variable], _ dims: [any SymbolicLength], mode: IndexMode = .raise,
  order: IndexOrder = .rowMajor
) -> Variable {
  building("ravelMultiIndex", coordinates) {
    if coordinates.count != dims.count || dims.isEmpty {
      throw GraphError(
        .value,
        "parameter multi_index must be a sequence of length \(dims.count), one tensor for each length"
      )
    }
    if let wrong = coordinates.first(where: { !$0.dtype.isInteger }) { throw notAnIndex(wrong) }
    let rank = coordinates.reduce(0) { Swift.max($0, $1.ndim) }
    let full = broadcastArrays(coordinates.map { cast($0, .int64).leftPadded(to: rank) })
    return .apply(RavelMultiIndex(mode: mode, order: order), full + dims.variables)
  }
}

/// Returns the numbers of elements by their places, for a shape given as an integer vector of known length,
/// for example `x.shape`; see the form with separate lengths.
public func ravelMultiIndex(
  _ coordinates: [Variable], _ dims: Variable, mode: IndexMode = .raise,
  order: IndexOrder = .rowMajor
) -> Variable {
  switch lengths(dims, "ravelMultiIndex") {
  case .success(let dims): ravelMultiIndex(coordinates, dims.lengths, mode: mode, order: order)
  case .failure(let error): Variable(invalid: error)
  }
}

/// Returns the elements of an integer vector of known length.
private func lengths(_ dims: Variable, _ function: String) -> Result<[Variable], GraphError> {
  if let error = dims.error { return .failure(error) }
  guard dims.ndim == 1, let count = dims.type.shape[0], dims.dtype.isInteger else {
    return .failure(
      GraphError(
        .type, "\(function): dims must be an integer vector of known length, not \(dims.type).",
        op: function, operands: ["\(dims): \(dims.type)"], site: .capture()))
  }
  return .success((0..<count).map { dims[$0] })
}

/// Throws unless the operands are integers, and those from `first` on scalars.
func checkIntegers(_ x: [Variable], scalarsFrom first: Int, _ name: String) throws {
  if let wrong = x.first(where: { !$0.dtype.isInteger }) {
    throw GraphError(.type, "\(name) needs integers, not \(wrong.type).")
  }
  if let wrong = x.dropFirst(first).first(where: { $0.ndim != 0 }) {
    throw GraphError(.type, "\(name): a length must be a scalar, not \(wrong.type).")
  }
  if let length = x.dropFirst(first).compactMap({ $0.constant?.ints.first }).first(where: { $0 < 0 }
  ) {
    throw GraphError(.value, "\(name): a length must not be negative, but one is \(length).")
  }
}

/// Returns the distances between the numbers of neighbours along each axis.
/// - Throws: `EvaluationError` if `dims` is not a shape.
func numberStrides(_ dims: [Int], _ order: IndexOrder) throws -> [Int] {
  do {
    _ = try NDArray.checkedCount(dims, dtype: .int8)
  } catch {
    throw EvaluationError("\(error)")
  }
  switch order {
  case .rowMajor: return NDArray.strides(of: dims)
  case .columnMajor: return NDArray.strides(of: dims.reversed()).reversed()
  }
}

/// Places by numbers.
package struct UnravelIndex: ShapePreservingOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// How elements are numbered.
  package let order: IndexOrder

  package var name: String { "UnravelIndex" }
  package var debugName: String { "UnravelIndex{order='\(order.rawValue)'}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x.count < 2 { throw GraphError(.value, "unravelIndex: dims must not be empty.") }
    try checkIntegers(x, scalarsFrom: 1, name)
    return x.dropFirst().map { _ in x[0].type.with(dtype: .int64) }
  }

  package func lowering(_ call: Apply) -> Lowering? {
    Lowering(
      lengths: { b, x in
        for length in x.dropFirst() { b.checkLessOrEqual(b.constant(0), try length.integer(b)) }
        b.checkSize(try x.dropFirst().map { try $0.integer(b) })
        return x.dropFirst().map { _ in x[0].lengths }
      },
      .statements(needsMemory: []) { [order] b, x, results in
        let dims = try x.dropFirst().map { try $0.integer(b) }
        let count = b.product(dims)
        try b.loops(x[0].lengths) { index in
          let number = try x[0].integer(at: index, b)
          b.check(b.and(b.lessOrEqual(b.constant(0), number), b.less(number, count)))
          let places =
            order == .rowMajor
            ? b.place(of: number, in: dims) : b.place(of: number, in: dims.reversed()).reversed()
          for (result, place) in zip(results, places) { try result.set(index, to: place, b) }
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let dims = x.dropFirst().flatMap(\.ints)
    let strides = try numberStrides(dims, order)
    let numbers = x[0].integers
    let count = dims.reduce(1, *)
    if let wrong = numbers.first(where: { $0 < 0 || $0 >= Int128(count) }) {
      throw EvaluationError("index \(wrong) is out of bounds for array with size \(count)")
    }
    return zip(dims, strides).map { length, stride in
      let places = numbers.map { $0 / Int128(stride) % Int128(length) }
      return NDArray(integers: places, shape: x[0].shape, dtype: .int64)
    }
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    let numbers = OpExample.Operand([.n, .m], 0...11, dtype: .int64)
    return IndexOrder.allCases.map { order in
      OpExample(order.rawValue, [numbers], isDifferentiable: false) { x in
        unravelIndex(x[0], [3, 4], order: order)[0]
      }
    }
  }
}
