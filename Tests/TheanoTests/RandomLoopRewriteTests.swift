import TestSupport
import Testing
import TheanoScan

@testable import Theano

/// Compiles outputs with and without rewrites, with them also as without a C compiler; throws unless all
/// compute the same, for each of the values.
@discardableResult
func agreeing(
  _ inputs: [Variable], _ outputs: [Variable], _ values: [[NDArray]],
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Function<[NDArray]> {
  func compiled(_ mode: Mode) throws -> Function<[NDArray]> {
    try function(inputs, outputs, onUnusedInput: .ignore, mode: mode)
  }
  var withoutCompiler = Configuration.current
  withoutCompiler.linker = .py
  let reference = try compiled(.reference)
  let f = try compiled(.fastRun)
  let plain = try Configuration.$current.withValue(withoutCompiler) { try compiled(.fastRun) }
  for arguments in values {
    let expected = try reference.call(arguments)
    for (name, function) in [("", f), ("by evaluate", plain)] {
      for (place, pair) in zip(try function.call(arguments), expected).enumerated() {
        let difference = pair.0.difference(from: pair.1, relative: 1e-9, absolute: 1e-11)
        #expect(difference == nil, "output \(place) \(name)", sourceLocation: sourceLocation)
      }
    }
  }
  return f
}

/// Numbers that look random, the same in each run.
struct RandomNumbers {
  private var generator: SeededGenerator

  init(_ seed: String) { generator = SeededGenerator(seed) }

  /// A number from 0 up to `count`.
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  /// An array of numbers between -1 and 1.
  mutating func array(_ shape: [Int]) -> NDArray {
    let values = (0..<shape.reduce(1, *)).map { _ in Double.random(in: -1...1, using: &generator) }
    return NDArray(elements: values, shape: shape)
  }

  /// One of several items.
  mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
}

@Suite("Random loops before and after rewriting")
struct RandomLoopRewriteTests {
  @Test("Loops of all sorts", arguments: 0..<200)
  func loopsOfAllSorts(_ seed: Int) throws {
    var numbers = RandomNumbers("loop \(seed)")
    let built = try randomLoop(&numbers)
    let values = [0, 1, 2, 5].map { n in built.shapes(n).map { numbers.array($0) } }
    let f = try agreeing(built.inputs, built.outputs + built.gradients, values)
    #expect(!f.graph.isEmpty)
  }
}

/// A loop with a body put together at random, and gradients of what it gives.
struct RandomLoop {
  var inputs: [Variable]
  var outputs: [Variable]
  var gradients: [Variable]
  /// The shapes of the inputs for a number of rows.
  var shapes: (Int) -> [[Int]]
}

/// Builds a random loop over a matrix and a vector, with 1 to 3 states of up to two taps.
func randomLoop(_ numbers: inout RandomNumbers) throws -> RandomLoop {
  let (x, y, w, v) = (dmatrix("x"), dvector("y"), dmatrix("w"), dvector("v"))
  let stateCount = 1 + numbers.below(3)
  let taps = (0..<stateCount).map { _ in numbers.pick([[-1], [-1], [-2], [-1, -2]]) }
  let initial = taps.enumerated().map { $1 == [-1] ? dvector("s\($0)") : dmatrix("s\($0)") }
  let states = zip(initial, taps).map { Initial($0, taps: $1) }
  let mapCount = numbers.below(3)
  var seed = numbers
  let (rows, _) = try scan(
    sequences: [x, y], outputsInfo: states + (0..<mapCount).map { _ in .none },
    nonSequences: [w, v],
    arguments: { (arguments: [Variable]) -> StepResult<[Variable]> in
      var vectors = [arguments[0]] + arguments[2..<(arguments.count - 2)]
      let (row, w, v) = (
        arguments[1], arguments[arguments.count - 2], arguments[arguments.count - 1]
      )
      vectors.append(v)
      var scalars = [row]
      for _ in 0..<(3 + seed.below(8)) {
        let (a, b, c) = (seed.pick(vectors), seed.pick(vectors), seed.pick(scalars))
        switch seed.below(10) {
        case 0: vectors.append(a + b)
        case 1: vectors.append(a * b)
        case 2: vectors.append(a - b)
        case 3: vectors.append(tanh(a))
        case 4: vectors.append(dot(a, w))
        case 5: vectors.append(dot(w, a))
        case 6: vectors.append(a * c)
        case 7: scalars.append(sin(a).sum())
        case 8: scalars.append(dot(a, b))
        default: vectors.append(a * 0.5)
        }
      }
      let results = (0..<(stateCount + mapCount)).map { place in
        if seed.below(3) == 0 && place < stateCount {
          return vectors[1 + place] + tanh(seed.pick(vectors))
        }
        return tanh(seed.pick(Array(vectors.suffix(5))) + seed.pick(scalars))
      }
      let condition = seed.below(5) == 0 ? until(seed.pick(scalars) .> 0.7) : nil
      return StepResult(results, until: condition)
    })
  numbers = seed
  let outputs = rows.enumerated().map { place, rows in
    place < stateCount && numbers.below(2) == 0 ? rows[-1] : rows
  }
  let cost = outputs.map { sqr($0).sum() }.reduce(Variable(0.0)) { $0 + $1 }
  let inputs = [x, y, w, v] + initial
  let gradients = try grad(cost, wrt: inputs, disconnectedInputs: .ignore)
  return RandomLoop(inputs: inputs, outputs: outputs, gradients: gradients) { n in
    [[n, 3], [n], [3, 3], [3]] + taps.map { $0 == [-1] ? [3] : [2, 3] }
  }
}
