import TheanoArrays
import TheanoGraph

/// The windows over a tensor on the host: for each element of the result, in row-major order, the numbers of the
/// elements in its window.
struct PoolWindows: Sequence {
  /// The shape of the result.
  let output: [Int]
  /// The windows over the last axes.
  private let windows: [[Int]]
  /// How many elements the last axes have, and how many times there are these.
  private let size: Int
  private let count: Int

  /// Finds the windows over a tensor of a shape.
  /// - Throws: `EvaluationError` if the shape does not fit to an operation of that name.
  init(_ form: PoolForm, _ shape: [Int], _ op: String) throws {
    output = try form.output(of: shape, op)
    let first = shape.count - form.rank
    var windows = output.contains(0) ? [] : [[0]]
    for axis in 0..<form.rank where !windows.isEmpty {
      let length = shape[first + axis]
      let along = (0..<output[first + axis]).map { place in
        let start = place * form.strides[axis] - form.padding[axis]
        return Swift.max(0, start)..<Swift.min(length, start + form.window[axis])
      }
      windows = windows.flatMap { outer in
        along.map { range in outer.flatMap { place in range.map { place * length + $0 } } }
      }
    }
    self.windows = windows
    size = shape[first...].reduce(1, &*)
    count = windows.isEmpty ? 0 : shape[..<first].reduce(1, *)
  }

  /// The windows.
  func makeIterator() -> AnyIterator<[Int]> {
    var place = 0
    return AnyIterator {
      if place == count * windows.count { return nil }
      defer { place += 1 }
      let start = place / windows.count * size
      return windows[place % windows.count].map { start + $0 }
    }
  }

  /// The largest element of a window, the first one that is not a number if there is one.
  func largest<N: OrderedNumber>(_ window: [Int], _ elements: [N]) -> N {
    let values = window.map { elements[$0] }
    return values.withUnsafeBufferPointer { $0[ExtremumKind.maximum.place(in: $0)] }
  }
}
