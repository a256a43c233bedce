import TheanoLoopIR

extension PoolForm {
  /// The number of windows along an axis of a length.
  func output(_ b: LoopBuilder, axis: Int, length: Value) -> Value {
    let (window, stride) = (b.constant(window[axis]), b.constant(strides[axis]))
    let (zero, one) = (b.constant(0), b.constant(1))
    let room = b.add(length, b.constant(2 * padding[axis]))
    let before = b.subtract(stride, one)
    if !ignoresBorder && strides[axis] >= self.window[axis] {
      return b.quotient(b.add(room, before), stride)
    }
    let rest = b.subtract(room, window)
    let count =
      ignoresBorder
      ? b.quotient(b.maximum(b.add(rest, stride), zero), stride)
      : b.add(b.quotient(b.add(b.maximum(rest, zero), before), stride), one)
    let canBeEmpty = !ignoresBorder || 2 * padding[axis] >= self.window[axis]
    return canBeEmpty ? b.multiply(count, b.minimum(length, one)) : count
  }

  /// The windows along an axis that lie inside the tensor.
  func inside(
    _ b: LoopBuilder, axis: Int, length: Value, count: Value
  ) -> (start: Value, count: Value) {
    let (window, stride) = (b.constant(window[axis]), b.constant(strides[axis]))
    let padding = self.padding[axis]
    let first = b.minimum(
      b.quotient(b.add(b.constant(padding), b.subtract(stride, b.constant(1))), stride), count)
    let room = b.subtract(b.add(length, b.constant(padding)), window)
    let end = b.quotient(b.maximum(b.add(room, stride), b.constant(0)), stride)
    return (first, b.maximum(b.subtract(b.minimum(end, count), first), b.constant(0)))
  }
}
