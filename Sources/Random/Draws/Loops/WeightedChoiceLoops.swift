import TheanoLoopIR
import TheanoOps

extension DrawLoops {
  /// As ``CategoricalSampler`` draws: the parameters are the number of items and lists of their probabilities.
  static var weightedChoice: DrawLoops {
    DrawLoops(lengths: { _, _ in [] }) { work in
      let b = work.b
      let p = work.parameters[1]
      let (none, one, count) = (b.constant(0), b.constant(1), p.lengths[p.rank - 1])
      work.checkFirst(b.less(none, count))
      work.check(b.equal(try work.parameters[0].integer(b), count))
      let sums = b.scratch("sums", .float64, p.lengths)
      try b.forEachWeight(of: p, check: work.check) { list, number, _, sum in
        try sums.set(list + [number], to: sum, b)
      }
      let end = b.subtract(count, one)
      return { element in
        let list = element.places[1]
        let unit = b.call("own_unit", [element.key, element.number], .float64)
        let target = b.multiply(unit, try sums.at(list + [end], b))
        let (low, high) = (b.register(none), b.register(end))
        // Each step halves what is left, so that there are no more than bits in a length.
        try b.loop(b.constant(64), .serial) { _ in
          let (first, last) = (b.read(low), b.read(high))
          b.add(.exit(b.lessOrEqual(last, first)))
          let middle = b.quotient(b.add(first, last), b.constant(2))
          let isAbove = b.less(target, try sums.at(list + [middle], b))
          b.add(.assign(low, b.select(isAbove, first, b.add(middle, one))))
          b.add(.assign(high, b.select(isAbove, middle, last)))
        }
        try work.draw.set(element.index, to: b.convert(b.read(low), work.draw.dtype), b)
      }
    }
  }
}
