import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The matrices of which a convolution or a gradient of it makes products in native code.
struct ConvolutionWork {
  let dtype: DType
  let sizes: ConvolutionSizes
  let patches: ImagePatches
  /// The rows and columns of the matrix of an image's elements.
  let terms: Value
  let columns: Value
  private let image: Tensor
  private let filters: Tensor
  private let output: Tensor
  private let places: (image: Place, filters: Place, output: Place)

  /// Where a tensor begins in memory.
  private typealias Place = (buffer: BufferID, prefix: [Value])

  /// Prepares the work on three tensors in memory, one of which is the result.
  init(
    _ b: LoopBuilder, _ form: ConvolutionForm, image: Tensor, filters: Tensor, output: Tensor,
    isSum: Bool = false
  ) throws {
    (self.image, self.filters, self.output) = (image, filters, output)
    places = (try image.place(), try filters.place(), try output.place())
    dtype = image.dtype
    sizes = ConvolutionSizes(
      b, form, image: image.lengths, filters: filters.lengths, output: output.lengths)
    patches = ImagePatches(b, sizes, dtype, isSum: isSum)
    terms = b.product(patches.rows)
    columns = b.product(sizes.output)
  }

  /// Adds a loop over groups, if there are several.
  func forEachGroup(_ b: LoopBuilder, _ body: (Value) throws -> Void) rethrows {
    try b.loops([b.constant(sizes.form.groups)], .serial) { try body($0[0]) }
  }

  // MARK: Images

  /// The place of a channel of a group, before that of elements.
  private func channel(_ b: LoopBuilder, _ group: Value, _ channel: Value) -> Value {
    b.add(b.multiply(group, sizes.channels), channel)
  }

  /// Makes the matrix of a group of an image's channels.
  func gather(_ b: LoopBuilder, _ n: Value, _ group: Value) throws {
    try patches.gather(b) { place in
      try image.at([n, channel(b, group, place[0])] + place[1...], b)
    }
  }

  /// Sets to zeros what products are added to, and an image that matrices are added up to.
  func clear(_ b: LoopBuilder, _ n: Value, _ group: Value) throws {
    patches.clear(b)
    if patches.frame != nil || (patches.isImage && !patches.slides) { return }
    try b.loops([sizes.channels] + sizes.image) { place in
      let target = [n, channel(b, group, place[0])] + place[1...]
      try image.set(target, to: b.constant(0, dtype), b)
    }
  }

  /// Adds the matrix up to a group of an image's channels.
  func scatter(_ b: LoopBuilder, _ n: Value, _ group: Value) throws {
    /// The place of an element.
    func target(_ place: [Value]) -> [Value] {
      [n, channel(b, group, place[0])] + place[1...]
    }
    try patches.scatter(b) {
      try image.take($1, into: target($0), .sum, b)
    } set: {
      try image.set(target($0), to: b.convert($1, dtype), b)
    }
  }

  /// The matrix of an image for a row of the filters.
  func imageMatrix(
    _ b: LoopBuilder, _ k: Value, _ n: Value, _ group: Value
  ) -> MatrixProduct.Operand {
    let place = places.image.prefix + [n, channel(b, group, b.constant(0))]
    return patches.matrix(b, k, image: places.image.buffer, at: place)
  }

  // MARK: Outputs

  /// The matrix of a group of an output's channels: a row for each.
  func outputMatrix(_ b: LoopBuilder, _ n: Value, _ group: Value) -> MatrixProduct.Operand {
    let place = places.output.prefix + [n, b.multiply(group, sizes.outputs)]
    let strides = b.strides(of: output.lengths)
    return .init(
      start: b.access(places.output.buffer, place), rowStride: strides[1], columnStride: .one)
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

  // MARK: Parts of the images

  /// Images in parts of equal numbers, save for the last.
  struct Parts {
    let count: Value
    private let length: Value
    private let batch: Value
    private let b: LoopBuilder

    /// The most parts.
    private static let most = 8

    /// Divides images.
    fileprivate init(_ b: LoopBuilder, _ batch: Value) {
      (self.b, self.batch) = (b, batch)
      count = b.minimum(batch, b.constant(Parts.most))
      let last = b.subtract(count, b.constant(1))
      length = b.quotient(b.add(batch, b.maximum(last, b.constant(0))), count)
    }

    /// Adds a loop over the images of a part.
    func images(_ part: Value, _ body: (Value) throws -> Void) rethrows {
      let first = b.multiply(part, length)
      let rest = b.maximum(b.subtract(batch, first), b.constant(0))
      try b.loop(b.minimum(length, rest), .serial) { try body(b.add(first, $0)) }
    }
  }

  /// Divides the images into parts of which each is added up by itself.
  func parts(_ b: LoopBuilder) -> Parts { Parts(b, sizes.batch) }
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
