import Testing
import TheanoArrays
import TheanoLoopIR

@testable import TheanoCodeGen

/// Calls of prelude functions are held to how these are declared in C.
@Suite struct CallVerifierTests {
  /// The kinds of problems with the calls of a program made by hand.
  private func problems(
    _ body: (LoopBuilder, _ x: Value, _ i: Value) throws -> Void
  ) rethrows -> [Problem.Kind] {
    let b = LoopBuilder()
    let length = b.emit(Instruction(.length(input: 0, axis: 0)), .int64)
    let x = b.load(b.buffer("x", .float64, .input(0), lengths: [length]), [])
    try body(b, x, length)
    let interface = ProgramInterface(
      inputs: [.init(.float64, rank: 1)], results: [], reusable: [], slotCount: 0)
    return LoopProgram(
      buffers: b.buffers, body: b.statements, interface: interface, valueCount: b.valueCount
    ).callProblems().map(\.kind)
  }

  @Test func callsThatFit() {
    let kinds = problems { b, x, i in
      _ = b.call("exp", [x])
      _ = b.call("pow", [x, x])
      _ = b.call("clock", [], .int64)
      _ = b.call("mod", [b.convert(i, .uint8), b.convert(i, .uint8)])
      _ = b.call("polygamma", [b.real(2, .float32), b.convert(x, .float32)])
      b.loop(i) { index in
        b.branch(b.less(index, i)) {
          _ = b.call("rest", [index, i])
        } else: {
        }
      }
    }
    #expect(kinds == [])
  }

  @Test func callsThatDoNot() {
    let kinds = problems { b, x, i in
      _ = b.call("exp", [x, x])
      _ = b.call("pow", [x, b.convert(x, .float32)])
      _ = b.call("exp", [b.multiply(x, x)], .float32)
      b.loop(i) { _ = b.call("nothing", [$0]) }
    }
    #expect(
      kinds == [
        .wrongOperandCount(2, expected: 1), .wrongCType(.float32, expected: "double"),
        .wrongCType(.float32, expected: "double"), .noFunction("theano_nothing_i64"),
      ])
  }

  @Test func declarations() throws {
    let piece = PreludePiece(
      "theano_two_f64",
      """
      // theano_two_f64(x) calls itself in its comment.
      static int64_t theano_other(int x) { return theano_two_f64(x, 0); }
      static __attribute__((noinline)) unsigned long long theano_two_f64(const double x,
                                                                         int n) {
        return 2;
      }
      """)
    let declaration = try #require(Declaration(piece))
    #expect(declaration.parameters == ["double", "int32_t"])
    #expect(declaration.result == "uint64_t")
    #expect(
      Declaration(PreludePiece("theano_pair", "typedef struct { float x; } theano_pair;")) == nil)
  }
}
