import TheanoArrays
import TheanoGraph
import TheanoOps

/// A part of a part is a part: where that is certain whatever the lengths are. What is out of range before is
/// so after, and what is clamped before is clamped after.
let mergeIndices = Rewrite(
  "x[…][…] → x[…]", at: .ops([Subtensor.self]),
  examples: [
    RewriteExample("twice backwards", [.init([.n])]) {
      $0[0][.stride(by: -1)][.stride(by: -1)]
    } to: {
      $0[0]
    },
    RewriteExample("of rows", [.init([.n, .m], dtype: .int32)]) {
      $0[0][.all, 1][0...][1]
    } to: {
      $0[0][1, 1]
    },
    RewriteExample("places of variables", [.init([3, 2]), .init([], 0...1, dtype: .int64)]) {
      $0[0][$0[1]][$0[1]]
    } to: {
      $0[0][$0[1], $0[1]]
    },
    RewriteExample("other axes", [.init([.n, .m])]) {
      $0[0][1...][.all, .stride(by: 2)]
    } to: {
      $0[0][1..., .stride(by: 2)]
    },
  ] + mergeExamples
) { node, _ in
  guard let outer = node.readIndex, let inner = node.inputs[0].owner,
    let first = inner.readIndex
  else { return nil }
  let tensor = inner.inputs[0]
  var taken = outer.axes.makeIterator()
  var merged = first
  for axis in first.keptAxes {
    let (before, after) = (first.axes[axis], taken.next() ?? .full)
    if axis == 0, !before.isFull, !after.isFull, tensor.isRowsOfLoop { return nil }
    let length = tensor.type.shape[axis]
    guard let both = before.followed(by: after, length: length) else { return nil }
    merged.axes[axis] = both
  }
  return [merged.read(tensor)]
}

/// Pairs of indices of a vector, of unknown and of known length.
private let mergeExamples: [RewriteExample] = {
  let pairs: [(String, TensorIndex, [any IndexConvertible])] = [
    ("[2:]", .slice(from: 2), [0, 1, 1..., ..<2, ..<(-1), 1..<(-1), .stride(by: -2)]),
    ("[:4]", .slice(to: 4), [0, 3, 1..., ..<2, .stride(by: 3), .stride(by: -1)]),
    ("[1:4:2]", .slice(from: 1, to: 4, by: 2), [0, 1, 1..., ..<2, .stride(by: 2)]),
    ("[::3]", .stride(by: 3), [0, 1, 1..., 1..<2, .stride(by: 2)]),
    ("[:-2]", .slice(to: -2), [-1, -2, 1..., ..<(-1), .stride(by: -1), .stride(by: -2)]),
    ("[1:-1]", .slice(from: 1, to: -1), [1..., ..<(-1), 1..<(-1)]),
    ("[-3:]", .slice(from: -3), [-1, -3, (-2)..., (-5)..., ..<(-1), (-2)..<(-1)]),
    (
      "[::-1]", .stride(by: -1),
      [0, 1, -1, -3, 1..., ..<2, (-2)..., .slice(from: 3, to: 0, by: -2), .stride(by: 2)]
    ),
    ("[::-2]", .stride(by: -2), [0, 1]),
  ]
  return pairs.flatMap { name, first, others in
    others.enumerated().flatMap { place, second in
      [OpExample.Length.n, 5].map { length in
        RewriteExample("\(name), \(place)", [.init([length, .m])]) {
          $0[0][first][second]
        }
      }
    }
  }
}()

extension AxisIndex {
  /// Returns what takes of an axis of `length` what `next` takes of what this slice takes; nil if that cannot be
  /// said whatever the length is.
  fileprivate func followed(by next: AxisIndex, length: Int?) -> AxisIndex? {
    if next.isFull { return self }
    if isFull { return next }
    guard let (start, stop, step) = knownSlice else { return nil }
    if let length {
      let places = SlicePlaces(start: start, stop: stop, step: step, length: length)
      return places.taking(next)
    }
    let inner = KnownSlice(start, stop, step)
    if case .place(.number(let place)) = next {
      return inner.taking(place).map { .place(.number($0)) }
    }
    return next.knownSlice.flatMap { inner.taking(KnownSlice($0.start, $0.stop, $0.step)) }
  }
}

