import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The filters' matrices, and the parts in which their gradients are added up.
extension ConvolutionWork {
  /// The lengths of filters as matrices need them: those of a row of filters lie together if filters slide.
  func filterLengths(_ b: LoopBuilder, _ lengths: [Value]) -> [Value] {
    [patches.count, lengths[0]] + patches.rows
  }

  /// The place in filters that matrices are made of, for a place in filters.
  func filterPlace(_ b: LoopBuilder, _ place: [Value]) -> [Value] {
    patches.slides ? [place[2], place[0], place[1]] + place[3...] : [b.constant(0)] + place
  }

  /// The matrix of a group of filters in a tensor of `filterLengths` after the places of `first`.
  func matrix(
    _ b: LoopBuilder, _ tensor: Tensor, _ first: [Value], _ group: Value
  ) throws -> MatrixProduct.Operand {
    let (buffer, prefix) = try tensor.place()
    let place = prefix + first + [b.multiply(group, sizes.outputs)]
    let strides = b.strides(of: tensor.lengths)
    return .init(
      start: b.access(buffer, place), rowStride: strides[first.count], columnStride: .one)
  }

  /// Returns what gives the matrices of filters, by row of filters and group. They are copied if filters slide.
  func filterMatrices(
    _ b: LoopBuilder
  ) throws -> (Value, Value) throws -> MatrixProduct.Operand {
    if !patches.slides { return { _, group in try matrix(b, filters, [], group) } }
    let copy = b.scratch("filters", dtype, filterLengths(b, filters.lengths))
    try b.loops(filters.lengths) { place in
      try copy.set(filterPlace(b, place), to: try filters.at(place, b), b)
    }
    return { row, group in try matrix(b, copy, [row], group) }
  }

  // MARK: Parts of the blocks

  /// The most parts whose sums are made apart: one for filters of many elements; nil if these are not known.
  static func mostParts(_ b: LoopBuilder, _ filters: Tensor) -> Int? {
    b.known(b.product(filters.lengths)).map { $0 > 1 << 18 ? 1 : 8 }
  }

  /// Into how many parts blocks are divided in each way, of which each is added up by itself: one at least.
  static func partCounts(_ b: LoopBuilder, _ ways: [ConvolutionWork]) -> [Value] {
    let most = mostParts(b, ways[0].filters)
    // Then threads share the products.
    if most == 1 { return ways.map { _ in b.constant(1) } }
    var counts = ways.map { b.minimum($0.blocks.count, b.constant(most ?? 2)) }
    let others = b.sum(Array(counts[1...]))
    let isNeeded = b.subtract(b.constant(1), b.minimum(others, b.constant(1)))
    counts[0] = b.maximum(counts[0], isNeeded)
    return counts
  }

  /// Adds a loop over the blocks of a part.
  func forEachBlock(
    _ b: LoopBuilder, ofPart part: Value, of parts: Value, _ body: (Block) throws -> Void
  ) rethrows {
    let length = b.quotient(
      b.add(blocks.count, b.maximum(b.subtract(parts, b.constant(1)), b.constant(0))), parts)
    let first = b.multiply(part, length)
    let rest = b.maximum(b.subtract(blocks.count, first), b.constant(0))
    try b.loop(b.minimum(length, rest), .serial) { try body(blocks.block(b, b.add(first, $0))) }
  }

  /// Adds all parts of filters up in the first one.
  func addParts(_ b: LoopBuilder, _ sums: Tensor) throws {
    let (outer, inner) = (Array(sums.lengths[1..<3]), Array(sums.lengths[3...]))
    try b.loops(outer) { matrix in
      try b.loop(b.subtract(sums.lengths[0], b.constant(1)), .serial) { part in
        try b.loops(inner) { place in
          let next = try sums.at([b.add(part, b.constant(1))] + matrix + place, b)
          try sums.take(next, into: [b.constant(0)] + matrix + place, .sum, b)
        }
      }
    }
  }
}
