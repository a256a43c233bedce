import TheanoGraph

extension Apply {
  /// Returns the gradients that `pullback` makes of `dy`, where results are differentiable functions of operands.
  ///
  /// A gradient by complex numbers is that by the real parts plus i times that by the imaginary parts, and so the
  /// conjugate of what the derivative makes of the conjugate of `dy`.
  func gradients(
    _ dy: Variable, _ pullback: (Variable) throws -> [Variable?]
  ) rethrows -> [Variable?] {
    if !outputTypes.contains(where: \.dtype.isComplex) { return try pullback(dy) }
    return try pullback(dy.conj()).map { $0?.conj() }
  }
}
