import TheanoArrays
import TheanoLoopIR
import TheanoOps

extension DrawLoops {
  /// As ``PermutationSampler`` draws: the parameter is the number of integers.
  static var permutation: DrawLoops {
    DrawLoops(lengths: { b, x in [try x[0].integer(b)] }) { work in
      let (b, draw) = (work.b, work.draw)
      let count = draw.lengths[draw.rank - 1]
      let items = draw.dtype == .int64 ? draw : b.scratch("items", .int64, draw.lengths)
      return { element in
        try b.drawItems(
          count, of: count, into: items, element.index, key: element.key, number: element.number)
        if draw.dtype == .int64 { return }
        try b.loop(count) { place in
          let index = element.index + [place]
          try draw.set(index, to: b.convert(items.at(index, b), draw.dtype), b)
        }
      }
    }
  }
}

extension LoopBuilder {
  /// Writes the integers of `0..<count` to the row of `items` at `row`, of that length, as
  /// `ElementStream.nextItems` orders the first `wanted` of them.
  func drawItems(
    _ wanted: Value, of count: Value, into items: Tensor, _ row: [Value], key: Value, number: Value
  ) throws {
    try loop(count) { try items.set(row + [$0], to: $0, self) }
    let words = register(constant(0, .uint64))
    try loop(wanted, .serial) { place in
      let bound = convert(subtract(count, place), .uint64)
      let operands = [bound, key, number, read(words)]
      let offset = convert(call("integer_from", operands, .uint64), .int64)
      let (here, there) = (row + [place], row + [add(place, offset)])
      let (item, other) = (try items.at(here, self), try items.at(there, self))
      try items.set(here, to: other, self)
      try items.set(there, to: item, self)
      add(.assign(words, call("words_of_integer", operands, .uint64)))
    }
  }
}
