import Testing
import TheanoCodeGen
import TheanoOps
import TheanoSchedule

@testable import Theano

@Suite("Native code of scalars: all functions that are called exist")
struct NativePreludeTests {
  /// Lowers and prints an operation on operands of all dtypes: printing throws for a missing function.
  @Test("Every operation, on every dtype", arguments: ScalarCombinations.all)
  func functionsExist(_ sample: ScalarCombinations) throws {
    for floatX in [DType.float64, .float32, .float16] {
      var configuration = Configuration.current
      configuration.floatX = floatX
      try Configuration.$current.withValue(configuration) {
        let graph = ScalarGraph(sample, sample.everything)
        let scheduled = try ScheduledGraph(inputs: graph.leaves, outputs: graph.outputs)
        let isOutside = ScalarCombinations.outside.contains(sample.op.name)
        #expect(scheduled.outside.isEmpty || isOutside, "\(sample.op.name) has no native code")
        #expect(throws: Never.self) { try CPrinter.text(of: scheduled.program) }
      }
    }
  }

  /// Operations that have native code are not in the list of those that have none.
  @Test("What is said to be outside is", arguments: ScalarCombinations.all)
  func outsideIsOutside(_ sample: ScalarCombinations) throws {
    guard ScalarCombinations.outside.contains(sample.op.name) else { return }
    let graph = ScalarGraph(sample, sample.everything)
    let scheduled = try ScheduledGraph(inputs: graph.leaves, outputs: graph.outputs)
    #expect(scheduled.outside.count == graph.outputs.count)
  }

  @Test("Conversions between all dtypes")
  func conversions() throws {
    for dtype in ScalarCombinations.dtypes {
      let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
      let results = ScalarCombinations.dtypes.filter { $0 != dtype }.map { cast(x, $0) }
      let scheduled = try ScheduledGraph(inputs: [x], outputs: results)
      #expect(scheduled.outside.isEmpty)
      #expect(throws: Never.self) { try CPrinter.text(of: scheduled.program) }
    }
  }
}
