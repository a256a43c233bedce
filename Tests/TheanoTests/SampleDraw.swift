import TestSupport
import Testing
import Theano

/// Numbers that are the same in every run.
struct SeededGenerator: SplitMix {
  var state: UInt64

  /// A generator that starts where `label` says.
  init(_ label: String) {
    state = label.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Returns an array of numbers from -1 to 1.
  mutating func direction(_ shape: [Int], dtype: DType = .float64) -> NDArray {
    array(shape, -1...1, dtype: dtype)
  }

  /// Returns an array of numbers in `range`: whole ones for integers; of complex ones both parts are in it.
  mutating func array(_ shape: [Int], _ range: ClosedRange<Double>, dtype: DType) -> NDArray {
    let count = shape.reduce(1, *)
    if dtype.isDiscrete {
      let whole = Int(range.lowerBound.rounded(.up))...Int(range.upperBound.rounded(.down))
      let integers = (0..<count).map { _ in Int128(Int.random(in: whole, using: &self)) }
      return NDArray(integers: integers, shape: shape, dtype: dtype)
    }
    let reals = (0..<count).map { _ in Double.random(in: range, using: &self) }
    if dtype.isComplex {
      let numbers = reals.map { Complex($0, Double.random(in: range, using: &self)) }
      return NDArray(complexes: numbers, shape: shape, dtype: dtype)
    }
    return NDArray(reals: reals, shape: shape, dtype: dtype)
  }
}

/// One example of the use of an operation, as an argument of tests.
struct SampledExample: CustomTestStringConvertible, Sendable {
  var op: String
  var example: OpExample

  var testDescription: String { "\(op): \(example.label)" }

  /// The examples of all operations, and of loops and draws.
  static let all =
    sampledOps.flatMap { op in
      op.examples.map { SampledExample(op: "\(type(of: op))", example: $0) }
    } + loopExamples.map { SampledExample(op: "Scan", example: $0) }
    + drawExamples.map { SampledExample(op: "RandomDraw", example: $0) }

  /// Those whose gradients can be compared with differences.
  static let differentiable = all.filter { $0.example.isDifferentiable }

  /// Those that complex numbers have, made of their real and imaginary parts.
  static let complex = differentiable.compactMap(\.ofComplexNumbers)

  /// This example with complex numbers, made of two operands, in place of float64; nil if it does not take them.
  private var ofComplexNumbers: SampledExample? {
    // Its examples are of comparisons, which complex numbers have not.
    if op == "NonZero" { return nil }
    var copy = self
    copy.op += " of complex numbers"
    let isFloat = example.operands.map { $0.dtype == .float64 }
    copy.example.operands = example.operands.flatMap { $0.dtype == .float64 ? [$0, $0] : [$0] }
    if copy.example.operands.count == example.operands.count { return nil }
    copy.example.build = { [build = example.build] parts in
      var rest = parts[...]
      return try build(
        isFloat.map { isFloat in
          let first = rest.removeFirst()
          return isFloat ? Theano.complex(first, rest.removeFirst()) : first
        })
    }
    return (try? copy.draw(n: 3, m: 3)) == nil ? nil : copy
  }

  /// Returns the expression with values drawn for its operands; nil if it may not be empty and is.
  func draw(n: Int, m: Int, isStatic: Bool = false) throws -> SampleDraw? {
    if (n == 0 || m == 0) && !example.allowsEmpty { return nil }
    return try SampleDraw(self, n: n, m: m, isStatic: isStatic)
  }
}

/// An example built on inputs, with values for these.
struct SampleDraw {
  var label: String
  var inputs: [Variable]
  var values: [NDArray]
  var result: Variable
  var generator: SeededGenerator

  init(_ sample: SampledExample, n: Int, m: Int, isStatic: Bool) throws {
    label = "\(sample.testDescription) n=\(n) m=\(m)\(isStatic ? " static" : "")"
    generator = SeededGenerator(sample.testDescription)
    inputs = []
    values = []
    for operand in sample.example.operands {
      let shape = operand.shape.map { length in
        switch length {
        case .fixed(let length): length
        case .n: n
        case .m: m
        }
      }
      let known = zip(operand.shape, shape).map { length, value in
        if case .fixed = length { value } else { isStatic ? value : nil }
      }
      inputs.append(Variable(TensorType(operand.dtype, shape: known), name: "x\(inputs.count)"))
      values.append(generator.array(shape, operand.range, dtype: operand.dtype))
    }
    result = try sample.example.build(inputs)
    if let error = result.error { throw error }
  }
}
