import TheanoArrays

/// Work along axes: each row by itself, or with a state that goes from place to place.
extension LoopBuilder {
  /// Adds loops over all places of a tensor of lengths `lengths` along an axis, each with the state that the
  /// place before left; `step` returns the next one. Each row begins with `initial`.
  package func recurrence(
    _ lengths: [Value], along axis: Int, isReversed: Bool = false, initial: Value,
    _ step: ([Value], Value) throws -> Value
  ) throws {
    let (before, after) = (Array(lengths[..<axis]), Array(lengths[(axis + 1)...]))
    let last = subtract(lengths[axis], constant(1))
    if after.allSatisfy({ known($0) == 1 }) {
      let inner = after.map { _ in constant(0) }
      return try loops(before) { outer in
        let state = register(initial)
        try loop(lengths[axis], .serial) { place in
          let own = isReversed ? subtract(last, place) : place
          add(.assign(state, try step(outer + [own] + inner, read(state))))
        }
      }
    }
    // All rows side by side, so that neighbours in memory are read together.
    let states = scratch("states", initial.dtype, before + after)
    try loops(before) { outer in
      try loops(after) { try states.set(outer + $0, to: initial, self) }
      try loop(lengths[axis], .serial) { place in
        let own = isReversed ? subtract(last, place) : place
        try loops(after) { inner in
          let state = try states.at(outer + inner, self)
          try states.set(outer + inner, to: try step(outer + [own] + inner, state), self)
        }
      }
    }
  }

  /// One pass over the elements of rows: how they are combined, what nothing combines to, and the element at a
  /// place. Elements of float32 may be combined as float64.
  package typealias Pass = (Combination, identity: Value, element: ([Value]) throws -> Value)

  /// Combines over axes of a tensor of lengths `lengths`, one thing after the other, each of which may use
  /// those before, and calls `finish` with loops over all places at the end.
  ///
  /// All passes over a row are made before the next row, if rows are in one piece in memory. `passes` are given
  /// what has been combined before them; `done` is called with all of it for each place of the axes that stay,
  /// and `finish` for each place with what `done` has returned.
  package func passes(
    _ lengths: [Value], over axes: [Int],
    _ passes: [([Value]) throws -> Pass],
    done: ([Value], [Value]) throws -> [Value] = { $1 },
    finish: (([Value], [Value]) throws -> Void)? = nil
  ) throws {
    let kept = lengths.indices.filter { !axes.contains($0) }
    let first = axes.first ?? lengths.count
    if (kept.last ?? -1) < first {
      let rows = Array(lengths[..<first])
      return try loops(rows) { outer in
        var totals: [Value] = []
        for pass in passes {
          let (combination, identity, element) = try pass(totals)
          let total = register(identity)
          try loops(Array(lengths[first...])) { inner in
            add(.combine(total, combination, try element(outer + inner)))
          }
          totals.append(read(total))
        }
        totals = try done(outer, totals)
        if let finish { try loops(Array(lengths[first...])) { try finish(outer + $0, totals) } }
      }
    }
    try columnPasses(lengths, kept: kept, first: first, passes, done: done, finish: finish)
  }

  /// The passes with rows side by side in memory: each pass goes over all of them.
  private func columnPasses(
    _ lengths: [Value], kept: [Int], first: Int,
    _ passes: [([Value]) throws -> Pass],
    done: ([Value], [Value]) throws -> [Value], finish: (([Value], [Value]) throws -> Void)?
  ) throws {
    let keptLengths = kept.map { lengths[$0] }
    let inner = kept.filter { $0 > first }.map { lengths[$0] }
    var tables: [Tensor] = []
    for pass in passes {
      // What a pass begins with does not depend on those before.
      let identity = try pass(tables.map { constant(0, $0.dtype) }).identity
      tables.append(scratch("totals", identity.dtype, keptLengths))
    }
    try loops(Array(lengths[..<first])) { outer in
      for (number, pass) in passes.enumerated() {
        let table = tables[number]
        try loops(inner) { place in
          let identity = try pass(tables[..<number].map { constant(0, $0.dtype) }).identity
          try table.set(outer + place, to: identity, self)
        }
        try loops(Array(lengths[first...]), .serial) { rest in
          let index = outer + rest
          let place = kept.map { index[$0] }
          let totals = try tables[..<number].map { try $0.at(place, self) }
          let (combination, _, element) = try pass(totals)
          try table.take(try element(index), into: place, combination, self)
        }
      }
      try loops(inner) { place in
        let totals = try done(outer + place, try tables.map { try $0.at(outer + place, self) })
        for (table, total) in zip(tables, totals) { try table.set(outer + place, to: total, self) }
      }
      guard let finish else { return }
      try loops(Array(lengths[first...])) { rest in
        let index = outer + rest
        let place = kept.map { index[$0] }
        try finish(index, try tables.map { try $0.at(place, self) })
      }
    }
  }
}
