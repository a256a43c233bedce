import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps

extension DistinctDraw: LoweredOp {
  /// The items of one draw, by the loops of ``DistinctChoiceSampler``.
  package func lowering(_ call: Apply) -> Lowering? {
    let stream = Kept<DrawnStream>()
    return Lowering { b, x in
      // All items are one element.
      _ = stream.keep(try DrawnStream(x[0], lengths: [], b))
      let lengths = try b.shape(x[1], of: call.inputs[1], ndim: ndim)
      b.checkShape(lengths)
      return [[b.constant(2)], lengths]
    } _: { b, x, results in
      let stream = try stream.get()
      try stream.writeNext(to: results[0], b)
      let draw = results[1]
      let population = try x[2].integer(b)
      let wanted = b.product(draw.lengths)
      b.checkLessOrEqual(wanted, population)
      let write = { (item: (Value) throws -> Value) in
        try b.loops(draw.lengths) { index in
          let place = b.position(index, in: draw.lengths)
          try draw.set(index, to: b.convert(item(place), draw.dtype), b)
        }
      }
      if isWeighted {
        b.check(b.equal(x[3].lengths[0], population))
        let times = try arrivals(x[3], stream, wanted: wanted, b)
        try b.sortRows(of: times, over: [0], withPlaces: true) { row in
          try write { try row.place($0, b) }
        }
      } else {
        b.checkShape([population])
        let items = b.scratch("items", .int64, [population])
        try b.drawItems(
          wanted, of: population, into: items, [], key: stream.key, number: stream.position)
        try write { try items.at([$0], b) }
      }
    }
  }

  /// Returns when each item arrives, where the first `wanted` are taken; what never does is not a number, which is
  /// sorted to the end.
  private func arrivals(
    _ p: Tensor, _ stream: DrawnStream, wanted: Value, _ b: LoopBuilder
  ) throws -> Tensor {
    let times = b.scratch("times", .float64, p.lengths)
    let words = b.register(b.constant(0, .uint64))
    try b.forEachWeight(of: p, check: { b.checkLater($0) }) { _, item, weight, _ in
      let taken = b.read(words)
      let word = b.call("own_word", [stream.key, stream.position, taken], .uint64)
      let time = b.call("exponential", [b.real(1, .float64), word], .float64)
      let arrives = b.less(b.real(0, .float64), weight)
      let never = b.real(.nan, .float64)
      try times.set([item], to: b.select(arrives, b.divide(time, weight), never), b)
      b.add(.assign(words, b.add(taken, b.convert(arrives, .uint64))))
    }
    b.checkLessOrEqual(wanted, b.convert(b.read(words), .int64))
    return times
  }
}
