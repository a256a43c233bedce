import TestSupport
import Testing
import TheanoGraph

@testable import Theano

/// Expects machine code to compute what the reference does, without evaluating anything outside.
func expectSameDraws(
  _ inputs: [Variable], _ outputs: [Variable], _ calls: [[NDArray]],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  for output in outputs { if let error = output.error { throw error } }
  let plan = try NativePlan(inputs: inputs, outputs: outputs)
  #expect(plan.scheduled.outside.isEmpty, sourceLocation: sourceLocation)
  let native = try NativeFunction(inputs: inputs, outputs: outputs, toolchain: .standard)
  for values in calls {
    let expected = try evaluate(outputs, inputs, values)
    let results = try native.run(values, shared: [])
    for (place, output) in outputs.enumerated() {
      #expect(
        results[place] == expected[place], "\(output.type) \(values)",
        sourceLocation: sourceLocation)
    }
  }
}
