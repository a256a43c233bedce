import TheanoGraph
import TheanoOps

extension Variable {
  /// The variable over axes of which a reduction was made whose result, with axes of length 1 in their places,
  /// this one is.
  ///
  /// - Parameter reduction: returns the axes of such a reduction; nil for another operation
  func keptReduction(_ reduction: (Apply) -> [Int]?) -> (operand: Variable, axes: [Int])? {
    guard let shuffle = owner, let op = shuffle.op as? DimShuffle,
      let node = shuffle.inputs[0].owner, let axes = reduction(node)
    else { return nil }
    let x = node.inputs[0]
    return op.restores(axes, ndim: x.ndim) ? (x, axes) : nil
  }

  /// The operand and axes of the sum that this is, with the axes in their places.
  var keptSum: (operand: Variable, axes: [Int])? { keptReduction(\.axesOfSum) }

  /// The operand and axes of the log Σ exp that this is, with the axes in their places.
  var keptLogSumExp: (operand: Variable, axes: [Int])? {
    keptReduction { ($0.op as? LogSumExp)?.axes }
  }

  /// The operand and axes of the maximum that this is, with the axes in their places.
  var keptMaximum: (operand: Variable, axes: [Int])? {
    keptReduction { node in
      guard let op = node.op as? Extremum, op.kind == .maximum else { return nil }
      return op.axes
    }
  }
}

extension Apply {
  /// The axes of a sum that keeps the dtype; nil for other operations.
  var axesOfSum: [Int]? {
    guard let sum = op as? Sum, outputTypes[0].dtype == inputs[0].dtype else { return nil }
    return try? normalizedAxes(sum.axes, ndim: inputs[0].ndim)
  }
}

extension DimShuffle {
  /// Whether this puts axes of length 1 in the places `axes` of a tensor of rank `ndim` that lost them.
  func restores(_ axes: [Int], ndim: Int) -> Bool {
    guard pattern.count == ndim else { return false }
    var next = 0
    for (axis, entry) in pattern.enumerated() {
      if axes.contains(axis) {
        if entry != .new { return false }
      } else {
        if entry != .axis(next) { return false }
        next += 1
      }
    }
    return true
  }
}
