import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x`, and says that these axes have length 1, so that they broadcast; another length is an error
/// at run time.
public func addBroadcast(_ x: Variable, _ axes: Int...) -> Variable { addBroadcast(x, axes) }

/// Returns `x`, and says that these axes have length 1; see the form with separate axes.
public func addBroadcast(_ x: Variable, _ axes: [Int]) -> Variable {
  rebroadcast(x, "addBroadcast", axes, true)
}

/// Returns `x` without the knowledge that these axes have length 1, so that they do not broadcast.
public func unbroadcast(_ x: Variable, _ axes: Int...) -> Variable { unbroadcast(x, axes) }

/// Returns `x` without the knowledge that these axes have length 1; see the form with separate axes.
public func unbroadcast(_ x: Variable, _ axes: [Int]) -> Variable {
  rebroadcast(x, "unbroadcast", axes, false)
}

/// Returns `x` with the given broadcast pattern: true for the axes that have length 1, which is checked at
/// run time.
public func patternBroadcast(_ x: Variable, _ broadcastable: [Bool]) -> Variable {
  building("patternBroadcast", [x]) {
    guard broadcastable.count == x.ndim else {
      throw GraphError(
        .type, "The pattern \(broadcastable) has not one entry for each axis of \(x.type).")
    }
    let added = broadcastable.indices.filter { broadcastable[$0] }
    let removed = broadcastable.indices.filter { !broadcastable[$0] }
    return unbroadcast(addBroadcast(x, added), removed)
  }
}

/// Returns `x` with some axes marked as of length 1, or not.
private func rebroadcast(_ x: Variable, _ op: String, _ axes: [Int], _ isOne: Bool) -> Variable {
  building(op, [x]) {
    let changed = try normalizedAxes(axes, ndim: x.ndim).filter {
      (x.type.shape[$0] == 1) != isOne && (isOne || x.type.shape[$0] == 1)
    }
    return changed.isEmpty ? x : .apply(Rebroadcast(axes: changed, isOne: isOne), [x])
  }
}

extension Variable {
  /// This gradient with respect to `x`, known to have length 1 where `x` is.
  package func broadcasting(like x: Variable) -> Variable {
    ndim == x.ndim
      ? addBroadcast(self, x.type.shape.indices.filter { x.type.shape[$0] == 1 }) : self
  }
}

/// A tensor of which some axes are marked as of length 1, or not.
package struct Rebroadcast: ShapePreservingOp, SampledOp, LoweredOp {
  /// The axes concerned, in ascending order.
  package let axes: [Int]
  /// Whether they are known to have length 1 in the result.
  package let isOne: Bool

  package var name: String { "Rebroadcast" }
  package var debugName: String {
    let marks = (0...(axes.last ?? 0)).map { axes.contains($0) ? (isOne ? "1" : "0") : "?" }
    return "Rebroadcast{\(marks.joined(separator: ","))}"
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    var shape = x[0].type.shape
    for axis in axes {
      _ = try normalizedAxis(axis, ndim: shape.count)
      if isOne, let length = shape[axis], length != 1 {
        throw GraphError(.shape, sentence(axis, length))
      }
      shape[axis] = isOne ? 1 : shape[axis] == 1 ? nil : shape[axis]
    }
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.move) { [axes, isOne] b, x in
      for axis in axes where isOne { b.unify(x[0].lengths[axis], b.constant(1)) }
      return x[0].lengths
    } _: { b, x, index in
      try x[0].at(index, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    for axis in axes where isOne && x[0].shape[axis] != 1 {
      throw EvaluationError(sentence(axis, x[0].shape[axis]))
    }
    return [x[0]]
  }

  /// Theano's sentence for another length than 1.
  private func sentence(_ axis: Int, _ length: Int) -> String {
    "Dimension \(axis) in Rebroadcast's input was supposed to be 1 (got \(length) instead)"
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0].map { isOne ? unbroadcast($0, axes) : addBroadcast($0, axes) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { isOne ? addBroadcast($0, axes) : unbroadcast($0, axes) }]
  }

  package var examples: [OpExample] {
    [
      OpExample("add", [.init([1, .n])]) {
        addBroadcast(unbroadcast($0[0], 0), 0) * $0[0].dimshuffle(1, 0)
      }
    ]
  }
}
