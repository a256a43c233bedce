import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// Returns the array of `shape` with the elements 1, 2, …
func ramp(_ shape: [Int]) -> NDArray {
  let count = shape.reduce(1, *)
  return NDArray(reals: (0..<count).map { Double($0 + 1) }, shape: shape, dtype: .float64)
}

/// Returns the message of the error with which outputs cannot be computed; nil if they can.
func evaluationMessage(_ outputs: [Variable], _ inputs: [Variable], _ values: [NDArray]) -> String?
{
  do {
    _ = try evaluate(outputs, inputs, values)
    return nil
  } catch {
    return (error as? EvaluationError)?.message ?? "\(error)"
  }
}

/// Expects that an expression of a golden case's operands has the golden values and dtype, and a type that
/// admits them. Operands are variables whose lengths of 1 are part of their type.
func expectGolden(_ golden: GoldenCase, _ build: ([Variable]) throws -> Variable) throws {
  try expectGolden(golden, many: { [try build($0)] })
}

/// Expects that expressions of a golden case's operands have the golden values; see the form for one.
func expectGolden(_ golden: GoldenCase, many build: ([Variable]) throws -> [Variable]) throws {
  let values = try golden.inputs.map { try $0.array() }
  let inputs = values.enumerated().map { i, value in
    Variable(TensorType(value.dtype, shape: value.shape.map { $0 == 1 ? 1 : nil }), name: "x\(i)")
  }
  let outputs = try build(inputs)
  if let error = outputs.compactMap(\.error).first {
    Issue.record("\(golden): \(error)")
    return
  }
  let results = try evaluate(outputs, inputs, values)
  #expect(results.count == golden.outputs.count, "\(golden)")
  for (k, (result, expected)) in zip(results, golden.outputs).enumerated() {
    let isSingle = result.dtype == .float32 || result.dtype == .complex64
    let difference = result.difference(
      from: try expected.array(), relative: isSingle ? 1e-6 : 1e-12,
      absolute: isSingle ? 1e-6 : 1e-13)
    if let difference { Issue.record("\(golden) output \(k): \(difference)") }
    let type = outputs[k].type
    #expect(type.dtype == result.dtype && type.admits(shape: result.shape), "\(golden): \(type)")
  }
}
