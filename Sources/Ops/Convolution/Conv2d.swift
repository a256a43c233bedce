import TheanoArrays
import TheanoGraph

/// Returns the convolution of images `[batch, channels, height, width]` with filters
/// `[outputs, channels/groups, height, width]`, `[batch, outputs, …, …]`.
///
/// The dtype is the operands' promoted type.
///
/// - Parameters:
///   - borderMode: the zeros around images; with `.valid`, none.
///   - subsample: how many rows and columns of the output to go on by.
///   - filterFlip: whether filters are turned by 180 degrees, as mathematics has it; false: a cross-correlation,
///     which other libraries call convolution.
///   - filterDilation: how far apart the elements of the image are that neighbours in a filter meet.
///   - groups: into how many groups channels and outputs are divided, each output seeing its own group alone.
public func conv2d(
  _ input: Variable, _ filters: Variable, borderMode: BorderMode = .valid,
  subsample: (Int, Int) = (1, 1), filterFlip: Bool = true, filterDilation: (Int, Int) = (1, 1),
  groups: Int = 1
) -> Variable {
  convolution("conv2d", input, filters) {
    try ConvolutionForm(
      border: borderMode, strides: [subsample.0, subsample.1],
      dilations: [filterDilation.0, filterDilation.1], groups: groups, flips: filterFlip)
  }
}

/// Returns the convolution of rows `[batch, channels, length]` with filters
/// `[outputs, channels/groups, length]`; see `conv2d`.
public func conv1d(
  _ input: Variable, _ filters: Variable, borderMode: BorderMode = .valid, subsample: Int = 1,
  filterFlip: Bool = true, filterDilation: Int = 1, groups: Int = 1
) -> Variable {
  convolution("conv1d", input, filters) {
    try ConvolutionForm(
      border: borderMode, strides: [subsample], dilations: [filterDilation], groups: groups,
      flips: filterFlip)
  }
}

/// Returns the convolution of volumes `[batch, channels, depth, height, width]` with filters
/// `[outputs, channels/groups, depth, height, width]`; see `conv2d`.
public func conv3d(
  _ input: Variable, _ filters: Variable, borderMode: BorderMode = .valid,
  subsample: (Int, Int, Int) = (1, 1, 1), filterFlip: Bool = true,
  filterDilation: (Int, Int, Int) = (1, 1, 1), groups: Int = 1
) -> Variable {
  convolution("conv3d", input, filters) {
    try ConvolutionForm(
      border: borderMode, strides: [subsample.0, subsample.1, subsample.2],
      dilations: [filterDilation.0, filterDilation.1, filterDilation.2], groups: groups,
      flips: filterFlip)
  }
}

/// Returns the convolution that a form says.
private func convolution(
  _ op: String, _ input: Variable, _ filters: Variable, _ form: () throws -> ConvolutionForm
) -> Variable {
  building(op, [input, filters]) {
    let (input, filters) = promoted(input, filters)
    return try form().output(input, filters)
  }
}

/// Returns two tensors in their promoted dtype.
func promoted(_ a: Variable, _ b: Variable) -> (Variable, Variable) {
  let dtype = DType.promote(a.dtype, b.dtype)
  return (cast(a, dtype), cast(b, dtype))
}

/// Returns the shape of `conv2d` of images and filters of given shapes, nil where that is not known.
/// - Throws: `GraphError` if there is no such convolution.
public func convOutputShape(
  image: [Int?], filters: [Int?], borderMode: BorderMode = .valid, subsample: (Int, Int) = (1, 1),
  filterDilation: (Int, Int) = (1, 1), groups: Int = 1
) throws -> [Int?] {
  guard image.count == 4, filters.count == 4 else {
    throw GraphError(.value, "convOutputShape takes shapes of four lengths.")
  }
  let form = try ConvolutionForm(
    border: borderMode, strides: [subsample.0, subsample.1],
    dilations: [filterDilation.0, filterDilation.1], groups: groups)
  let shape = [image[0], filters[0]] + form.output(image: image[2...], filters: filters[2...])
  if let problem = form.problem(image: image, filters: filters, output: shape) {
    throw GraphError(.shape, problem)
  }
  return shape
}
