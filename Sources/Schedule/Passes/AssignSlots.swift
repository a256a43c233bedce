import TheanoArrays
import TheanoLoopIR

/// Gives each temporary buffer a slot of the runtime's memory. Buffers that are never in use at the same time
/// share one, if their sizes suit each other.
///
/// A scan over the buffers in the order in which they come into use, after Poletto and Sarkar, "Linear scan
/// register allocation", ACM TOPLAS 21 (1999); O(n (log n + s)) for n buffers of s different sizes.
func assignSlots(_ program: inout LoopProgram) {
  let all = BufferLives(program.body).lives
  let lives = all.sorted {
    ($0.value.lowerBound, $0.key.index) < ($1.value.lowerBound, $1.key.index)
  }
  var ending = all.sorted {
    ($0.value.upperBound, $0.key.index) > ($1.value.upperBound, $1.key.index)
  }
  // The sizes of the slots: of each that of the largest buffer in it.
  var sizes: [SlotSize] = []
  var free = FreeSlots()
  for (buffer, life) in lives {
    guard case .slot(_, let perWorker) = program[buffer].place else { continue }
    while let next = ending.last, next.value.upperBound <= life.lowerBound {
      ending.removeLast()
      if case .slot(let slot, _) = program[next.key].place { free.add(slot, sizes[slot]) }
    }
    let size = SlotSize(program[buffer], perWorker: perWorker)
    let slot = free.take(for: size) ?? sizes.count
    if slot == sizes.count { sizes.append(size) }
    sizes[slot].grow(to: size)
    program.buffers[buffer.index].place = .slot(slot, perWorker: perWorker)
  }
  program.interface.slotCount = sizes.count
}

/// The slots that no buffer uses at present.
private struct FreeSlots {
  /// Those whose sizes have the same lengths.
  private struct Group {
    let size: SlotSize
    /// The different numbers of bytes, in ascending order.
    var bytes: [Int] = []
    /// The slots of each number of bytes; those that were used last come last.
    var slots: [Int: [Int]] = [:]

    /// The number of bytes that is nearest to another; nil if there are no slots.
    func nearest(to wanted: Int) -> Int? {
      let above = bytes.partition { $0 >= wanted }
      let candidates = bytes[max(above - 1, 0)..<min(above + 1, bytes.count)]
      return candidates.min { distance($0, wanted) < distance($1, wanted) }
    }
  }

  private var groups: [Group] = []

  /// Adds a slot.
  mutating func add(_ slot: Int, _ size: SlotSize) {
    let place =
      groups.firstIndex { $0.size.suits(size) && $0.size.lengths == size.lengths } ?? groups.count
    if place == groups.count { groups.append(Group(size: size)) }
    groups[place].slots[size.bytes, default: []].append(slot)
    if groups[place].slots[size.bytes]?.count == 1 {
      groups[place].bytes.insert(
        size.bytes, at: groups[place].bytes.partition { $0 >= size.bytes })
    }
  }

  /// Removes and returns the slot that suits a size best: one of the same lengths if there is one, of the
  /// nearest number of bytes; nil if none suits.
  mutating func take(for size: SlotSize) -> Int? {
    let best = groups.indices.compactMap { place -> (place: Int, isOther: Int, bytes: Int)? in
      guard groups[place].size.suits(size), let bytes = groups[place].nearest(to: size.bytes) else {
        return nil
      }
      return (place, groups[place].size.lengths == size.lengths ? 0 : 1, bytes)
    }.min {
      ($0.isOther, distance($0.bytes, size.bytes)) < ($1.isOther, distance($1.bytes, size.bytes))
    }
    guard let best, let slot = groups[best.place].slots[best.bytes]?.popLast() else { return nil }
    if groups[best.place].slots[best.bytes]?.isEmpty == true {
      groups[best.place].slots[best.bytes] = nil
      groups[best.place].bytes.removeAll { $0 == best.bytes }
    }
    return slot
  }
}

extension [Int] {
  /// The first place of ascending numbers at which a condition holds, which then holds for all after it.
  fileprivate func partition(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// How far apart two numbers of bytes are.
private func distance(_ a: Int, _ b: Int) -> Int { a > b ? a - b : b - a }

/// How much memory a buffer takes: a number of bytes times lengths that are known when the program runs.
private struct SlotSize {
  var bytes: Int
  let lengths: [Value]
  let perWorker: Bool

  init(_ buffer: Buffer, perWorker: Bool) {
    let (product, isTooLarge) = buffer.size.factor.multipliedReportingOverflow(
      by: buffer.dtype.size)
    bytes = isTooLarge ? .max : product
    lengths = buffer.size.lengths
    self.perWorker = perWorker
  }

  /// Whether buffers of both sizes may share a slot: one of unknown size must not keep a large buffer's slot,
  /// or the other way round.
  func suits(_ other: SlotSize) -> Bool {
    perWorker == other.perWorker && lengths.isEmpty == other.lengths.isEmpty
  }

  /// Becomes as large as another, as far as that can be known.
  mutating func grow(to other: SlotSize) {
    if lengths == other.lengths {
      bytes = max(bytes, other.bytes)
    } else if other.lengths.count > lengths.count {
      self = other
    }
  }
}
