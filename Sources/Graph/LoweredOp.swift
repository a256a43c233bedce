import TheanoLoopIR

/// An operation that native code computes itself; others are evaluated outside it, by `evaluate`.
package protocol LoweredOp: Op {
  /// Returns how native code computes this node; nil if it cannot, for these dtypes for example.
  func lowering(_ call: Apply) -> Lowering?
}
