import TheanoLoopIR

extension DrawLoops {
  /// As ``MultinomialSampler`` draws: the parameters are numbers of trials and lists of probabilities.
  static var multinomial: DrawLoops {
    DrawLoops(lengths: { _, x in x[1].lengths.suffix(1) }) { work in
      let b = work.b
      let p = work.parameters[1]
      let count = p.lengths[p.rank - 1]
      let last = b.subtract(count, b.constant(1))
      let zero = b.real(0, .float64)
      try b.forEachWeight(of: p, check: work.check) { _, _, _, _ in }
      // The probability of each outcome, given that it is none of those before it.
      let shares = b.scratch("shares", .float64, p.lengths)
      try b.loops(p.lengths.dropLast()) { list in
        let rest = b.register(zero)
        try b.loop(count, .serial) { step in
          let place = list + [b.subtract(last, step)]
          let weight = b.convert(try p.at(place, b), .float64)
          let sum = b.add(b.read(rest), weight)
          b.add(.assign(rest, sum))
          try shares.set(
            place, to: b.select(b.equal(weight, zero), zero, b.divide(weight, sum)), b)
        }
      }
      return { element in
        let trials = try work.integer(0, of: element)
        work.check(b.lessOrEqual(b.constant(0), trials))
        let left = b.register(trials)
        let words = b.register(b.constant(0, .uint64))
        try b.loop(count, .serial) { outcome in
          let open = b.read(left)
          let share = try shares.at(element.places[1] + [outcome], b)
          let operands = [open, share, element.key, element.number, b.read(words)]
          let number = b.call("binomial_from", operands, .int64)
          try work.draw.set(element.index + [outcome], to: b.convert(number, work.draw.dtype), b)
          b.add(.assign(left, b.subtract(open, number)))
          b.add(.assign(words, b.call("words_of_binomial", operands, .uint64)))
        }
      }
    }
  }
}
