import Testing
import TheanoCodeGen
import TheanoLoopIR

@testable import Theano

/// Whether functions become machine code here: there is a C compiler, and the settings do not say otherwise.
let hasCompiler =
  (try? Toolchain.standard.compiler.get()) != nil && Configuration.current.linker == .c

/// x + 1, which native code takes for x + 2.
private struct WrongCode: LoweredOp {
  var name: String { "wrongCode" }
  func infer(_ x: [Variable]) throws -> [TensorType] { [x[0].type] }
  func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [try NDArray(x[0].reals.map { $0 + 1 })]
  }
  func lowering(_ call: Apply) -> Lowering? {
    .elements(.cheap) { _, x in
      x[0].lengths
    } _: { b, x, index in
      b.add(try x[0].at(index, b), b.real(2, .float64))
    }
  }
}

@Suite("Native code as users see it", .enabled(if: hasCompiler))
struct NativeModeTests {
  private let v = dvector("v")

  @Test("The C text is there in native modes, and an error in others")
  func source() throws {
    let text = try function([v], exp(v) + 1, mode: .native).cSource
    #expect(text.contains("int32_t theano_run(theano_frame *frame)") && text.contains("v_0"))
    let slow = try function([v], exp(v) + 1, name: "slow", mode: .reference)
    #expect(slow.peakBytes == nil)
    do {
      _ = try slow.cSource
      Issue.record("nothing was thrown")
    } catch let error as GraphError {
      #expect(error.message.contains("slow has no C text"))
    }
  }

  @Test("The C text, by which compiled code is found again, has no lines of the user's")
  func sourceWithoutLines() throws {
    let loop = try scan(outputsInfo: v, nSteps: 5) { tanh($0) * 0.5 }.0
    let f = try function([v], [loop, exp(v).sort()], mode: .native)
    let compiled = try #require(f.compiled.evaluator.native).current.texts
    #expect(!compiled.contains { $0.contains(".swift") })
  }

  @Test("Memory that calls have taken is reported")
  func memory() throws {
    let f = try function([v], v * 2, mode: .native)
    #expect(f.peakBytes == 0)
    _ = try f(Array(repeating: 1.0, count: 1000))
    #expect(f.peakBytes == 8000)
  }

  @Test("Intermediate results that are not needed at the same time share memory")
  func sharedMemory() throws {
    let (x, W) = (dmatrix("x"), dmatrix("W"))
    // Eight layers; the last is the result, and no more than two others are needed at once.
    let f = try function(
      [x, W], (0..<8).reduce(x) { h, _ in tanh(dot(h, W)) }, mode: .native, threads: 1)
    let (rows, units) = (1000, 64)
    _ = try f(
      NDArray(zeros: [rows, units], dtype: .float64),
      NDArray(zeros: [units, units], dtype: .float64))
    let layer = rows * units * 8
    let peak = try #require(f.peakBytes)
    #expect((layer..<4 * layer).contains(peak))
  }

  @Test("Any number of threads gives the same", arguments: [1, 2, 100])
  func threads(_ count: Int) throws {
    let f = try function([v], [tanh(v), v.sum()], mode: .native, threads: count)
    let found = try f([0.5, 1.5])
    #expect(found[1].item() == 2.0)
  }

  @Test("Debug mode names the operation whose machine code is wrong, and the user's line")
  func debug() throws {
    let f = try function([v], exp(Variable.apply(WrongCode(), [v * v]) * 0.5).sum(), mode: .debug)
    do {
      _ = try f([0.25, 2])
      Issue.record("nothing was thrown")
    } catch let error as EvaluationError {
      #expect(error.op == "wrongCode" && "\(error)".contains("NativeModeTests.swift"))
      #expect(error.message.contains("Machine code differs"))
    }
  }

  @Test("A guard finds what is not finite, named with its statistics and line")
  func guardsResults() throws {
    let f = try function([v], log(v).sum(), mode: .nanGuard)
    #expect(try f([1, 1]).item() == 0)
    do {
      _ = try f([1, -1, 4])
      Issue.record("nothing was thrown")
    } catch let error as EvaluationError {
      #expect(error.op == "log" && "\(error)".contains("NativeModeTests.swift"))
      #expect(error.message.contains("1 NaN, 0 Inf of 3"))
      #expect(error.message.contains("min 0.0, max 1.386"))
    }
  }

  @Test("A guard finds what no result shows")
  func guardsIntermediates() throws {
    let hidden = try function([v], `switch`(v .> 0, log(v), 0), mode: .nanGuard)
    #expect(try hidden([1, 2]).reals[0] == 0)
    #expect(throws: EvaluationError.self) { try hidden([1, -2]) }
    let scalar = try function([v], lt(1 / v.sum(), 3), mode: .nanGuard)
    #expect(try scalar([1, 2]).item() == 1)
    #expect(throws: EvaluationError.self) { try scalar([1, -1]) }
    // Added up in memory.
    let m = dmatrix("m")
    let sums = try function([m], lt(m.sum(axis: 0), 1), mode: .nanGuard)
    #expect(throws: EvaluationError.self) { try sums([[1e308], [1e308]]) }
  }

  @Test("A guard leaves arguments and results of no operation alone")
  func guardsOperations() throws {
    let f = try function([v], [v, isnan(v)], mode: .nanGuard)
    #expect(try f([Double.nan, 1])[1].integers == [1, 0])
  }

  @Test("Without a compiler the mode 'native' is an error")
  func needsCompiler() throws {
    let behaviour = try Mode.native.behaviour()
    #expect(behaviour.isNative && behaviour.needsCompiler)
    var configuration = Configuration.current
    configuration.linker = .py
    let isNative = try Configuration.$current.withValue(configuration) {
      try [Mode.fastRun, .native, .nanGuard].map { try $0.behaviour().isNative }
    }
    #expect(isNative == [false, true, false])
  }
}
