import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The outputs' matrices.
extension ConvolutionWork {
  /// The lengths of the axes of the memory for several images' outputs, which are in the order of the columns of
  /// the images' matrix.
  func outputLengths(_ images: Value) -> [Value] {
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
}
