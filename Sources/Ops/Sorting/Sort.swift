import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the elements sorted in ascending order along `axis` (nil: the flattened tensor),
/// not-a-number last.
///
/// The gradient goes to the places from which elements came; equal ones keep their order.
/// - Complexity: O(n log n)
public func sort(_ x: Variable, axis: Int? = -1) -> Variable {
  alongAxis(x, axis) { .apply(Sort(axis: $1), [$0]) }
}

/// Returns the places from which `sort` takes the elements along `axis` (nil: of the flattened
/// tensor), as int64; equal elements keep their order.
/// - Complexity: O(n log n)
public func argsort(_ x: Variable, axis: Int? = -1) -> Variable {
  alongAxis(x, axis) { .apply(ArgSort(axis: $1), [$0]) }
}

extension Variable {
  /// The elements sorted along `axis` (nil: the flattened tensor); see the free function.
  public func sort(axis: Int? = -1) -> Variable { TheanoOps.sort(self, axis: axis) }

  /// The places from which `sort` takes the elements; see the free function.
  public func argsort(axis: Int? = -1) -> Variable { TheanoOps.argsort(self, axis: axis) }
}

/// Returns what `body` makes of `x` and an axis counted from the start; of the flattened `x` if
/// `axis` is nil.
func alongAxis(_ x: Variable, _ axis: Int?, _ body: (Variable, Int) -> Variable) -> Variable {
  guard let axis else { return body(x.ndim == 1 ? x : x.flatten(), 0) }
  return body(x, (try? normalizedAxis(axis, ndim: x.ndim)) ?? axis)
}

/// Returns the places of a row's elements in ascending order, not-a-number last, equal ones in
/// their order.
func sortedPlaces<N: OrderedNumber>(_ row: UnsafeBufferPointer<N>) -> [Int] {
  Array(row.indices).sorted { i, j in
    row[i].precedes(row[j]) || (!row[j].precedes(row[i]) && i < j)
  }
}

/// Elements in ascending order along an axis.
package struct Sort: ShapePreservingOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "SortOp" }
  package var debugName: String { "SortOp{quicksort, None}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered("sort")
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    return [x[0].type.strong]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .sorted(along: axis, withPlaces: false) { row, number, b in try row.key(number, b) }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [x[0].dtype.isDiscrete ? sorted(Int128.self, x[0]) : sorted(Double.self, x[0])]
  }

  private func sorted<N: OrderedNumber>(_: N.Type, _ x: NDArray) -> NDArray {
    x.mapRows(as: N.self, along: [axis], dtype: x.dtype) { row, out in
      _ = out.update(fromContentsOf: row.sorted { $0.precedes($1) })
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    guard let dy = dy[0], x.dtype.isContinuous else { return [nil] }
    return [.apply(ScatterAlong(axis: axis), [x, places(call), dy])]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { .apply(GatherAlong(axis: axis), [$0, places(call)]) }]
  }

  private func places(_ call: Apply) -> Variable {
    .apply(ArgSort(axis: axis), [call.inputs[0]])
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    sortText(debugName, x[0], axis, call)
  }

  package var examples: [OpExample] {
    [
      OpExample("sort", [.init([.n, .m])]) { $0[0].sort() },
      OpExample("sort, axis 0", [.init([.n, .m])]) { $0[0].sort(axis: 0) },
    ]
  }
}

/// The places of elements in ascending order along an axis.
package struct ArgSort: ShapePreservingOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "ArgSortOp" }
  package var debugName: String { "ArgSortOp{quicksort, None}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try x[0].dtype.checkOrdered("argsort")
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    return [x[0].type.with(dtype: .int64)]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .sorted(along: axis, withPlaces: true) { row, number, b in try row.place(number, b) }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [x[0].dtype.isDiscrete ? places(Int128.self, x[0]) : places(Double.self, x[0])]
  }

  private func places<N: OrderedNumber>(_: N.Type, _ x: NDArray) -> NDArray {
    let rows = Rows<N>(x, along: [axis])
    let places = rows.map(sortedPlaces).flatMap { $0 }
    return NDArray(elements: places, shape: [rows.count, rows.length])
      .restoringRows(along: [axis], shape: x.shape)
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    sortText(debugName, x[0], axis, call)
  }

  package var examples: [OpExample] {
    [OpExample("argsort", [.init([.n, .m])], isDifferentiable: false) { $0[0].argsort(axis: 0) }]
  }
}

/// The text of a sort in Theano, whose axis is an operand and -1 unless another is given.
private func sortText(_ name: String, _ x: String, _ axis: Int, _ call: Apply) -> String {
  let shown = axis == call.inputs[0].ndim - 1 ? -1 : axis
  return "\(name)(\(x), TensorConstant{\(shown)})"
}
