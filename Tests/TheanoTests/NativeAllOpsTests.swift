import TestSupport
import Testing
import TheanoCodeGen
import TheanoExecution
import TheanoGraph

@testable import Theano

/// Machine code computes what each operation's own `evaluate` does, at every example of its use, in guarded
/// memory and with loops in two parts.
@Suite(.enabled(if: hasCompiler)) struct NativeAllOpsTests {
  /// Into how many libraries the examples go, each of which is compiled once.
  private static let parts = 12

  @Test(arguments: 0..<parts)
  func nativeEqualsReference(part: Int) throws {
    let sizes = [(7, 7), (0, 0), (0, 7), (7, 0), (1, 1), (1, 7), (64, 7), (7, 64)]
    let found = try mistakes(part, [sizes]) { $0 }
    #expect(found == [])
  }

  @Test(arguments: 0..<parts)
  func knownLengthsEqualReference(part: Int) throws {
    let sizes = [[(0, 7)], [(1, 7)], [(7, 1)], [(7, 7)]]
    let found = try mistakes(part, sizes, isStatic: true) { $0 }
    #expect(found == [])
  }

  @Test(arguments: 0..<parts)
  func singlePrecisionEqualsReference(part: Int) throws {
    let found = try mistakes(part, [[(7, 7), (7, 64)]]) { $0.with(floats: .float32) }
    #expect(found == [])
  }

  @Test(arguments: 0..<parts)
  func halfPrecisionEqualsReference(part: Int) throws {
    let found = try mistakes(part, [[(7, 7)]]) { $0.with(floats: .float16) }
    #expect(found == [])
  }

  @Test(arguments: 0..<parts)
  func complexEqualsReference(part: Int) throws {
    for dtype in [DType.complex64, .complex128] {
      let found = try mistakes(part, [[(7, 7), (0, 7), (1, 1), (7, 64)]]) { $0.with(floats: dtype) }
      #expect(found == [])
    }
  }

  @Test func complexRunsInMachineCodeWhereRealsDo() throws {
    let precisions = [DType.complex64, .complex128]
    for sample in SampledExample.all {
      guard let real = try sample.draw(n: 7, m: 7) else { continue }
      let outside = try NativePlan(inputs: real.inputs, outputs: [real.result]).scheduled.outside
      for dtype in precisions {
        guard let draw = try sample.with(floats: dtype)?.draw(n: 7, m: 7) else { continue }
        let plan = try NativePlan(inputs: draw.inputs, outputs: [draw.result])
        #expect(plan.scheduled.outside.count <= outside.count, "\(draw.label)")
      }
    }
  }

  /// Returns where machine code of a part of the examples differs from the reference. Each list of sizes of
  /// operands is for one program.
  private func mistakes(
    _ part: Int, _ sizes: [[(n: Int, m: Int)]], isStatic: Bool = false,
    _ change: (SampledExample) -> SampledExample?
  ) throws -> [String] {
    var native = NativeBatch()
    var cases: [(sample: SampledExample, draws: [SampleDraw])] = []
    let all = SampledExample.all
    for place in stride(from: part, to: all.count, by: Self.parts) {
      guard let sample = change(all[place]) else { continue }
      for sizes in sizes {
        let draws = try sizes.compactMap { try sample.draw(n: $0.n, m: $0.m, isStatic: isStatic) }
        guard let first = draws.first else { continue }
        let count = native.items.count
        native.add(first.label, first.inputs, [first.result])
        if native.items.count > count { cases.append((sample, draws)) }
      }
    }
    let library = try Toolchain.standard.load([try native.text()])
    let memory = GuardedMemory()
    var mistakes = native.failures
    for (place, (item, (sample, draws))) in zip(native.items, cases).enumerated() {
      let entry = try library.function(NativeBatch.entry(place), as: NativeProgram.Entry.self)
      for draw in draws {
        NativeBatch.trace(draw.label)
        let expected = try evaluate([draw.result], draw.inputs, draw.values)[0]
        do {
          let value = try GuardedCall(item.plan, memory: memory).run(entry, draw.values)[0]
          let difference = value.difference(
            from: expected, relative: sample.tolerance, absolute: sample.tolerance / 10)
          if let difference { mistakes.append("\(draw.label): \(difference)") }
        } catch {
          mistakes.append("\(draw.label): \(error)")
        }
      }
    }
    withExtendedLifetime(library) {}
    return mistakes
  }
}

extension SampledExample {
  /// How far results may be off, beside their size.
  fileprivate var tolerance: Double {
    let dtypes = example.operands.map(\.dtype)
    if dtypes.contains(.float16) { return 0.02 }
    return dtypes.contains(.float32) || dtypes.contains(.complex64) ? 2e-5 : 1e-10
  }

  /// This example with operands of another dtype in place of float64; nil if there are none, or the
  /// operation does not take them.
  fileprivate func with(floats dtype: DType) -> SampledExample? {
    var copy = self
    copy.op += " of \(dtype)"
    for place in copy.example.operands.indices
    where copy.example.operands[place].dtype == .float64 {
      copy.example.operands[place].dtype = dtype
      // Loops over functions with poles turn small differences into large ones.
      if dtype.isComplex && op == "Scan" { copy.example.operands[place].range = -0.1...0.1 }
    }
    if copy.example.operands.map(\.dtype) == example.operands.map(\.dtype) { return nil }
    // Its examples are of comparisons, which complex numbers have not.
    if dtype.isComplex && op == "NonZero" { return nil }
    return (try? copy.draw(n: 3, m: 3)) == nil ? nil : copy
  }
}
