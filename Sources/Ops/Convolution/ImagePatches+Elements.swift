import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// How matrices are made of images, and added up to them.
extension ImagePatches {
  /// Makes the matrix of so many images, whose elements `element` returns by image, channel and place.
  func gather(
    _ b: LoopBuilder, images: Value, _ element: (Value, [Value]) throws -> Value
  ) throws {
    try b.loops([images], .serial) { image in
      if let frame {
        b.clear(frame, [sizes.channels] + sizes.padded)
        try b.loops([sizes.channels] + sizes.image) { place in
          b.store(frame, inside(b, place), try element(image[0], place))
        }
      }
      guard let patches else { return }
      try b.loops(rows) { row in
        try forEachPlace(b, image[0]) { place, own in
          let met = met(b, row, place)
          let value = try frame.map { b.load($0, met) } ?? element(image[0], met)
          b.add(.store(b.access(patches, row + own, lengths: lengths(b, images)), value))
        }
      }
    }
  }

  /// Sets the memory for so many images to zeros, if products are added to it.
  func clear(_ b: LoopBuilder, images: Value) {
    if !slides { return }
    if let patches {
      b.clear(patches, lengths(b, images))
    } else if let frame {
      b.clear(frame, [sizes.channels] + sizes.padded)
    }
  }

  /// Adds the elements of the matrix up to so many images: `add` takes them by image, channel and place, or
  /// `set` where they are complete; only one of both is called.
  func scatter(
    _ b: LoopBuilder, images: Value, add: (Value, [Value], Value) throws -> Void,
    set: (Value, [Value], Value) throws -> Void
  ) throws {
    try b.loops([images], .serial) { image in
      if let patches {
        if let frame { b.clear(frame, [sizes.channels] + sizes.padded) }
        let (first, rest) = (Array(rows[..<1]), Array(rows[1...]))
        try b.loops(first) { channel in
          try b.loops(rest, .serial) { row in
            try forEachPlace(b, image[0]) { place, own in
              let target = met(b, channel + row, place)
              let access = b.access(patches, channel + row + own, lengths: lengths(b, images))
              let value = b.load(access)
              if let frame {
                b.add(.accumulate(b.access(frame, target), .sum, value))
              } else {
                try add(image[0], target, value)
              }
            }
          }
        }
      }
      guard let frame else { return }
      try b.loops([sizes.channels] + sizes.image) { place in
        try set(image[0], place, b.load(frame, inside(b, place)))
      }
    }
  }

  /// The place in the padded image of a channel and place in the image.
  private func inside(_ b: LoopBuilder, _ place: [Value]) -> [Value] {
    [place[0]] + zip(place[1...], sizes.before).map { b.add($0, $1) }
  }

  /// The channel and place in the padded image that belong to a row of the matrix and a place of the
  /// output: of that along the first axis in the image itself, if filters slide.
  private func met(_ b: LoopBuilder, _ row: [Value], _ place: [Value]) -> [Value] {
    let first = slides ? 1 : 0
    let met = place.enumerated().map { axis, place in
      if axis < first { return place }
      let step = b.multiply(place, b.constant(sizes.form.strides[axis]))
      return b.add(step, sizes.distance(b, axis: axis, row[axis - first + 1]))
    }
    return [row[0]] + met
  }

  /// Adds loops over an image's columns of the matrix, or over all that matrices share if filters slide: `body` has
  /// the place, see `met`, and the place in memory.
  private func forEachPlace(
    _ b: LoopBuilder, _ image: Value, _ body: ([Value], [Value]) throws -> Void
  ) rethrows {
    if !slides { return try b.loops(sizes.output) { try body($0, [image] + $0) } }
    let stride = b.constant(sizes.form.strides[0])
    try b.loops([stride]) { phase in
      let rest = b.subtract(b.subtract(stride, b.constant(1)), phase[0])
      let count = b.quotient(b.add(sizes.padded[0], rest), stride)
      try b.loops([count] + sizes.output.dropFirst()) { place in
        let row = b.add(b.multiply(place[0], stride), phase[0])
        try body([row] + place.dropFirst(), phase + [place[0], image] + place.dropFirst())
      }
    }
  }
}
