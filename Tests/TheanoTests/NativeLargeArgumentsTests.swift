import TestSupport
import Testing
import TheanoCodeGen
import TheanoSchedule

@testable import Theano

/// Loops that look at the arguments of sines and choose between two versions.
@Suite("Native code for small and large arguments", .enabled(if: hasCompiler))
struct NativeLargeArgumentsTests {
  /// Both versions are right, also within one vector, also where sums are taken or memory is reused.
  @Test("One large argument among many", arguments: [DType.float32, .float64])
  func largeAmongSmall(_ dtype: DType) throws {
    let x = Variable(TensorType(dtype, shape: [nil]), name: "x")
    let outputs = [
      sin(x), cos(2 * x + 1), tan(-x), sin(x) * x + cos(x), sin(tanh(x)), sin(sin(x) * 3),
    ]
    let native = try NativeFunction(inputs: [x], outputs: outputs, toolchain: .standard)
    let top = dtype == .float32 ? 0x1.234567p+100 : 0x1.234567p+1000
    for large in [1, 1e4, 3e4, 1e6, 3e9, top, -top, .infinity, .nan] {
      var values = (0..<3000).map { Double(Float(Double($0) * 0.01 - 15)) }
      values[1500] = large
      let operand = NDArray(reals: values, shape: [3000], dtype: dtype)
      let expected = try evaluate(outputs, [x], [operand])
      for (index, result) in try native.run([operand], shared: []).enumerated() {
        // Of what is added up, and of an argument near π.
        let size = operand.reals.map {
          index == 5 ? 4 : index == 3 && $0.isFinite ? $0.magnitude : 0
        }
        let mistake = result.scalarMistake(expected[index], ulps: 8, size: size)
        #expect(mistake == nil, "output \(index), \(large)")
      }
    }
  }

  /// The version for small arguments is there, but not where the arguments would have to be computed twice.
  @Test("Only where the arguments are cheap")
  func cheapArguments() throws {
    let x = fvector("x")
    func text(_ output: Variable) throws -> String {
      try CPrinter.text(of: ScheduledGraph(inputs: [x], outputs: [output]).program)
    }
    #expect(try text(sin(x + 1)).contains(" = theano_sin_near_f32("))
    #expect(try text(cos(x).sum()).contains(" = theano_cos_near_f32("))
    #expect(try !text(sin(exp(x))).contains("far_f32"))
    #expect(try !text(exp(x)).contains("far_f32"))
  }
}
