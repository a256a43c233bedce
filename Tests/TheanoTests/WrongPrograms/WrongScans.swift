import Theano

/// Loops of wrong arguments, of wrong steps, and for wrong values.
enum WrongScans {
  static let mistakes = building + running

  private static let building: [Mistake] = [
    .statements("state of another dtype") { dice in
      let x = dice.input(1, .float64)
      let state = try constant(try NDArray.zeros([], dtype: dice.pick([.float32, .int8, .bool])))
      _ = try scan(sequences: x, outputsInfo: state) { x, s in x + s }
    },
    .statements("state of another rank") { dice in
      let x = dice.input(2, .float64)
      _ = try scan(sequences: x, outputsInfo: dice.input(0, .float64)) { x, s in x + s }
    },
    .statements("state of another length") { dice in
      let x = dice.input(shape: [nil, 3], .float64)
      _ = try scan(sequences: x, outputsInfo: dice.input(shape: [1], .float64)) { x, s in x + s }
    },
    .statements("too few states") { dice in
      _ = try scan(
        sequences: dice.input(1), outputsInfo: [dice.input(0)], arguments: { [$0[0], $0[1]] })
    },
    .statements("too many states") { dice in
      let states: [Initial?] = [Initial(dice.input(0)), nil]
      _ = try scan(sequences: dice.input(1), outputsInfo: states, arguments: { [$0[0]] })
    },
    .statements("number of steps") { dice in
      let n = dice.pick([dice.input(0), dice.input(1, .int64), dice.input(0, .bool)])
      _ = try scan(outputsInfo: 1.0, nSteps: n) { x in x * 2 }
    },
    .statements("negative number of steps") { dice in
      _ = try scan(outputsInfo: 1.0, nSteps: dice.negative()) { x in x * 2 }
    },
    .statements("no number of steps") { dice in
      _ = try scan(outputsInfo: dice.input(0)) { x in x * 2 }
    },
    .statements("taps of a state") { dice in
      let taps = dice.pick([[0], [1], [-1, -1], [-2, 1], [.max], [-1, 0]])
      _ = try scan(outputsInfo: Initial(dice.input(1), taps: taps), nSteps: 3, arguments: { $0[0] })
    },
    .statements("taps deeper than the rows") { dice in
      let taps = dice.pick([[-3], [-1, -4], [.min], [-1, .min + 1]])
      let rows = dice.input(shape: [2], .float64)
      _ = try scan(outputsInfo: Initial(rows, taps: taps), nSteps: 3, arguments: { $0[0] })
    },
    .statements("taps of a scalar state") { dice in
      let state = Initial(dice.input(0), taps: [-2])
      _ = try scan(outputsInfo: state, nSteps: 3, arguments: { $0[0] })
    },
    .statements("taps too far") { dice in
      let tap = dice.pick([.max, .min, 1 << 60])
      _ = try scan(sequences: Taps(dice.input(1), [0, tap]), arguments: { $0[0] })
      _ = try scan(
        outputsInfo: Initial(dice.input(1), taps: [-1, .min]), nSteps: 3, arguments: { $0[0] })
    },
    .statements("scalar sequence") { dice in
      _ = try scan(sequences: dice.input(0)) { x in x + 1 }
    },
    .statements("number of arguments") { dice in
      let x = dice.input(1)
      _ = try dice.pick([
        { _ = try scan(sequences: x) { a, b in a + b } },
        { _ = try scan(sequences: [x, x]) { a in a } },
        { _ = try scan(sequences: Taps(x, [0, 1])) { a in a } },
        { _ = try scan(sequences: x, nonSequences: x) { a in a } },
        { _ = try scan(sequences: x, outputsInfo: 0.0) { a in a } },
        { _ = try scan(nSteps: 3) { a in a } },
      ])()
    },
    .statements("condition") { dice in
      let c = dice.pick([dice.input(0), dice.input(1, .bool), dice.input(0, .complex64)])
      _ = try scan(outputsInfo: 1.0, nSteps: 3) { x in (x * 2, until(c)) }
    },
    .statements("strict") { dice in
      let w = dice.input(0, .float64)
      _ = try scan(sequences: dice.input(1, .float64), strict: true) { x in x * w }
    },
    .statements("wrong step") { dice in
      let wrong = dice.input(1, .float64)[0, 0]
      _ = try scan(sequences: dice.input(1, .float64)) { x in x + wrong }
    },
    .statements("step that throws") { dice in
      struct Failure: Error {}
      _ = try scan(sequences: dice.input(1)) { (x: Variable) throws -> Variable in throw Failure() }
    },
    .statements("update of another type") { dice in
      let s = shared(Int32(0))
      let new = dice.pick([dice.input(0, .float64), dice.input(1, .int32)])
      _ = try scan(nSteps: 3) { [s: new] as [SharedVariable: Variable] }
    },
    .statements("gradient of whole rows") { dice in
      let x = dice.input(1, .float64)
      _ = try grad(try scan(sequences: x) { x in x * x }.0, wrt: x)
    },
    .statements("gradient by what is not used") { dice in
      let x = dice.input(1, .float64)
      let w = dice.input(0, .float64)
      _ = try grad(try scan(sequences: x) { x in x * x }.0.sum(), wrt: w)
    },
    .statements("reduce and fold") { dice in
      let (x, n) = (dice.input(0), dice.input(1, .float32))
      _ = try dice.pick([
        { _ = try reduce(x, 0.0) { a, b in a + b } },
        { _ = try foldl(n, try constant(Int8(1))) { a, b in a + b } },
        { _ = try foldr(n, try constant(Int32(1))) { a, b in a + b } },
        { _ = try map(x) { $0 } },
      ])()
    },
  ]

