import TestSupport
import Theano

/// A reproducible source of choices.
struct Dice: SplitMix {
  var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  /// One of `items`, of which there is at least one.
  mutating func pick<T>(_ items: [T]) -> T { items[Int(next() % UInt64(items.count))] }

  /// A number in `range`.
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// A dtype of real numbers or integers, not bool.
  mutating func dtype() -> DType { pick([.int8, .uint8, .int32, .int64, .float32, .float64]) }

  /// A float dtype.
  mutating func float() -> DType { pick([.float32, .float64]) }

  /// An input of `rank` axes of unknown lengths; of a float dtype unless one is given.
  mutating func input(_ rank: Int, _ dtype: DType? = nil) -> Variable {
    Variable(TensorType(dtype ?? float(), ndim: rank), name: pick(["x", "y", "z", nil]))
  }

  /// An input of known lengths; of a float dtype unless one is given.
  mutating func input(shape: [Int?], _ dtype: DType? = nil) -> Variable {
    Variable(TensorType(dtype ?? float(), shape: shape), name: pick(["a", "b", nil]))
  }

  /// An axis that a tensor of `rank` axes does not have.
  mutating func badAxis(_ rank: Int) -> Int {
    switch number(0...5) {
    case 0: .max
    case 1: .min
    case 2, 3: rank + number(0...3)
    default: -rank - number(1...3)
    }
  }

  /// A negative number, now and then an extreme one.
  mutating func negative() -> Int { pick([-1, -2, -1000, .min, .min + 1, number(-9 ... -1)]) }

  /// A number of elements that no array can have.
  mutating func hugeCount() -> Int { pick([.max, 1 << 62, 1 << 60, .max - 1]) }

  /// An array of random lengths, zeros.
  mutating func array(_ rank: Int, _ dtype: DType = .float64) throws -> NDArray {
    try NDArray.zeros((0..<rank).map { _ in number(1...3) }, dtype: dtype)
  }

  /// Two different positive lengths, neither of which is 1.
  mutating func differentLengths() -> (Int, Int) {
    let first = number(2...6)
    return (first, first + number(1...4))
  }
}

/// A way to write a wrong program.
struct Mistake: Sendable {
  /// What is wrong.
  let name: String
  /// Writes one.
  let make: @Sendable (inout Dice) throws -> WrongProgram

  init(_ name: String, _ make: @escaping @Sendable (inout Dice) throws -> WrongProgram) {
    self.name = name
    self.make = make
  }

  /// An expression that cannot be built.
  static func expression(
    _ name: String, _ make: @escaping @Sendable (inout Dice) throws -> Variable
  ) -> Mistake {
    Mistake(name) { .expression(try make(&$0)) }
  }

  /// An expression that can be built, but not computed for some values of its inputs.
  static func run(
    _ name: String,
    _ make: @escaping @Sendable (inout Dice) throws -> (Variable, [(Variable, NDArray)])
  ) -> Mistake {
    Mistake(name) {
      let (expression, values) = try make(&$0)
      return .run(expression, values)
    }
  }

  /// Statements one of which throws.
  static func statements(
    _ name: String, _ body: @escaping @Sendable (inout Dice) throws -> Void
  ) -> Mistake {
    Mistake(name) {
      try body(&$0)
      return .nothing
    }
  }
}

/// What a mistake makes, unless making it throws.
enum WrongProgram {
  /// An expression that must carry an error.
  case expression(Variable)
  /// An expression that must not carry an error, and values for which computing it must throw.
  case run(Variable, [(Variable, NDArray)])
  /// Nothing: an error should have been thrown before.
  case nothing
}
