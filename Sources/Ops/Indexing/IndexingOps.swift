import TheanoArrays
import TheanoGraph

/// An operation that reads a part of a tensor: its operands are the tensor and those of the structure.
protocol PartReadingOp: ParametricOp, LinearOp {
  /// What is taken of the axes.
  var structure: IndexStructure { get }

  /// Returns `tensor` with `values` added to the part that this operation reads.
  func adding(_ values: Variable, to tensor: Variable, _ index: ArraySlice<Variable>) -> Variable
}

extension PartReadingOp {
  package func printedOperands(_ inputs: [Variable]) -> [PrintedOperand] {
    structure.printedOperands(inputs, after: 1)
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let shape = try structure.resultShape(of: x[0].type.shape, operands: Array(x.dropFirst()))
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let selection = try Selection(structure, of: x, call, operandsFrom: 1)
    return [try x[0].gathered(selection.offsets, shape: selection.shape)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: call.inputs.count - 1)
    guard let dy = dy[0], call.outputTypes[0].dtype.isContinuous else { return [nil] + none }
    return [adding(dy, to: call.inputs[0].zerosLike(), call.inputs.dropFirst())] + none
  }
}

/// An operation that writes to a part of a tensor: its operands are the tensor, the values, and those of the
/// structure.
protocol PartWritingOp: ParametricOp {
  /// The part.
  var structure: IndexStructure { get }
  /// Whether the values replace those of the tensor, instead of being added to them.
  var isSet: Bool { get }
}

extension PartWritingOp {
  package func printedOperands(_ inputs: [Variable]) -> [PrintedOperand] {
    structure.printedOperands(inputs, after: 2)
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] { [try structure.writtenType(x)] }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [try structure.write(x, call, isSet: isSet)]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    try structure.pushforwardOfWrite(call, dx, self)
  }

  package func isConnected(input: Int, output: Int) -> Bool { input < 2 }

  package func description(_ x: [String], _ call: Apply) -> String {
    let index = structure.operandTexts(Array(x.dropFirst(2)))
    return "\(debugName)(\((x.prefix(2) + index).joined(separator: ", ")))"
  }
}
