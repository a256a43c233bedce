import TestSupport
import Testing
import TheanoGraph

@testable import Theano

/// Machine code computes what each operation's own `evaluate` does, at every example of its use.
@Suite(.enabled(if: hasCompiler)) struct NativeAllOpsTests {
  @Test(arguments: SampledExample.all)
  func nativeEqualsReference(_ sample: SampledExample) throws {
    let sizes = [(7, 7), (0, 0), (0, 7), (7, 0), (1, 1), (1, 7), (64, 7), (7, 64)]
    let mistakes = try NativeAllOpsTests.mistakes(sample, sizes, isStatic: false)
    #expect(mistakes == [])
  }

  @Test(arguments: SampledExample.all)
  func knownLengthsEqualReference(_ sample: SampledExample) throws {
    for size in [(0, 7), (1, 7), (7, 1), (7, 7)] {
      let mistakes = try NativeAllOpsTests.mistakes(sample, [size], isStatic: true)
      #expect(mistakes == [])
    }
  }

  @Test(arguments: SampledExample.all)
  func singlePrecisionEqualsReference(_ sample: SampledExample) throws {
    guard let narrow = sample.with(floats: .float32) else { return }
    let mistakes = try NativeAllOpsTests.mistakes(narrow, [(7, 7), (7, 64)], isStatic: false)
    #expect(mistakes == [])
  }

  @Test(arguments: SampledExample.all)
  func halfPrecisionEqualsReference(_ sample: SampledExample) throws {
    guard let narrow = sample.with(floats: .float16) else { return }
    let mistakes = try NativeAllOpsTests.mistakes(narrow, [(7, 7)], isStatic: false)
    #expect(mistakes == [])
  }

  /// Returns where machine code of an example differs from the reference at sizes of its operands.
  static func mistakes(
    _ sample: SampledExample, _ sizes: [(n: Int, m: Int)], isStatic: Bool
  ) throws -> [String] {
    var compiled: (native: NativeFunction, shared: [NDArray])?
    var mistakes: [String] = []
    for (n, m) in sizes {
      guard let draw = try sample.draw(n: n, m: m, isStatic: isStatic) else { continue }
      let expected = try evaluate([draw.result], draw.inputs, draw.values)[0]
      if compiled == nil {
        let native = try NativeFunction(
          inputs: draw.inputs, outputs: [draw.result], toolchain: .standard)
        compiled = (native, try native.shared.map { try $0.getValue() })
      }
      guard let (native, shared) = compiled else { continue }
      let relative = sample.tolerance
      do {
        let value = try native.run(draw.values, shared: shared)[0]
        let difference = value.difference(
          from: expected, relative: relative, absolute: relative / 10)
        if let difference { mistakes.append("\(draw.label): \(difference)") }
      } catch {
        mistakes.append("\(draw.label): \(error)")
      }
    }
    return mistakes
  }
}

extension SampledExample {
  /// How far results may be off, beside their size.
  fileprivate var tolerance: Double {
    let dtypes = example.operands.map(\.dtype)
    return dtypes.contains(.float16) ? 0.02 : dtypes.contains(.float32) ? 2e-5 : 1e-10
  }

  /// This example with operands of another dtype in place of float64; nil if there are none, or the
  /// operation does not take them.
  fileprivate func with(floats dtype: DType) -> SampledExample? {
    var copy = self
    copy.op += " of \(dtype)"
    for place in copy.example.operands.indices
    where copy.example.operands[place].dtype == .float64 {
      copy.example.operands[place].dtype = dtype
    }
    if copy.example.operands.map(\.dtype) == example.operands.map(\.dtype) { return nil }
    return (try? copy.draw(n: 3, m: 3)) == nil ? nil : copy
  }
}
