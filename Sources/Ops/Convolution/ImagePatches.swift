import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The elements of an image that filters meet, as matrices of which products with filters can be made: a row for
/// each element of a filter, a column for each place of the output.
///
/// Along the first spatial axis filters may slide over the matrix: what rows `r` and `r + 1` of an image
/// contribute to neighbouring rows of the output lies side by side, so that one matrix for each row of a filter
/// begins a little further on in the same memory (Cho and Brand, "MEC: Memory-efficient convolution", 2017). That is
/// less to copy by the filters' height, and to add up in gradients. Rows that a stride leads to are gathered first.
struct ImagePatches {
  let sizes: ConvolutionSizes
  /// Whether filters slide over the matrix along the first axis.
  let slides: Bool
  /// Whether the padded image is the matrix.
  let isImage: Bool
  /// Whether there is one image in each matrix.
  let isSingle: Bool
  /// The number of matrices: that of a filter's rows if filters slide.
  let count: Value
  /// The lengths of the axes of the matrix's rows: channels, and a filter's axes that are not slid along.
  let rows: [Value]
  /// The memory of the matrix; nil if it is the image.
  private(set) var patches: BufferID?
  /// The memory of the padded image; nil if the image itself serves.
  let frame: BufferID?

  /// The fewest terms of a product for which sliding is better: each goes over the whole result.
  private static let fewestTerms = 24

  /// Asks for memory for images of these sizes, of which each worker of a loop over images has its own.
  ///
  /// - Parameters:
  ///   - blocks: how many images are in a matrix, and how many matrices there are.
  ///   - isSum: whether the matrix is added up to images, and not made of them.
  init(
    _ b: LoopBuilder, _ sizes: ConvolutionSizes, _ dtype: DType, _ blocks: ImageBlocks,
    isSum: Bool = false
  ) {
    self.sizes = sizes
    let form = sizes.form
    let terms = b.product([sizes.channels] + sizes.filter.dropFirst())
    let isLong = b.known(terms).map { $0 >= ImagePatches.fewestTerms } ?? false
    slides = dtype.hasProductRoutine && b.known(sizes.filter[0]) != 1 && isLong
    rows = [sizes.channels] + sizes.filter[(slides ? 1 : 0)...]
    count = slides ? sizes.filter[0] : b.constant(1)
    isSingle = blocks.isSingle(b)
    isImage =
      isSingle && rows.dropFirst().allSatisfy { b.known($0) == 1 }
      && form.strides.allSatisfy { $0 == 1 }
    let own = dtype.computing
    let isPadded = !sizes.isUnpadded(b) || (isSum && own != dtype)
    frame =
      isPadded
      ? b.privateBuffer("padded", own, [sizes.channels] + sizes.padded, blocks) : nil
    patches = nil
    if isImage { return }
    patches = b.privateBuffer("patches", own, lengths(b, blocks.images), blocks)
  }

  /// The lengths of the axes of the matrix's memory for so many images: for sliding filters rows of images, each
  /// stride's by itself, come before the images, so that places of all of them are side by side.
  func lengths(_ b: LoopBuilder, _ images: Value) -> [Value] {
    if !slides { return rows + [images] + sizes.output }
    let stride = b.constant(sizes.form.strides[0])
    let height = b.quotient(b.add(sizes.padded[0], b.subtract(stride, b.constant(1))), stride)
    return rows + [stride, height, images] + sizes.output.dropFirst()
  }

  /// Returns the matrix of so many images for a row of the filters, at a place of a tensor in memory.
  func matrix(
    _ b: LoopBuilder, _ k: Value, images: Value, of image: BufferID, at place: [Value]
  ) -> MatrixProduct.Operand {
    let distance = slides ? sizes.distance(b, axis: 0, k) : b.constant(0)
    let start: Access
    let stride: Stride
    if let patches {
      let step = b.constant(sizes.form.strides[0])
      let first = slides ? [b.rest(distance, step), b.quotient(distance, step)] : []
      let lengths = lengths(b, images)
      start = b.access(patches, rows.map { _ in b.constant(0) } + first, lengths: lengths)
      stride = b.strides(of: lengths)[rows.count - 1]
    } else if let frame {
      start = b.access(frame, [b.constant(0), distance])
      stride = b.strides(of: [sizes.channels] + sizes.padded)[0]
    } else {
      start = b.access(image, place + [distance])
      stride = b.strides(of: [sizes.channels] + sizes.image)[0]
    }
    return .init(start: start, rowStride: stride, columnStride: .one)
  }
}

extension ConvolutionSizes {
  /// How far from the first element that a filter meets along an axis is the one that its element `k` meets.
  func distance(_ b: LoopBuilder, axis: Int, _ k: Value) -> Value {
    let last = b.subtract(filter[axis], b.constant(1))
    return b.multiply(form.flips ? b.subtract(last, k) : k, b.constant(form.dilations[axis]))
  }
}

extension LoopBuilder {
  /// Asks for memory for the work on a block of images, of which each worker of a loop over several has its own.
  func privateBuffer(
    _ name: String, _ dtype: DType, _ lengths: [Value], _ blocks: ImageBlocks
  ) -> BufferID {
    let place = Buffer.Place.slot(-1, perWorker: blocks.isShared)
    return buffer(name, dtype, place, lengths: lengths, isMutable: true)
  }

  /// Fills memory with zeros that has these lengths now.
  func clear(_ memory: BufferID, _ lengths: [Value]) {
    let zero = constant(0, buffers[memory.index].dtype)
    loops(lengths) { add(.store(access(memory, $0, lengths: lengths), zero)) }
  }

  /// The element at a place in memory.
  func load(_ access: Access) -> Value {
    emit(Instruction(.load(access)), buffers[access.buffer.index].dtype)
  }
}
