import TheanoArrays
import TheanoLoopIR

/// Gives each temporary buffer a slot of the runtime's memory. Buffers that are never in use at the same time
/// share one, if their sizes suit each other.
///
/// A scan over the buffers in the order in which they come into use, after Poletto and Sarkar, "Linear scan
/// register allocation", ACM TOPLAS 21 (1999); O(n s) for n buffers and s slots in use at once.
func assignSlots(_ program: inout LoopProgram) {
  let lives = BufferLives(program.body).lives.sorted {
    ($0.value.lowerBound, $0.key.index) < ($1.value.lowerBound, $1.key.index)
  }
  var slots: [Slot] = []
  var free: [Int] = []
  // Those that go out of use first come last.
  var busy: [Int] = []
  for (buffer, life) in lives {
    guard case .slot(_, let perWorker) = program[buffer].place else { continue }
    while let last = busy.last, slots[last].end <= life.lowerBound {
      free.append(busy.removeLast())
    }
    let size = SlotSize(program[buffer], perWorker: perWorker)
    let best = free.indices.filter { slots[free[$0]].size.suits(size) }
      .min { slots[free[$0]].size.distance(to: size) < slots[free[$1]].size.distance(to: size) }
    let slot = best.map { free.remove(at: $0) } ?? slots.count
    if slot == slots.count { slots.append(Slot(end: 0, size: size)) }
    slots[slot].end = life.upperBound
    slots[slot].size.grow(to: size)
    let place = busy.lastIndex { slots[$0].end >= life.upperBound }.map { $0 + 1 } ?? 0
    busy.insert(slot, at: place)
    program.buffers[buffer.index].place = .slot(slot, perWorker: perWorker)
  }
  program.interface.slotCount = slots.count
}

/// A slot, while buffers are given theirs.
private struct Slot {
  /// Where the last buffer in it goes out of use.
  var end: Int
  /// The size of the largest buffer in it.
  var size: SlotSize
}

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

  /// How far apart two sizes are.
  func distance(to other: SlotSize) -> SlotDistance {
    SlotDistance(
      isOther: lengths != other.lengths,
      bytes: bytes > other.bytes ? bytes - other.bytes : other.bytes - bytes)
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

/// How far apart two sizes are: those of other lengths are further than all of the same.
private struct SlotDistance: Comparable {
  let isOther: Bool
  let bytes: Int

  static func < (left: SlotDistance, right: SlotDistance) -> Bool {
    left.isOther != right.isOther ? right.isOther : left.bytes < right.bytes
  }
}
