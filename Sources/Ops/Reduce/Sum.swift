import TheanoArrays
import TheanoGraph

/// Returns the sum of the elements over `axis` (nil: all).
///
/// Integers and bool add up in int64 or uint64, floats keep their dtype and accumulate in float64; `dtype`
/// says otherwise. `keepdims` leaves axes of length 1 in place of those summed.
public func sum(_ x: Variable, axis: Axes? = nil, dtype: DType? = nil, keepdims: Bool = false)
  -> Variable
{
  x.sum(axis: axis, dtype: dtype, keepdims: keepdims)
}

extension Variable {
  /// The sum of the elements over `axis` (nil: all); see the free function.
  public func sum(axis: Axes? = nil, dtype: DType? = nil, keepdims: Bool = false) -> Variable {
    sum(axes: axis?.axes, dtype: dtype, keepdims: keepdims)
  }

  /// The sum over axes given as an array.
  package func sum(axes: [Int]?, dtype: DType? = nil, keepdims: Bool) -> Variable {
    let total = Variable.apply(Sum(axes: axes, dtype: dtype), [self])
    guard keepdims, total.error == nil, let axes = try? normalizedAxes(axes, ndim: ndim) else {
      return total
    }
    return total.restoringAxes(axes, ndim: ndim)
  }
}

/// The sum over axes.
struct Sum: Op, SampledOp {
  /// The axes, nil for all.
  let axes: [Int]?
  /// The dtype of the result if not the default.
  var dtype: DType?

  var name: String { "Sum" }
  var debugName: String {
    axes.map { "Sum{axis=[\($0.map(String.init).joined(separator: ", "))]}" } ?? "Sum"
  }

  /// The dtype in which elements of `dtype` add up.
  static func accumulator(_ dtype: DType) -> DType {
    dtype.isDiscrete ? (dtype.isUnsigned ? .uint64 : .int64) : dtype
  }

  func infer(_ x: [Variable]) throws -> [TensorType] {
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    let result = dtype ?? Sum.accumulator(x[0].dtype)
    if x[0].dtype.isComplex && !result.isComplex {
      throw GraphError(.type, "A sum of complex numbers cannot have dtype \(result).")
    }
    return [TensorType(result, shape: x[0].type.reducedShape(axes, keepdims: false))]
  }

  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let axes = try normalizedAxes(axes, ndim: x[0].ndim)
    let result = call.outputTypes[0].dtype
    let rows = x[0].cast(to: x[0].dtype.isDiscrete ? result : x[0].dtype).rows(reducing: axes)
    let shape = x[0].reducedShape(axes, keepdims: false)
    switch rows.dtype.kind {
    case .complex:
      return [
        NDArray(complexes: rows.complexes.rowSums(rows.shape, +), shape: shape, dtype: result)
      ]
    case .real:
      return [NDArray(reals: rows.reals.rowSums(rows.shape, +), shape: shape, dtype: result)]
    case .integer, .bool:
      return [NDArray(integers: rows.integers.rowSums(rows.shape, &+), shape: shape, dtype: result)]
    }
  }

  func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    let axes = try normalizedAxes(axes, ndim: x.ndim)
    return [dy[0].map { fill(x, $0.restoringAxes(axes, ndim: x.ndim)) }]
  }

  func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { .apply(self, [$0]) }]
  }

  var examples: [OpExample] {
    [
      OpExample("all", [.init([.n, .m])]) { $0[0].sum() },
      OpExample("axis 0", [.init([.n, .m])]) { $0[0].sum(axis: 0) },
      OpExample("axes", [.init([.n, 2, .m])]) { $0[0].sum(axis: [0, -1], keepdims: true) },
    ]
  }
}

extension Array where Element: AdditiveArithmetic {
  /// The sum of each row of a matrix of `shape` that these are the elements of.
  fileprivate func rowSums(_ shape: [Int], _ add: (Element, Element) -> Element) -> [Element] {
    (0..<shape[0]).map { row in
      self[(row * shape[1])..<((row + 1) * shape[1])].reduce(.zero, add)
    }
  }
}
