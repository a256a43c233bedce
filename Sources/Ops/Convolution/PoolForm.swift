import TheanoArrays
import TheanoGraph

/// How windows go over the last axes of a tensor: what pooling and its gradients have in common.
package struct PoolForm: Hashable, Sendable {
  /// The lengths of windows, along each of the last axes.
  let window: [Int]
  /// How far apart neighbouring windows are.
  let strides: [Int]
  /// How far outside the tensor the first windows begin, and the last ones may end.
  let padding: [Int]
  /// Whether windows that do not fit are left out; else the last ones may be smaller.
  let ignoresBorder: Bool

  /// The largest length of windows, and the longest axis: places stay far from the largest integer.
  static let largest = ConvolutionForm.largest, longest = 1 << 40

  /// The number of axes.
  var rank: Int { window.count }

  /// Creates a form.
  /// - Throws: `GraphError` for numbers that make no sense.
  init(window: [Int], strides: [Int]? = nil, padding: [Int]? = nil, ignoresBorder: Bool) throws {
    self.window = window
    self.strides = strides ?? window
    self.padding = padding ?? window.map { _ in 0 }
    self.ignoresBorder = ignoresBorder
    for (name, numbers) in [("Windows", window), ("Strides", self.strides)] {
      for number in numbers where !(1...PoolForm.largest).contains(number) {
        throw GraphError(.value, "\(name) must be from 1 to \(PoolForm.largest), not \(number).")
      }
    }
    for (number, length) in zip(self.padding, window) where !(0..<length).contains(number) {
      throw GraphError(
        .value,
        "Padding must be smaller than windows, and not negative: \(number) beside \(length).")
    }
    if !ignoresBorder && self.padding.contains(where: { $0 > 0 }) {
      throw GraphError(.value, "Padding works only with ignoreBorder: true.")
    }
  }

  /// The number of windows along an axis of a length; nil if that is out of range.
  func output(axis: Int, length: Int) -> Int? {
    guard (0...PoolForm.longest).contains(length) else { return nil }
    if length == 0 { return 0 }
    let (window, stride, room) = (window[axis], strides[axis], length + 2 * padding[axis])
    if ignoresBorder { return room < window ? 0 : (room - window) / stride + 1 }
    if stride >= window { return (room + stride - 1) / stride }
    return (Swift.max(room - window, 0) + stride - 1) / stride + 1
  }

  /// The number of windows along an axis of a length, as a variable.
  func output(axis: Int, length: Variable) -> Variable {
    let (window, stride) = (window[axis], strides[axis])
    let room = length + 2 * padding[axis]
    /// The quotient, rounded down, of what is not negative.
    func steps(_ number: Variable) -> Variable { intDiv(number, Variable(weak: stride)) }
    if !ignoresBorder && stride >= window { return steps(room + (stride - 1)) }
    let count =
      ignoresBorder
      ? steps(maximum(room + (stride - window), .length(0)))
      : steps(maximum(room - window, .length(0)) + (stride - 1)) + 1
    let canBeEmpty = !ignoresBorder || 2 * padding[axis] >= window
    return canBeEmpty ? `where`(gt(length, 0), count, .length(0)) : count
  }

  /// The shape of the result for that of an operand, as far as it is known.
  /// - Throws: `GraphError` if there are too few axes, or one is too long.
  func output(_ shape: [Int?], _ op: String) throws -> [Int?] {
    guard shape.count >= rank else {
      throw GraphError(
        .type, "\(op) needs a tensor of at least \(rank) axes, not \(shape.count).")
    }
    let first = shape.count - rank
    return try Array(shape[..<first])
      + shape[first...].enumerated().map { axis, length in
        guard let length else { return nil }
        if let count = output(axis: axis, length: length) { return count }
        throw GraphError(.shape, "\(op) has no windows along an axis of length \(length).")
      }
  }

  /// The shape of the result for that of an operand.
  /// - Throws: `EvaluationError` if an axis is too long.
  func output(of shape: [Int], _ op: String) throws -> [Int] {
    do {
      return try output(shape.known, op).map { $0 ?? 0 }
    } catch let error as GraphError {
      throw EvaluationError(error.message)
    }
  }

  /// What the operation prints of it.
  var text: String {
    var parts = ["window=\(window)"]
    if strides != window { parts.append("strides=\(strides)") }
    if padding.contains(where: { $0 != 0 }) { parts.append("padding=\(padding)") }
    if ignoresBorder { parts.append("ignoring the border") }
    return "{\(parts.joined(separator: ", "))}"
  }
}
