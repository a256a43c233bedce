import Testing
import TheanoArrays

@testable import TheanoLoopIR

/// Programs with one mistake each.
@Suite struct VerifierTests {
  /// The kinds of problems of a program made by hand.
  private func problems(
    _ body: (LoopBuilder, _ x: BufferID, _ y: BufferID, _ lengths: [Value]) throws -> Void
  ) rethrows -> [Problem.Kind] {
    try program { b, x, lengths in
      let y = b.buffer("y", .float32, .result(0), lengths: [lengths[0]], isMutable: true)
      try body(b, x, y, lengths)
    }.problems().map(\.kind)
  }

  @Test func valuesOutsideTheirScope() {
    var inner: Value?
    let kinds = problems { b, x, y, lengths in
      b.loop(lengths[0]) { row in
        inner = b.load(x, [row, row])
        b.store(y, [row], b.load(x, [row, row]))
      }
      if let inner { b.add(.store(b.access(y, []), inner)) }
    }
    #expect(kinds == [.undefinedValue(inner?.id ?? -1)])
  }

  @Test func valuesDefinedTwice() {
    let kinds = problems { b, _, _, lengths in
      b.add(.define(lengths[0], Instruction(.length(input: 0, axis: 0))))
    }
    #expect(kinds.count == 1)
    #expect(kinds.allSatisfy { if case .definedTwice = $0 { true } else { false } })
  }

