import TheanoArrays
import TheanoLoopIR

/// How many images are worked on at a time: one, unless its output has so few places that products of several
/// images' matrices side by side are faster.
struct ImageBlocks {
  /// A block: its first image, and how many there are.
  struct Block {
    let first: Value
    let count: Value
  }

  /// The most images of a block.
  let images: Value
  /// The number of blocks.
  let count: Value
  /// Whether threads may share the blocks, so that each needs memory of its own.
  var isShared: Bool
  /// The number of images.
  private let batch: Value

  /// The number of places of the output from which on images are worked on one by one, and how many are wanted
  /// of a block.
  private static let fewest = 64, wanted = 256

  /// Divides images into blocks.
  private init(_ b: LoopBuilder, images: Value, count: Value, batch: Value) {
    (self.images, self.count, self.batch) = (images, count, batch)
    isShared = b.known(count).map { $0 > 1 } ?? true
  }

  /// Whether there is one image in each block.
  func isSingle(_ b: LoopBuilder) -> Bool { b.known(images) == 1 }

  /// Returns the ways to divide images of so many `places` that may be needed: if the number is not known, there are
  /// two, of which one has no blocks when the program runs.
  static func ways(_ b: LoopBuilder, batch: Value, places: Value) -> [ImageBlocks] {
    let (zero, one) = (b.constant(0), b.constant(1))
    let single = ImageBlocks(b, images: one, count: batch, batch: batch)
    if b.known(batch) == 1 { return [single] }
    let most = b.quotient(b.constant(wanted), b.maximum(places, one))
    let count = b.quotient(b.add(batch, b.subtract(most, one)), most)
    let images = b.quotient(b.add(batch, b.subtract(count, one)), count)
    let several = ImageBlocks(b, images: images, count: count, batch: batch)
    if let known = b.known(places) { return known < fewest ? [several] : [single] }
    let isSmall = b.less(places, b.constant(fewest))
    return [
      ImageBlocks(b, images: one, count: b.select(isSmall, zero, batch), batch: batch),
      ImageBlocks(
        b, images: b.select(isSmall, images, zero), count: b.select(isSmall, count, zero),
        batch: batch
      ),
    ]
  }

  /// The block of a number.
  func block(_ b: LoopBuilder, _ number: Value) -> Block {
    if isSingle(b) { return Block(first: number, count: b.constant(1)) }
    let first = b.multiply(number, images)
    return Block(first: first, count: b.minimum(images, b.subtract(batch, first)))
  }
}