extension SlicePlaces {
  /// Returns what takes of the axis what `next` takes of these places.
  fileprivate func taking(_ next: AxisIndex) -> AxisIndex? {
    if case .place(.number(let place)) = next {
      guard place >= -count, place < count else { return nil }
      return .place(.number(start + (place < 0 ? place + count : place) * step))
    }
    guard let (from, to, by) = next.knownSlice else { return nil }
    let taken = SlicePlaces(start: from, stop: to, step: by, length: count)
    if taken.count == 0 { return .range(nil, 0, 1) }
    let first = start + taken.start * step
    if taken.count == 1 { return .range(first, first + 1, 1) }
    // Two places or more: their distance is less than the length.
    let distance = step * by
    let last = first + (taken.count - 1) * distance
    let end = last + (distance > 0 ? 1 : -1)
    return .range(first, end < 0 ? nil : end, distance)
  }
}

/// A slice of known bounds of an axis of unknown length.
private struct KnownSlice {
  var start: Int?
  var stop: Int?
  var step: Int

  init(_ start: Int?, _ stop: Int?, _ step: Int) {
    (self.start, self.stop, self.step) = (start, stop, step)
  }

  /// Whether no number is so large that sums of two or products of small ones overflow.
  private var isModerate: Bool {
    [start ?? 0, stop ?? 0, step].allSatisfy { $0.magnitude < 1 << 30 }
  }

  /// Returns the place of the axis at which this slice has its element `place`, such that one is out of range
  /// just when the other is.
  func taking(_ place: Int) -> Int? {
    guard isModerate, place.magnitude < 1 << 30 else { return nil }
    // From the start on: the stop must not come first.
    if step > 0, start ?? 0 >= 0, place >= 0, stop ?? 0 >= 0 {
      let result = (start ?? 0) + place * step
      return stop.map { result < $0 } ?? true ? result : nil
    }
    guard step == 1 || start == nil && stop == nil && place >= 0 || step == -1 else { return nil }
    if step < 0 {
      guard start == nil, stop == nil else { return nil }
      return place >= 0 ? -1 + place * step : -1 - place
    }
    guard place < 0 else { return nil }
    // From the end on.
    if start == nil, let stop, stop < 0 { return stop + place }
    if let start, start < 0, stop == nil, place >= start { return place }
    return nil
  }

  /// Returns the slice of the axis that `next` is of this slice.
  func taking(_ next: KnownSlice) -> AxisIndex? {
    guard isModerate, next.isModerate else { return nil }
    if step == -1, start == nil, stop == nil {
      return .range(next.start.map { -1 - $0 }, next.stop.map { -1 - $0 }, -next.step)
    }
    guard step > 0 else { return nil }
    if next.step < 0 { return next.start == nil && next.stop == nil ? reversed(next.step) : nil }
    if start ?? 0 < 0 || next.start ?? 0 < 0 { return lastPart(next) }
    let (start, from) = (start ?? 0, (next.start ?? 0) * step)
    switch (stop, next.stop) {
    case (nil, nil): return .range(start + from, nil, step * next.step)
    case (nil, let to?) where to >= 0:
      return .range(start + from, start + to * step, step * next.step)
    case (let stop?, nil): return .range(start + from, stop, step * next.step)
    case (let stop?, let to?) where stop >= 0 && to >= 0:
      return .range(start + from, min(stop, start + to * step), step * next.step)
    case (nil, let to?) where step == 1: return .range(start + from, to, next.step)
    case (let stop?, let to?) where step == 1 && stop < 0 && to < 0:
      return .range(start + from, stop + to, next.step)
    default: return nil
    }
  }

  /// Returns this slice, in steps of 1, taken backwards in steps of `distance`.
  private func reversed(_ distance: Int) -> AxisIndex? {
    guard step == 1 else { return nil }
    if let start, start > 0 { return stop == nil ? .range(nil, start - 1, distance) : nil }
    guard start ?? 0 == 0, let stop, stop != 0 else { return nil }
    return .range(stop - 1, nil, distance)
  }

  /// Returns what `next`, which starts a number of places from the end, is of this slice, if that is one of last
  /// places.
  private func lastPart(_ next: KnownSlice) -> AxisIndex? {
    guard step == 1, stop == nil, let start, start < 0, next.start ?? -1 < 0, next.stop ?? -1 < 0
    else { return nil }
    return .range(max(start, next.start ?? start), next.stop, next.step)
  }
}
