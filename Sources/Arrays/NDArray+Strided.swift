/// Views: any selection of elements at regular distances, copied into a dense array.
extension NDArray {
  /// Returns the array whose element `i` is this one's at `offset + Σ i[k]·strides[k]` (in elements).
  ///
  /// Transposes, slices, broadcasts (stride 0) and reversals (negative strides) are all of this form.
  /// Every index must be within this array.
  ///
  /// - Complexity: O(count of the result)
  package func strided(shape: [Int], strides: [Int], offset: Int) -> NDArray {
    let result = NDArray(unfilled: shape, dtype: dtype)
    copyStrided(strides: strides, offset: offset, to: result)
    return result
  }

  /// Overwrites `result`, which no one else has seen yet, with the elements at
  /// `offset + Σ i[k]·strides[k]` of this array, where `i` runs over the shape of `result`.
  ///
  /// - Complexity: O(count of the result)
  func copyStrided(strides: [Int], offset: Int, to result: NDArray) {
    NDArray.forEachRun(shape: result.shape, strides: strides, offset: offset) {
      start, step, length, at in
      copyRun(
        from: storage.bytes + start * dtype.size, step: step, count: length,
        to: result.storage.bytes + at * dtype.size)
    }
    withExtendedLifetime((self, result)) {}
  }

  /// Copies `count` elements at distances of `step` elements to consecutive places.
  private func copyRun(
    from source: UnsafeRawPointer, step: Int, count: Int, to target: UnsafeMutableRawPointer
  ) {
    if step == 1 {
      target.copyMemory(from: source, byteCount: count * dtype.size)
      return
    }
    func copy<T: BitwiseCopyable>(_: T.Type) {
      let from = source.assumingMemoryBound(to: T.self)
      let to = target.assumingMemoryBound(to: T.self)
      for i in 0..<count { to[i] = from[i * step] }
    }
    switch dtype.size {
    case 1: copy(UInt8.self)
    case 2: copy(UInt16.self)
    case 4: copy(UInt32.self)
    case 8: copy(UInt64.self)
    default: copy(SIMD2<UInt64>.self)
    }
  }

  /// Calls `body` for each run of elements at equal distances in a strided view, in row-major order,
  /// with the place of its first element, the distance between its elements, their number, and its
  /// place in the dense result.
  ///
  /// Axes that continue each other make one run: a dense view is a single one.
  package static func forEachRun(
    shape: [Int], strides: [Int], offset: Int,
    _ body: (_ start: Int, _ step: Int, _ count: Int, _ at: Int) -> Void
  ) {
    if shape.contains(0) { return }
    let (shape, strides) = merged(shape, strides)
    guard let length = shape.last, let step = strides.last else { return body(offset, 1, 1, 0) }
    var index = [Int](repeating: 0, count: shape.count - 1)
    var start = offset
    var at = 0
    while true {
      body(start, step, length, at)
      at += length
      var axis = shape.count - 2
      while axis >= 0 {
        index[axis] += 1
        start += strides[axis]
        if index[axis] < shape[axis] { break }
        start -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// Returns the axes of a view without those of length 1, and with neighbours merged if the outer one
  /// goes on where the inner one ends.
  private static func merged(_ shape: [Int], _ strides: [Int]) -> (shape: [Int], strides: [Int]) {
    var result: (shape: [Int], strides: [Int]) = ([], [])
    for (length, stride) in zip(shape, strides) where length != 1 {
      if let last = result.strides.indices.last, result.strides[last] == stride * length {
        result.shape[last] *= length
        result.strides[last] = stride
      } else {
        result.shape.append(length)
        result.strides.append(stride)
      }
    }
    return result
  }

  /// Returns this array with its axes in another order: axis `k` of the result is `axes[k]` of this.
  package func permuted(_ axes: [Int]) -> NDArray {
    let strides = NDArray.strides(of: shape)
    return strided(shape: axes.map { shape[$0] }, strides: axes.map { strides[$0] }, offset: 0)
  }

  /// Returns this array repeated to `target`, whose trailing axes must match or be 1 here.
  package func broadcast(to target: [Int]) -> NDArray {
    if target == shape { return self }
    let strides = NDArray.broadcastStrides(of: shape, to: target)
    return strided(shape: target, strides: strides, offset: 0)
  }

  /// The strides with which an array of `shape` is read as one of `target`: 0 along repeated axes.
  package static func broadcastStrides(of shape: [Int], to target: [Int]) -> [Int] {
    let dense = strides(of: shape)
    let missing = target.count - shape.count
    return target.indices.map { axis in
      let k = axis - missing
      return k < 0 || (shape[k] == 1 && target[axis] != 1) ? 0 : dense[k]
    }
  }
}

extension NDArray {
  /// Calls `body` for each run along the last axis of several strided views of one shape, with the place
  /// of its first element and the distance between its elements in each, and their number.
  package static func forEachRun(
    shapes shape: [Int], strides: [[Int]],
    _ body: (_ starts: [Int], _ steps: [Int], _ count: Int) -> Void
  ) {
    guard let length = shape.last else {
      return body(strides.map { _ in 0 }, strides.map { _ in 1 }, 1)
    }
    if shape.contains(0) { return }
    let steps = strides.map { $0[shape.count - 1] }
    var index = [Int](repeating: 0, count: shape.count - 1)
    var starts = strides.map { _ in 0 }
    while true {
      body(starts, steps, length)
      var axis = shape.count - 2
      while axis >= 0 {
        index[axis] += 1
        for k in strides.indices { starts[k] += strides[k][axis] }
        if index[axis] < shape[axis] { break }
        for k in strides.indices { starts[k] -= strides[k][axis] * shape[axis] }
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
