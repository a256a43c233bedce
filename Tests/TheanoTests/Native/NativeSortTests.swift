import TestSupport
import TheanoExecution
import TheanoGraph
import Testing

@testable import Theano

/// Machine code sorts as each operation's own `evaluate` does, in guarded memory: elements that are equal keep
/// their order, and what is not a number comes last.
@Suite(.enabled(if: hasCompiler)) struct NativeSortTests {
  private static let dtypes = DType.allCases.filter { !$0.isComplex }

  /// An array with many equal elements, and, if there is room, with what is awkward.
  private func array(_ shape: [Int], _ dtype: DType, _ generator: inout SeededGenerator) -> NDArray
  {
    let (count, odd) = (shape.reduce(1, *), [-0.0, .infinity, .nan, 0, -.infinity, .nan])
    if dtype.isFloat {
      let numbers = (0..<count).map { place in
        let whole = Double(Int.random(in: -9...9, using: &generator)) / 2
        return place % 3 == 1 ? odd[place / 3 % odd.count] : whole
      }
      return NDArray(reals: numbers, shape: shape, dtype: dtype)
    }
    let (least, greatest) = dtype.integerRange
    let near = [least, least + 1, 0, 1, greatest - 1, greatest].filter {
      least <= $0 && $0 <= greatest
    }
    let numbers = (0..<count).map { _ in near[Int.random(in: near.indices, using: &generator)] }
    return NDArray(integers: numbers, shape: shape, dtype: dtype)
  }

  /// What sorts rows of any length.
  private func uses(_ vector: Variable, _ wide: Variable, _ high: Variable) throws -> [Variable] {
    var uses = [vector.argsort(), unique(vector), median(wide), flatnonzero(vector)]
    uses += nonzero(high)
    for (first, second) in [(vector, vector.sort()), (wide[0], cast(high[.all, 0], .int16))] {
      let (matrix, order) = confusionMatrix(first, second)
      uses += [matrix, order]
    }
    uses += [(wide, 1), (high, 0)].flatMap { x, axis in
      [x.sort(axis: axis), x.argsort(axis: axis), median(x, axis: axis)]
    }
    if vector.dtype.isFloat {
      uses += try [nil, 1].map { try grad(median(wide, axis: $0).sum(), wrt: wide) }
    }
    return uses
  }

  /// What picks five elements of rows.
  private func picks(_ vector: Variable, _ wide: Variable, _ high: Variable) -> [Variable] {
    [topk(vector, 5), argtopk(wide, -5, axis: 1), argtopk(high, 5, axis: 0)]
  }

  @Test(arguments: dtypes)
  func equalsReference(dtype: DType) throws {
    var generator = SeededGenerator("\(dtype)")
    var batch = NativeBatch()
    let x = [1, 2, 2].map { Variable(TensorType(dtype, ndim: $0)) }
    batch.add("\(dtype), all", x, try uses(x[0], x[1], x[2]))
    batch.add("\(dtype), five", x, picks(x[0], x[1], x[2]))
    let memory = GuardedMemory()
    try batch.forEachProgram { place, item, entry in
      #expect(item.plan.scheduled.outside.isEmpty)
      for length in [0, 1, 7, 64, 1000] where place == 0 || length >= 5 {
        let values = [[length], [3, length], [length, 2]].map { array($0, dtype, &generator) }
        let expected = try evaluate(item.outputs, item.inputs, values)
        let found = try GuardedCall(item.plan, memory: memory).run(entry, values)
        for (output, (found, expected)) in zip(item.outputs, zip(found, expected)) {
          let difference = found.difference(from: expected, relative: 0, absolute: 0)
          #expect(difference == nil, "\(item.label), \(length): \(pp(output))")
        }
      }
    }
  }

  @Test("Zeros of either sign are equal, and keep their order")
  func zeros() throws {
    let v = dvector("v")
    let f = try function([v], [v.sort(), unique(v)], mode: .native)
    let found = try f([0.0, -0.0, 1, -0.0, 0.0, -1])
    #expect(found[0].reals.map(\.sign) == [.minus, .plus, .minus, .minus, .plus, .plus])
    #expect(found[1].reals.map(\.sign) == [.minus, .plus, .plus])
  }

  @Test("Loops sort without leaving machine code")
  func loops() throws {
    let x = dmatrix("x")
    let rows = try scan(sequences: x) { row -> [Variable] in
      [
        row.sort(), row.argsort(), median(row), nonzero(row)[0].sum(), topk(row, 2),
        unique(row).sum(),
      ]
    }.0
    let plan = try NativePlan(inputs: [x], outputs: rows)
    #expect(plan.scheduled.outside.isEmpty)
    let value = try NDArray([3.0, 0, 3, -1, 2, 2, 0, 9]).reshaped(to: [2, 4])
    let found = try function([x], rows, mode: .native)(value)
    let expected = try function([x], rows, mode: .reference)(value)
    for (found, expected) in zip(found, expected) {
      #expect(found.difference(from: expected) == nil)
    }
  }
}
