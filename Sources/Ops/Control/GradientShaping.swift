import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x`, with the gradient that flows back through it limited to `low...high`, element by element.
public func gradClip(_ x: Variable, _ low: Double, _ high: Double) -> Variable {
  .apply(GradientShaping.clip(low: low, high: high), [x])
}

/// Returns `x`, with the gradient that flows back through it multiplied by `factor`; -1 reverses it.
public func gradScale(_ x: Variable, _ factor: Double) -> Variable {
  .apply(GradientShaping.scale(factor), [x])
}

/// Returns `x`, with zeros as the gradient that flows back through it.
public func zeroGrad(_ x: Variable) -> Variable { .apply(GradientShaping.zero, [x]) }

/// Returns `x`, which `grad` takes not to depend on anything: where all ways to a variable lead through
/// here, asking for the gradient is an error.
public func disconnectedGrad(_ x: Variable) -> Variable {
  .apply(GradientShaping.disconnected, [x])
}

/// Returns `x` as a constant of the gradient: the same as `zeroGrad`.
public func considerConstant(_ x: Variable) -> Variable { zeroGrad(x) }

/// Returns `x`, through which asking for a gradient is an error.
public func undefinedGrad(_ x: Variable) -> Variable { .apply(GradientShaping.undefined, [x]) }

/// The identity, with another gradient than its own.
package enum GradientShaping: ShapePreservingOp, SampledOp, LoweredOp {
  case clip(low: Double, high: Double)
  case scale(Double)
  case zero
  case disconnected
  case undefined

  package var name: String {
    switch self {
    case .clip: "GradClip"
    case .scale: "GradScale"
    case .zero: "ZeroGrad"
    case .disconnected: "DisconnectedGrad"
    case .undefined: "UndefinedGrad"
    }
  }

  package var debugName: String {
    switch self {
    case .clip(let low, let high):
      "GradClip{clip_lower_bound=\(low), clip_upper_bound=\(high)}"
    case .scale(let factor): "GradScale{\(factor)}"
    case .zero, .disconnected, .undefined: name
    }
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if case .clip(let low, let high) = self, !(high >= low) {
      throw GraphError(
        .value, "gradClip: the upper bound \(high) should be at least the lower bound \(low).")
    }
    return [x[0].type.strong]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.move) { _, x in
      x[0].lengths
    } _: { b, x, index in
      try x[0].at(index, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] { x }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return [nil] }
    switch self {
    case .clip(let low, let high):
      let (low, high) = (Variable(weak: low), Variable(weak: high))
      return [`switch`(lt(dy, low), low, `switch`(gt(dy, high), high, dy))]
    case .scale(let factor): return [dy * Variable(weak: factor)]
    case .zero, .disconnected: return [nil]
    case .undefined: throw undefinedGradient(call)
    }
  }

  /// In forward mode there is no gradient to limit: there `clip` is the identity.
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    guard let dx = dx[0] else { return [nil] }
    switch self {
    case .clip: return [dx]
    case .scale(let factor): return [dx * Variable(weak: factor)]
    case .zero, .disconnected: return [nil]
    case .undefined: throw undefinedGradient(call)
    }
  }

  /// The error for a gradient through `undefinedGrad`.
  private func undefinedGradient(_ call: Apply) -> GraphError {
    GraphError(
      .nullGradient,
      "tensor.grad encountered a NaN. This variable is Null because the grad method for input 0 "
        + "(\(call.inputs[0])) of the \(name) op is mathematically undefined.")
  }

  package func isConnected(input: Int, output: Int) -> Bool { self != .disconnected }

  package var examples: [OpExample] {
    [
      OpExample(name, [.init([.n, .m])], isDifferentiable: false) { .apply(self, [$0[0]]) }
    ]
  }
}
