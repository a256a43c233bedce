import TheanoArrays
import TheanoGraph

/// Returns the gradient of a cost by the images of a `conv2d`, given its gradient by the output
/// `[batch, outputs, …, …]`, and the filters. `inputShape` has the images' four lengths, of which the first two may
/// be nil; the last two do not follow from the output's. The rest is as for `conv2d`.
public func conv2dGradWrtInputs(
  _ outputGrad: Variable, _ filters: Variable, inputShape: [(any SymbolicLength)?],
  borderMode: BorderMode = .valid, subsample: (Int, Int) = (1, 1), filterFlip: Bool = true,
  filterDilation: (Int, Int) = (1, 1), groups: Int = 1
) -> Variable {
  building("conv2dGradWrtInputs", [outputGrad, filters]) {
    let form = try ConvolutionForm(
      border: borderMode, strides: [subsample.0, subsample.1],
      dilations: [filterDilation.0, filterDilation.1], groups: groups, flips: filterFlip)
    let lengths = try spatialLengths(inputShape, "inputShape")
    let (output, filters) = promoted(outputGrad, filters)
    return specifyShape(form.image(filters, output, lengths), inputShape.prefix(2) + [nil, nil])
  }
}

/// Returns the gradient of a cost by the filters of a `conv2d`, given its images and the cost's gradient by the
/// output `[batch, outputs, …, …]`. `filterShape` has the filters' four lengths, of which the first two may be
/// nil; the last two do not follow from the output's. The rest is as for `conv2d`.
public func conv2dGradWrtWeights(
  _ input: Variable, _ outputGrad: Variable, filterShape: [(any SymbolicLength)?],
  borderMode: BorderMode = .valid, subsample: (Int, Int) = (1, 1), filterFlip: Bool = true,
  filterDilation: (Int, Int) = (1, 1), groups: Int = 1
) -> Variable {
  building("conv2dGradWrtWeights", [input, outputGrad]) {
    let form = try ConvolutionForm(
      border: borderMode, strides: [subsample.0, subsample.1],
      dilations: [filterDilation.0, filterDilation.1], groups: groups, flips: filterFlip)
    let lengths = try spatialLengths(filterShape, "filterShape")
    let (input, output) = promoted(input, outputGrad)
    return specifyShape(form.filters(input, output, lengths), filterShape.prefix(2) + [nil, nil])
  }
}

/// Returns the transposed convolution of `input` `[batch, channels, …, …]` with filters
/// `[channels, outputs/groups, …, …]`: what takes the output of a `conv2d` with these filters and strides of
/// `inputDilation` back to images of `outputShape`, whose first two lengths may be nil. It makes images larger.
public func conv2dTranspose(
  _ input: Variable, _ filters: Variable, outputShape: [(any SymbolicLength)?],
  borderMode: BorderMode = .valid, inputDilation: (Int, Int) = (1, 1), filterFlip: Bool = true,
  filterDilation: (Int, Int) = (1, 1), groups: Int = 1
) -> Variable {
  conv2dGradWrtInputs(
    input, filters, inputShape: outputShape, borderMode: borderMode, subsample: inputDilation,
    filterFlip: filterFlip, filterDilation: filterDilation, groups: groups)
}

/// Returns the last two of four lengths as scalars.
/// - Throws: `GraphError` if there are not four, or these are not known.
private func spatialLengths(_ shape: [(any SymbolicLength)?], _ name: String) throws -> [Variable] {
  let lengths = shape.suffix(2).compactMap { $0 }
  guard shape.count == 4, lengths.count == 2 else {
    throw GraphError(.value, "\(name) must have four lengths, the last two of which are given.")
  }
  return try lengths.integerScalars("A length of \(name)")
}
