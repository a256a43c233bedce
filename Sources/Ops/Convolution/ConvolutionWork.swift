import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The matrices of which a convolution or a gradient of it makes products in native code.
struct ConvolutionWork {
  let dtype: DType
  let sizes: ConvolutionSizes
  let blocks: ImageBlocks
  let patches: ImagePatches
  /// The rows of the matrix of images' elements.
  let terms: Value
  private let image: Tensor
  private let filters: Tensor
  private let output: Tensor
  private let places: (image: Place, output: Place)
  /// The memory for the outputs of several images side by side; nil for one image.
  private var outputs: BufferID?

  /// A block of images.
  typealias Block = ImageBlocks.Block
  /// Where a tensor begins in memory.
  private typealias Place = (buffer: BufferID, prefix: [Value])

  /// Prepares the work on three tensors in memory, of which `result` says the one that is made, in each way of
  /// dividing the images that may be needed.
  static func ways(
    _ b: LoopBuilder, _ form: ConvolutionForm, image: Tensor, filters: Tensor, output: Tensor,
    result: ConvolutionForm.Part
  ) throws -> [ConvolutionWork] {
    let sizes = ConvolutionSizes(
      b, form, image: image.lengths, filters: filters.lengths, output: output.lengths)
    let ways = ImageBlocks.ways(b, batch: sizes.batch, places: b.product(sizes.output))
    return try ways.map { blocks in
      var blocks = blocks
      if result == .filters && mostParts(b, filters) == 1 { blocks.isShared = false }
      return try ConvolutionWork(b, sizes, blocks, image, filters, output, isSum: result == .image)
    }
  }

  /// Prepares the work on images divided in one way.
  private init(
    _ b: LoopBuilder, _ sizes: ConvolutionSizes, _ blocks: ImageBlocks, _ image: Tensor,
    _ filters: Tensor, _ output: Tensor, isSum: Bool
  ) throws {
    (self.image, self.filters, self.output) = (image, filters, output)
    (self.sizes, self.blocks) = (sizes, blocks)
    places = (try image.place(), try output.place())
    dtype = image.dtype
    patches = ImagePatches(b, sizes, dtype, blocks, isSum: isSum)
    terms = b.product(patches.rows)
    outputs = nil
    if blocks.isSingle(b) { return }
    outputs = b.privateBuffer(
      "outputs", dtype.computing, outputLengths(blocks.images), blocks)
  }

  /// Adds a loop over groups, if there are several.
  func forEachGroup(_ b: LoopBuilder, _ body: (Value) throws -> Void) rethrows {
    try b.loops([b.constant(sizes.form.groups)], .serial) { try body($0[0]) }
  }

  /// The columns of the matrices of a block.
  func columns(_ b: LoopBuilder, _ block: Block) -> Value {
    b.multiply(b.product(sizes.output), block.count)
  }

  // MARK: Images

  /// The place of an element of a block's images.
  private func place(
    _ b: LoopBuilder, _ block: Block, _ group: Value, _ image: Value, _ place: [Value]
  ) -> [Value] {
    [b.add(block.first, image), b.add(b.multiply(group, sizes.channels), place[0])] + place[1...]
  }

  /// Makes the matrix of a group of the images' channels.
  func gather(_ b: LoopBuilder, _ block: Block, _ group: Value) throws {
    try patches.gather(b, images: block.count) {
      b.convert(try image.at(place(b, block, group, $0, $1), b), dtype.computing)
    }
  }

  /// Sets to zeros what products are added to, and images that matrices are added up to.
  func clear(_ b: LoopBuilder, _ block: Block, _ group: Value) throws {
    patches.clear(b, images: block.count)
    if patches.frame != nil || (patches.isImage && !patches.slides) { return }
    try b.loops([block.count, sizes.channels] + sizes.image) {
      let target = place(b, block, group, $0[0], Array($0[1...]))
      try image.set(target, to: b.constant(0, dtype), b)
    }
  }

