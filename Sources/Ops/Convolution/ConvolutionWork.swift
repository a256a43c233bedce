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
  let image: Tensor
  let filters: Tensor
  let output: Tensor
  let places: (image: Place, output: Place)
  /// The memory for the outputs of several images side by side; nil for one image.
  private(set) var outputs: BufferID?

  /// A block of images.
  typealias Block = ImageBlocks.Block
  /// Where a tensor begins in memory.
  typealias Place = (buffer: BufferID, prefix: [Value])

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

  /// Adds loops over the blocks of images, whichever way these are divided, and over groups.
  static func forEachGroup(
    _ b: LoopBuilder, _ ways: [ConvolutionWork],
    _ body: (ConvolutionWork, Block, Value) throws -> Void
  ) rethrows {
    for work in ways where b.known(work.blocks.count) != 0 {
      try b.loops([work.blocks.count]) { number in
        let block = work.blocks.block(b, number[0])
        try work.forEachGroup(b) { try body(work, block, $0) }
      }
    }
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
}

extension Tensor {
  /// Where this tensor begins in memory.
  /// - Throws: `LoweringError` if it is not there.
  func place() throws -> (buffer: BufferID, prefix: [Value]) {
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
