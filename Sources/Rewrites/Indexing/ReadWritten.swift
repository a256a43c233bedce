import TheanoArrays
import TheanoGraph
import TheanoOps

/// How many writes a read looks through, so that many reads of many writes take linear time.
private let longestChain = 64

/// What is read where something was written is what was written; elsewhere the write is not needed.
let readWritten = Rewrite(
  "setSubtensor(x[i], y)[i] → y", at: .ops([Subtensor.self]),
  examples: [
    RewriteExample("a row", [.init([3, .m]), .init([.m])]) {
      setSubtensor($0[0][1], $0[1])[1]
    } to: {
      $0[1]
    },
    RewriteExample("of a row", [.init([3, .m]), .init([.m])]) {
      setSubtensor($0[0][1], $0[1])[1, 0]
    } to: {
      $0[1][0]
    },
    RewriteExample("of a broadcast row", [.init([3, .m]), .init([1])]) {
      setSubtensor($0[0][1...], $0[1])[1..., 0]
    },
    RewriteExample("added", [.init([3, .m], dtype: .int8), .init([.m], dtype: .int8)]) {
      incSubtensor($0[0][1], $0[1])[1]
    } to: {
      $0[0][1] + $0[1]
    },
    RewriteExample("elsewhere", [.init([4, .m]), .init([.m])]) {
      setSubtensor($0[0][1], $0[1])[2...]
    } to: {
      $0[0][2...]
    },
    RewriteExample("through another", [.init([4, .m]), .init([.m]), .init([.m])]) {
      setSubtensor(setSubtensor($0[0][1], $0[1])[2], $0[2])[1]
    } to: {
      $0[1]
    },
    RewriteExample("a variable place", [.init([4]), .init([]), .init([], 0...3, dtype: .int64)]) {
      setSubtensor($0[0][$0[2]], $0[1])[$0[2]]
    } to: {
      $0[1]
    },
  ]
) { node, _ in
  guard let index = node.readIndex else { return nil }
  var tensor = node.inputs[0]
  for _ in 0..<longestChain {
    guard let write = tensor.owner, let op = write.op as? IncSubtensor,
      let place = write.writtenIndex
    else { return tensor == node.inputs[0] ? nil : [index.read(tensor)] }
    let (old, values) = (write.inputs[0], write.inputs[1])
    if place.isDisjoint(from: index, shape: old.type.shape) {
      tensor = old
      continue
    }
    guard let within = place.within(index, shape: old.type.shape) else { return nil }
    // Values that broadcast do not have the shape of the part.
    guard let part = within.read(values, broadcastingTo: place.partShape(of: tensor)) else {
      return nil
    }
    if op.isSet, part.type.broadcastable == node.outputTypes[0].broadcastable { return [part] }
    if op.isSet { return [fill(index.read(old), part)] }
    return part.dtype == .bool ? nil : [index.read(old) + part]
  }
  return nil
}

extension PartIndex {
  /// Whether this and `other` certainly have no element of a tensor of static shape `shape` in common.
  func isDisjoint(from other: PartIndex, shape: [Int?]) -> Bool {
    zip(zip(axes, other.axes), shape).contains { $0.0.isDisjoint(from: $0.1, length: $1) }
  }

  /// Returns the index that takes of this part what `other` takes of the tensor, if each axis is taken whole here
  /// or just as there.
  fileprivate func within(_ other: PartIndex, shape: [Int?]) -> PartIndex? {
    var result: [AxisIndex] = []
    for ((mine, theirs), length) in zip(zip(axes, other.axes), shape) {
      if mine.isFull {
        result.append(theirs)
      } else if mine.normalised(length: length, isFromStart: true)
        != theirs.normalised(length: length, isFromStart: true)
      {
        return nil
      } else if !mine.isPlace {
        result.append(.full)
      }
    }
    return PartIndex(result)
  }

  /// The static shape of what this takes of `tensor`, as far as the values written there may have other lengths.
  fileprivate func partShape(of tensor: Variable) -> [Int?] { read(tensor).type.shape }
}

extension AxisIndex {
  /// Whether this and `other` certainly take no place of an axis of `length` in common.
  fileprivate func isDisjoint(from other: AxisIndex, length: Int?) -> Bool {
    if let length {
      guard let a = places(of: length), let b = other.places(of: length) else { return false }
      return a.isDisjoint(from: b)
    }
    return AxisIndex.areApart(rangeFromStart, other.rangeFromStart)
      || AxisIndex.areApart(rangeFromEnd, other.rangeFromEnd)
  }

  /// Whether two ranges are known, and have nothing in common.
  private static func areApart(_ a: Range<Int>?, _ b: Range<Int>?) -> Bool {
    guard let a, let b else { return false }
    return !a.overlaps(b)
  }

  /// A range in which all places are, whatever the length; nil if there is none.
  private var rangeFromStart: Range<Int>? {
    if case .place(let place) = self {
      guard let place = place.number, place >= 0, place < .max else { return nil }
      return place..<(place + 1)
    }
    guard let (start, stop, step) = knownSlice, step > 0 else { return nil }
    let first = Swift.max(start ?? 0, 0)
    return first..<(stop.map { $0 < 0 ? .max : Swift.max($0, first) } ?? .max)
  }

  /// A range in which all places are when they are counted backwards from the end: -1 is the last.
  private var rangeFromEnd: Range<Int>? {
    if case .place(let place) = self {
      guard let place = place.number, place < 0 else { return nil }
      return place..<(place + 1)
    }
    guard let (start, stop, step) = knownSlice, step > 0 else { return nil }
    let end = stop.map { $0 < 0 ? $0 : 0 } ?? 0
    return Swift.min(start.map { $0 < 0 ? $0 : .min } ?? .min, end)..<end
  }
}

extension SlicePlaces {
  /// Whether these places are all before or all after others.
  fileprivate func isDisjoint(from other: SlicePlaces) -> Bool {
    if count == 0 || other.count == 0 { return true }
    let (mine, theirs) = (bounds, other.bounds)
    return mine.upperBound < theirs.lowerBound || theirs.upperBound < mine.lowerBound
  }

  /// The least and the greatest place.
  private var bounds: ClosedRange<Int> {
    let last = start + (count - 1) * step
    return Swift.min(start, last)...Swift.max(start, last)
  }
}