  /// Adds the matrix up to a group of the images' channels.
  func scatter(_ b: LoopBuilder, _ block: Block, _ group: Value) throws {
    try patches.scatter(b, images: block.count) {
      try image.take($2, into: place(b, block, group, $0, $1), .sum, b)
    } set: {
      try image.set(place(b, block, group, $0, $1), to: b.convert($2, dtype), b)
    }
  }

  /// The matrix of a block's images for a row of the filters.
  func imageMatrix(
    _ b: LoopBuilder, _ k: Value, _ block: Block, _ group: Value
  ) -> MatrixProduct.Operand {
    let first = [block.first, b.multiply(group, sizes.channels)]
    return patches.matrix(
      b, k, images: block.count, of: places.image.buffer, at: places.image.prefix + first)
  }

  // MARK: Outputs

  /// The lengths of the axes of the memory for several images' outputs, which are in the order of the columns of
  /// the images' matrix.
  private func outputLengths(_ images: Value) -> [Value] {
    let first = patches.slides ? 1 : 0
    return [sizes.outputs] + sizes.output[..<first] + [images] + sizes.output[first...]
  }

  /// The matrix of a group of the outputs' channels: a row for each.
  func outputMatrix(_ b: LoopBuilder, _ block: Block, _ group: Value) -> MatrixProduct.Operand {
    if let outputs {
      let stride = b.strides(of: outputLengths(block.count))[0]
      return .init(start: b.access(outputs, []), rowStride: stride, columnStride: .one)
    }
    let place = places.output.prefix + [block.first, b.multiply(group, sizes.outputs)]
    let stride = b.strides(of: output.lengths)[1]
    return .init(
      start: b.access(places.output.buffer, place), rowStride: stride, columnStride: .one)
  }

  /// Calls `body` with the place of each element of a block's outputs, and that in the memory for them, if there is
  /// any.
  private func forEachOutput(
    _ b: LoopBuilder, _ block: Block, _ group: Value, _ body: ([Value], Access) throws -> Void
  ) rethrows {
    guard let outputs else { return }
    let first = patches.slides ? 1 : 0
    try b.loops([block.count, sizes.outputs] + sizes.output) { index in
      let (image, channel, place) = (index[0], index[1], index[2...])
      let own = [channel] + place.prefix(first) + [image] + place.dropFirst(first)
      try body(
        [b.add(block.first, image), b.add(b.multiply(group, sizes.outputs), channel)] + place,
        b.access(outputs, own, lengths: outputLengths(block.count)))
    }
  }

  /// Copies a block's outputs to where they are side by side, if they are not.
  func gatherOutputs(_ b: LoopBuilder, _ block: Block, _ group: Value) throws {
    try forEachOutput(b, block, group) { place, access in
      b.add(.store(access, b.convert(try output.at(place, b), dtype.computing)))
    }
  }

  /// Copies a block's outputs from where they are side by side, if they are.
  func scatterOutputs(_ b: LoopBuilder, _ block: Block, _ group: Value) throws {
    try forEachOutput(b, block, group) { place, access in
      try output.set(place, to: b.convert(b.load(access), dtype), b)
    }
  }

  // MARK: Filters

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
  private static func mostParts(_ b: LoopBuilder, _ filters: Tensor) -> Int? {
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

extension Tensor {
  /// Where this tensor begins in memory.
  /// - Throws: `LoweringError` if it is not there.
  fileprivate func place() throws -> (buffer: BufferID, prefix: [Value]) {
    guard case .memory(let buffer, let prefix) = source else {
      throw LoweringError("a tensor of a convolution is not in memory")
    }
    return (buffer, prefix)
  }
}

extension MatrixProduct.Operand {
  /// The same matrix with rows and columns exchanged.
  var transposed: Self {
    .init(start: start, rowStride: columnStride, columnStride: rowStride)
  }
}
