import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Where an axis of a `dimshuffle`'s result comes from; written as a number or as "x".
public enum DimPattern: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral
{
  /// An axis of the operand.
  case axis(Int)
  /// A new axis of length 1, which broadcasts: Theano's `'x'`.
  case new
  /// A text other than "x".
  case invalid(String)

  /// The operand's axis `value`.
  public init(integerLiteral value: Int) { self = .axis(value) }
  /// A new axis, for "x".
  public init(stringLiteral value: String) { self = value == "x" ? .new : .invalid(value) }
}

extension Variable {
  /// Returns this tensor with its axes in another order, new axes of length 1 at each "x", and axes that
  /// the pattern leaves out, which must be of known length 1, dropped: `x.dimshuffle(1, "x", 0)`.
  public func dimshuffle(_ pattern: DimPattern...) -> Variable { dimshuffle(pattern) }

  /// Returns this tensor with its axes in another order; see the form with separate arguments.
  public func dimshuffle(_ pattern: [DimPattern]) -> Variable {
    .apply(DimShuffle(pattern: pattern), [self])
  }
}

/// A change of the order of axes, with new ones and without some of length 1.
package struct DimShuffle: ShapedOp, SampledOp, LoweredOp {
  /// The operand's axis for each axis of the result.
  package let pattern: [DimPattern]

  package var name: String { "DimShuffle" }
  package var debugName: String { "InplaceDimShuffle{\(text.joined(separator: ","))}" }
  package var acceptsWeakOperands: Bool { true }

  private var text: [String] {
    pattern.map {
      switch $0 {
      case .axis(let axis): String(axis)
      case .new: "x"
      case .invalid(let text): text
      }
    }
  }

  /// The operand's axes in the order of the result.
  private var kept: [Int] {
    pattern.compactMap { if case .axis(let axis) = $0 { axis } else { nil } }
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let type = x[0].type
    for case .invalid(let text) in pattern {
      throw GraphError(.value, "A pattern of dimshuffle holds axes and \"x\", not \"\(text)\".")
    }
    for (place, axis) in kept.enumerated() where !type.shape.indices.contains(axis) {
      throw GraphError(
        .axis, "new_order[\(place)] is \(axis), but the input only has \(type.ndim) axes.")
    }
    if Set(kept).count != kept.count {
      throw GraphError(.axis, "The same axis cannot appear twice in the new order: \(kept).")
    }
    for axis in type.shape.indices where !kept.contains(axis) && type.shape[axis] != 1 {
      throw GraphError(
        .axis,
        "You cannot drop a non-broadcastable dimension: axis \(axis) of \(type) with the pattern "
          + "(\(text.joined(separator: ", "))).")
    }
    let shape = pattern.map { entry -> Int? in
      if case .axis(let axis) = entry { type.shape[axis] } else { 1 }
    }
    return [TensorType(type.dtype, shape: shape, isWeak: type.isWeak)]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    guard case .axis(let source) = pattern[axis] else { return .length(1) }
    return call.inputs[0].length(ofAxis: source)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.move) { [pattern] b, x in
      pattern.map { entry in
        if case .axis(let axis) = entry { x[0].lengths[axis] } else { b.constant(1) }
      }
    } _: { [pattern] b, x, index in
      var source = x[0].lengths.map { _ in b.constant(0) }
      for case (.axis(let axis), let place) in zip(pattern, index) { source[axis] = place }
      return try x[0].at(source, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let shape = pattern.map { entry in
      if case .axis(let axis) = entry { x[0].shape[axis] } else { 1 }
    }
    if kept == kept.sorted() { return [x[0].withShape(shape)] }
    let dropped = x[0].shape.indices.filter { !kept.contains($0) }
    return [x[0].permuted(kept + dropped).withShape(shape)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil] }
    let inverse = call.inputs[0].type.shape.indices.map { axis -> DimPattern in
      pattern.firstIndex(of: .axis(axis)).map { .axis($0) } ?? .new
    }
    return [dy.summedToBroadcast(of: call.outputs[0]).dimshuffle(inverse)]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0]?.dimshuffle(pattern)]
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    let rank = call.inputs[0].ndim
    if pattern.suffix(rank) == (0..<rank).map({ .axis($0) })[...],
      pattern.dropLast(rank).allSatisfy({ $0 == .new })
    {
      return x[0]
    }
    if rank > 1, pattern == (0..<rank).reversed().map({ .axis($0) }) { return "\(x[0]).T" }
    return "DimShuffle{\(text.joined(separator: ", "))}(\(x[0]))"
  }

  package var examples: [OpExample] {
    [
      OpExample("transpose", [.init([.n, .m])]) { $0[0].dimshuffle(1, 0) },
      OpExample("insert", [.init([.n, .m])]) { $0[0].dimshuffle(1, "x", 0) },
      OpExample("drop", [.init([1, .m])]) { $0[0].dimshuffle(1) },
    ]
  }
}
