import TestSupport
import Testing
import TheanoArrays
import TheanoGraph

@testable import Theano

/// Whether functions can be compiled to machine code here.
enum NativeCode {
  /// Whether there is a compiler.
  static let isAvailable: Bool = {
    let x = dscalar("x")
    return (try? NativeFunction(inputs: [x], outputs: [x * 2], toolchain: .standard)) != nil
  }()
}

/// Machine code computes what each operation's own `evaluate` does, at every example of its use.
@Suite(.enabled(if: NativeCode.isAvailable)) struct NativeAllOpsTests {
  @Test(arguments: SampledExample.all)
  func nativeEqualsReference(_ sample: SampledExample) throws {
    for (n, m) in [(0, 0), (0, 7), (1, 1), (7, 7), (7, 0), (64, 7), (7, 64)] {
      for isStatic in [false, true] where !(isStatic && n + m > 20) {
        guard let draw = try sample.draw(n: n, m: m, isStatic: isStatic) else { continue }
        let expected = try evaluate([draw.result], draw.inputs, draw.values)[0]
        let native = try NativeFunction(
          inputs: draw.inputs, outputs: [draw.result], toolchain: .standard)
        let value = try native.run(draw.values, shared: native.shared.map(\.value))[0]
        #expect(value.dtype == expected.dtype, "\(draw.label)")
        #expect(value.shape == expected.shape, "\(draw.label)")
        if value.shape != expected.shape { continue }
        let isNear = zip(value.complexes, expected.complexes).allSatisfy { a, b in
          a == b || a.real.isNear(b.real, 1e-10, 1e-12) && a.imaginary.isNear(b.imaginary, 1e-10, 1e-12)
            || b.real.isNaN && a.real.isNaN
        }
        #expect(isNear, "\(draw.label): \(value), expected \(expected)")
      }
    }
  }
}
