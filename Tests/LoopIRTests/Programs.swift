import TheanoArrays

@testable import TheanoLoopIR

/// Builds a program of one input matrix `x` and results of these ranks by hand.
func program(
  results: [Int] = [1], dtype: DType = .float32,
  _ body: (LoopBuilder, _ x: BufferID, _ lengths: [Value]) throws -> Void
) rethrows -> LoopProgram {
  let b = LoopBuilder()
  let lengths = (0..<2).map { b.emit(Instruction(.length(input: 0, axis: $0)), .int64) }
  let x = b.buffer("x", dtype, .input(0), lengths: lengths)
  try body(b, x, lengths)
  let interface = ProgramInterface(
    inputs: [.init(dtype, rank: 2)], results: results.map { .init(dtype, rank: $0) },
    reusable: results.map { _ in nil }, slotCount: 2)
  return LoopProgram(
    buffers: b.buffers, body: b.statements, interface: interface, valueCount: b.valueCount)
}

/// The program y = exp(x) + 1.
func exponentials() -> LoopProgram {
  program(results: [2]) { b, x, lengths in
    let y = b.buffer("y", .float32, .result(0), lengths: lengths)
    b.add(.lengths(result: 0, lengths))
    b.loops(lengths) { index in
      let exponential = b.call("exp", [b.load(x, index)])
      b.store(y, index, b.add(exponential, b.real(1, .float32)))
    }
  }
}

/// The program y = the sum of each row of x, after what `prepare` adds.
func rowSums(_ prepare: (LoopBuilder) -> Void = { _ in }) -> LoopProgram {
  program { b, x, lengths in
    prepare(b)
    let y = b.buffer("y", .float32, .result(0), lengths: [lengths[0]])
    b.add(.lengths(result: 0, [lengths[0]]))
    b.loop(lengths[0]) { row in
      let total = b.register(b.real(0, .float64))
      b.loop(lengths[1]) { column in b.add(.combine(total, .sum, b.load(x, [row, column]))) }
      b.store(y, [row], b.read(total))
    }
  }
}

/// The program that halves a number until it is small, at most as often as x has rows, on one side of a branch.
func halving() -> LoopProgram {
  program(results: [0]) { b, x, lengths in
    let y = b.buffer("y", .float32, .result(0), lengths: [])
    let state = b.register(b.real(100, .float32))
    b.branch(b.less(b.constant(0), lengths[1])) {
      b.loop(lengths[0], .serial) { _ in
        let half = b.multiply(b.read(state), b.real(0.5, .float32))
        b.add(.assign(state, half))
        b.add(.exit(b.less(half, b.real(1, .float32))))
      }
    } else: {
      b.check(b.equal(lengths[0], b.constant(3)))
    }
    b.store(y, [], b.read(state))
  }
}

/// The program y = x · x, with memory of its own for a copy, and a node evaluated outside.
func products() -> LoopProgram {
  program(results: [2]) { b, x, lengths in
    b.unify(lengths[0], lengths[1])
    let y = b.buffer("y", .float32, .result(0), lengths: lengths, isMutable: true)
    let copy = b.buffer("copy", .float32, .slot(0, perWorker: false), lengths: lengths)
    b.loops(lengths) { b.store(copy, $0, b.load(x, $0)) }
    let other = b.buffer(
      "other", .float32, .external, lengths: [b.freshValue(.int64), b.constant(3)])
    b.add(
      .evaluate(
        Evaluation(
          node: 0, operands: [(b.access(copy, []), lengths)],
          results: [(other, b.buffers[other.index].lengths)])))
    func matrix(_ buffer: BufferID) -> MatrixProduct.Operand {
      let strides = b.strides(of: b.buffers[buffer.index].lengths)
      return .init(start: b.access(buffer, []), rowStride: strides[0], columnStride: strides[1])
    }
    let n = b.canonical(lengths[0])
    b.add(
      .product(
        MatrixProduct(
          .float32, m: n, n: n, k: n, alpha: b.real(1, .float32), beta: b.real(0, .float32),
          a: matrix(copy), b: matrix(x), c: matrix(y))))
    b.loops(lengths) { index in
      b.add(.accumulate(b.access(y, index), .maximum, b.load(x, index)))
    }
  }
}
