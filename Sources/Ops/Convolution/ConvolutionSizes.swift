import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// The lengths of the tensors of a convolution in native code.
struct ConvolutionSizes {
  let form: ConvolutionForm
  let batch: Value
  /// The channels that a filter takes.
  let channels: Value
  /// The filters of a group.
  let outputs: Value
  /// The lengths of the spatial axes of images, filters and outputs.
  let image: [Value]
  let filter: [Value]
  let output: [Value]
  /// The zeros before the images' elements, along each spatial axis.
  let before: [Value]
  /// The lengths of the spatial axes of images with the zeros around them.
  let padded: [Value]

  /// Creates the sizes from the lengths of the tensors' axes.
  init(
    _ b: LoopBuilder, _ form: ConvolutionForm, image: [Value], filters: [Value], output: [Value]
  ) {
    self.form = form
    batch = image[0]
    channels = filters[1]
    outputs = b.quotient(filters[0], b.constant(form.groups))
    self.image = Array(image[2...])
    filter = Array(filters[2...])
    self.output = Array(output[2...])
    let paddings = filters[2...].enumerated().map { axis, length in
      form.padding(b, axis: axis, extent: form.extent(b, axis: axis, filter: length))
    }
    before = paddings.map(\.before)
    padded = zip(image[2...], paddings).map { b.add(b.add($0, $1.before), $1.after) }
  }

  /// Whether there are certainly no zeros around images.
  func isUnpadded(_ b: LoopBuilder) -> Bool {
    zip(padded, image).allSatisfy { b.canonical($0) == b.canonical($1) }
  }
}

extension ConvolutionForm {
  /// How many elements a filter of a length covers along an axis.
  func extent(_ b: LoopBuilder, axis: Int, filter: Value) -> Value {
    b.add(
      b.multiply(b.subtract(filter, b.constant(1)), b.constant(dilations[axis])), b.constant(1))
  }

  /// The zeros along an axis for filters that cover `extent` elements.
  func padding(_ b: LoopBuilder, axis: Int, extent: Value) -> (before: Value, after: Value) {
    switch border.kind {
    case .fixed:
      let padding = border.padding(axis: axis, extent: 1)
      return (b.constant(padding.before), b.constant(padding.after))
    case .half:
      let half = b.quotient(extent, b.constant(2))
      return (half, half)
    case .full:
      let rest = b.subtract(extent, b.constant(1))
      return (rest, rest)
    }
  }

  /// Returns the lengths of the output's spatial axes, and checks that filters fit into images.
  func checkedOutput(_ b: LoopBuilder, image: [Value], filters: [Value]) -> [Value] {
    (0..<rank).map { axis in
      let (length, filter) = (image[axis + 2], filters[axis + 2])
      b.checkLessOrEqual(b.constant(1), filter)
      for length in [length, filter] {
        b.checkLessOrEqual(length, b.constant(ConvolutionForm.largest))
      }
      let extent = extent(b, axis: axis, filter: filter)
      let (before, after) = padding(b, axis: axis, extent: extent)
      let padded = b.add(b.add(length, before), after)
      b.checkLessOrEqual(extent, padded)
      let room = b.subtract(padded, extent)
      return b.add(b.quotient(room, b.constant(strides[axis])), b.constant(1))
    }
  }

  /// Checks that numbers of channels and filters fit to each other.
  func checkChannels(_ b: LoopBuilder, image: Value, filters: [Value]) {
    let groups = b.constant(self.groups)
    b.unify(image, self.groups == 1 ? filters[1] : b.multiply(filters[1], groups))
    if self.groups > 1 { b.check(b.equal(b.rest(filters[0], groups), b.constant(0))) }
  }

  /// Returns the lengths that scalar operands are, none of them negative.
  func checkedLengths(_ b: LoopBuilder, _ x: ArraySlice<Tensor>) throws -> [Value] {
    try x.map { tensor in
      let length = try tensor.scalar(b)
      b.checkLessOrEqual(b.constant(0), length)
      return length
    }
  }

  /// Checks that the three tensors fit to each other, but for the channels.
  func checkOutput(_ b: LoopBuilder, image: [Value], filters: [Value], output: [Value]) {
    b.unify(output[0], image[0])
    b.unify(output[1], filters[0])
    let spatial = checkedOutput(b, image: image, filters: filters)
    for (wanted, found) in zip(output[2...], spatial) { b.unify(wanted, found) }
  }
}
