import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the lengths of `x`'s axes as an int64 vector.
public func shape(_ x: Variable) -> Variable { x.shape }

/// Returns the length of one axis of `x`, as an int64 scalar; a negative axis counts from the end.
public func shapeI(_ x: Variable, _ axis: Int) -> Variable { x.length(ofAxis: axis) }

extension Variable {
  /// The lengths of the axes, as an int64 vector.
  public var shape: Variable { .apply(Shape(), [self]) }

  /// The number of elements, as an int64 scalar.
  public var size: Variable {
    if error != nil { return self }
    if ndim == 0 { return Variable(constant: NDArray(1), site: .capture()) }
    return lengths(of: Array(0..<ndim)).product
  }

  /// The length of one axis, as an int64 scalar; a negative axis counts from the end.
  public func length(ofAxis axis: Int) -> Variable {
    building("Shape_i", [self]) {
      .apply(LengthOfAxis(axis: try normalizedAxis(axis, ndim: ndim)), [self])
    }
  }

  /// The lengths of some axes, which must exist.
  package func lengths(of axes: some Sequence<Int>) -> [Variable] {
    axes.map { length(ofAxis: $0) }
  }
}

extension Array where Element == Variable {
  /// The product of int64 scalars: a constant where it is known.
  package var product: Variable {
    guard let first else { return Variable(constant: NDArray(1), site: .capture()) }
    let result = dropFirst().reduce(first) { $0 * $1 }
    if count > 1, let value = result.knownInteger {
      return Variable(constant: NDArray(value), site: .capture())
    }
    return result
  }
}

/// The lengths of a tensor's axes.
package struct Shape: ZeroDerivativeOp, SampledOp, LoweredOp {
  package let name = "Shape"

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    [TensorType(.int64, shape: [x[0].ndim])]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    var lowering = Lowering.elements(.move) { b, x in
      [b.constant(x[0].rank)]
    } _: { b, x, index in
      b.choose(index[0], among: x[0].lengths)
    }
    lowering.unread = [0]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [NDArray(elements: x[0].shape, shape: [x[0].ndim])]
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    [OpExample("shape", [.init([.n, 2, .m])], isDifferentiable: false) { $0[0].shape }]
  }
}

/// The length of one axis of a tensor.
package struct LengthOfAxis: ZeroDerivativeOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "Shape_i" }
  package var debugName: String { "Shape_i{\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    _ = try normalizedAxis(axis, ndim: x[0].ndim)
    return [TensorType(.int64, shape: [])]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    var lowering = Lowering.elements(.move) { _, _ in
      []
    } _: { [axis] _, x, _ in
      x[0].lengths[axis]
    }
    lowering.unread = [0]
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [NDArray(x[0].shape[axis])]
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    [OpExample("axis 1", [.init([.n, .m])], isDifferentiable: false) { $0[0].length(ofAxis: 1) }]
  }
}