  @Test func dtypesThatDoNotAgree() {
    let kinds = problems { b, x, y, lengths in
      let number = b.real(1, .float64)
      b.add(.store(b.access(y, []), number))
      b.add(.define(b.freshValue(.float32), Instruction(.add, [number, number])))
      b.add(.define(b.freshValue(.int64), Instruction(.less, [number, number])))
      b.add(.define(b.freshValue(.bool), Instruction(.convert, [number])))
      b.add(.define(b.freshValue(.float64), Instruction(.xor, [number, number])))
      b.add(.define(b.freshValue(.float64), Instruction(.negate, [number, number])))
      b.check(lengths[0])
    }
    #expect(
      kinds == [
        .wrongDType(.float64, expected: .float32), .wrongDType(.float64, expected: .float32),
        .wrongDType(.float64, expected: .float32), .wrongDType(.int64, expected: .bool),
        .notDefined(on: .bool), .notDefined(on: .float64), .wrongOperandCount(2, expected: 1),
        .wrongDType(.int64, expected: .bool),
      ])
  }

  @Test func complexNumbersHavePartsAndNoArithmetic() {
    let kinds = problems { b, x, y, lengths in
      let part = b.real(1, .float32)
      let z = b.complex(part, part)
      b.add(.define(b.freshValue(.complex64), Instruction(.add, [z, z])))
      b.add(.define(b.freshValue(.bool), Instruction(.equal, [z, z])))
      b.add(.define(b.freshValue(.complex128), Instruction(.convert, [z])))
      b.add(.define(b.freshValue(.complex128), Instruction(.complex, [part, part])))
      b.add(.define(b.freshValue(.float64), Instruction(.realPart, [z])))
      b.add(.define(b.freshValue(.float32), Instruction(.imaginaryPart, [part])))
      let sum = b.register(z)
      b.add(.combine(sum, .sum, z))
      b.add(.combine(sum, .maximum, z))
    }
    #expect(
      kinds == [
        .notDefined(on: .complex64), .notDefined(on: .complex64), .notDefined(on: .complex64),
        .notDefined(on: .complex128), .wrongDType(.float32, expected: .float64),
        .wrongDType(.float32, expected: .float64), .wrongDType(.float64, expected: .float32),
        .notDefined(on: .float32), .notDefined(on: .complex64),
      ])
  }

  @Test func partsOfWhatWasMadeOfThemAreThese() {
    let b = LoopBuilder()
    let (x, y) = (b.freshValue(.float64), b.freshValue(.float64))
    let z = b.complex(x, y)
    #expect(b.realPart(z) == x)
    #expect(b.imaginaryPart(z) == y)
    #expect(b.convert(z, .complex128) == z)
  }

  @Test func registers() {
    let kinds = problems { b, x, y, lengths in
      let lost = Register(id: 77, dtype: .float32)
      b.add(.assign(lost, b.real(0, .float32)))
      let total = b.register(b.real(0, .float32))
      b.add(.declare(total, b.real(0, .float32)))
      b.add(.combine(total, .sum, b.real(0, .float64)))
      b.add(.combine(total, .and, b.real(0, .float32)))
    }
    #expect(
      kinds == [
        .undeclaredRegister(77), .declaredTwice(1), .wrongDType(.float64, expected: .float32),
        .notDefined(on: .float32),
      ])
  }

  @Test func memory() {
    let kinds = problems { b, x, y, lengths in
      b.store(x, [], b.real(0, .float32))
      let open = b.openBuffer("open", .float32, rank: 1)
      _ = b.load(open, [])
      // Asked for on one side only.
      let isLess = b.less(lengths[0], lengths[1])
      b.branch(isLess, then: { b.reserve(open, lengths: [lengths[0]]) }, else: {})
      _ = b.load(open, [])
      let outside = b.buffer("outside", .float32, .external, lengths: [])
      _ = b.load(outside, [])
      b.add(.store(Access(BufferID(99), []), b.real(0, .float32)))
      b.add(.reserve(x, .one))
    }
    #expect(
      kinds == [
        .notWritable(0), .notReserved(2), .notReservable(2), .notReserved(2), .notReserved(3),
        .noBuffer(99), .notReservable(0),
      ])
  }

  @Test func ports() {
    let kinds = problems { b, x, y, lengths in
      _ = b.emit(Instruction(.length(input: 0, axis: 2)), .int64)
      _ = b.emit(Instruction(.length(input: 1, axis: 0)), .int64)
      b.add(.lengths(result: 0, lengths))
    }
    #expect(kinds == [.noPort(0), .noPort(1), .noPort(0)])
  }

  @Test func exits() {
    let kinds = problems { b, x, y, lengths in
      b.add(.exit(b.truth(true)))
      b.loop(lengths[0]) { _ in b.add(.exit(b.truth(true))) }
      b.loop(lengths[0], .serial) { _ in
        b.branch(b.less(lengths[0], lengths[1]), then: { b.add(.exit(b.truth(true))) }, else: {})
      }
    }
    #expect(kinds == [.exitOutsideSerialLoop, .exitOutsideSerialLoop])
  }

  @Test("What steps of a free loop do to each other") func dependences() {
    let cases: [(Bool, (LoopBuilder, BufferID, BufferID, Value) -> Void)] = [
      (true, { b, x, y, step in b.store(y, [step], b.load(x, [step, step])) }),
      (false, { b, x, y, step in b.store(y, [b.constant(0)], b.load(x, [step, step])) }),
      // A place that is computed from the step.
      (true, { b, x, y, step in b.store(y, [b.rest(step, b.constant(7))], b.real(1, .float32)) }),
      // The element of the step before.
      (
        false,
        { b, x, y, step in
          b.store(y, [step], b.load(y, [b.subtract(step, b.constant(1))]))
        }
      ),
      (true, { b, x, y, step in b.store(y, [step], b.negate(b.load(y, [step]))) }),
      (
        false,
        { b, x, y, step in b.add(.accumulate(b.access(y, []), .sum, b.load(x, [step, step]))) }
      ),
    ]
    for (isRight, body) in cases {
      let kinds = problems { b, x, y, lengths in
        b.loop(lengths[0]) { body(b, x, y, $0) }
      }
      #expect(kinds.isEmpty == isRight, "\(kinds)")
      let serial = problems { b, x, y, lengths in
        b.loop(lengths[0], .serial) { body(b, x, y, $0) }
      }
      #expect(serial.isEmpty)
    }
  }

  @Test func registersOfOtherSteps() {
    let kinds = problems { b, x, y, lengths in
      let total = b.register(b.real(0, .float32))
      b.loop(lengths[0]) { step in
        b.add(.combine(total, .sum, b.load(x, [step, step])))
        b.store(y, [step], b.read(total))
      }
      b.loop(lengths[0]) { step in b.add(.assign(total, b.load(x, [step, step]))) }
    }
    #expect(kinds.count == 2)
    #expect(kinds.allSatisfy { if case .dependence = $0 { true } else { false } })
  }

  @Test func whatNeedsOneThread() {
    let kinds = problems { b, x, y, lengths in
      b.loop(lengths[0]) { _ in
        b.add(.reserve(y, .one))
        b.add(.evaluate(Evaluation(node: 0, operands: [], results: [])))
      }
    }
    #expect(kinds == [.needsOneThread, .needsOneThread])
  }

  @Test func aProblemNamesTheStatement() {
    let problems = program { b, x, lengths in b.add(.exit(b.truth(true))) }.problems()
    #expect(problems.map(\.description) == ["exitOutsideSerialLoop in \"exit if v2\""])
  }
}