  private static let running: [Mistake] = [
    .run("sequence too short") { dice in
      let x = dice.input(1, .float64)
      let n = dice.number(1...5)
      let (rows, _) = try scan(sequences: x, outputsInfo: 0.0, nSteps: n) { x, s in x + s }
      return (rows, [(x, try .zeros([n - 1]))])
    },
    .run("sequence shorter than its taps") { dice in
      let x = dice.input(1, .float64)
      let taps = Taps(x, [-2, 0, 3])
      let (rows, _) = try scan(sequences: taps, nSteps: 1) { a, b, c in a + b + c }
      return (rows, [(x, try .zeros([dice.number(0...5)]))])
    },
    .run("negative number of steps") { dice in
      let n = dice.input(0, .int64)
      let (rows, _) = try scan(outputsInfo: 1.0, nSteps: n) { x in x * 2 }
      return (dice.pick([rows, rows[-1]]), [(n, NDArray(Int64(dice.negative())))])
    },
    .run("too few rows before the first step") { dice in
      let x = dice.input(1, .float64)
      let state = Initial(x, taps: [-1, -3])
      let (rows, _) = try scan(outputsInfo: state, nSteps: 2) { a, b in a + b }
      return (rows, [(x, try .zeros([dice.number(0...2)]))])
    },
    .run("error in a step") { dice in
      let (x, i) = (dice.input(1, .float64), dice.input(1, .int64))
      let (rows, _) = try scan(sequences: i, nonSequences: x) { i, x in x[i] }
      return (rows, [(x, try .zeros([3])), (i, try NDArray([0, 1, dice.badAxis(3)]))])
    },
    .run("error in a step of a nested loop") { dice in
      let (x, i) = (dice.input(1, .float64), dice.input(1, .int64))
      let (rows, _) = try scan(sequences: i) { i in
        try scan(sequences: x) { a in x[i] * a }.0
      }
      return (rows, [(x, try .zeros([3])), (i, try NDArray([0, dice.badAxis(3)]))])
    },
    .run("rows of different lengths") { dice in
      let n = dice.input(0, .int64)
      let (rows, _) = try scan(sequences: arange(n)) { i in arange(i) }
      return (rows, [(n, NDArray(Int64(dice.number(2...5))))])
    },
    .run("state that changes its length") { dice in
      let x = dice.input(1, .float64)
      let (rows, _) = try scan(outputsInfo: x, nSteps: 3) { x in concatenate([x, x]) }
      return (rows, [(x, try .zeros([2]))])
    },
    .run("gradient of a loop") { dice in
      let x = dice.input(1, .float64)
      let (rows, _) = try scan(sequences: x, outputsInfo: 1.0, nSteps: 4) { x, s in x * s }
      return (try grad(rows[-1], wrt: x), [(x, try .zeros([dice.number(0...3)]))])
    },
  ]
}
