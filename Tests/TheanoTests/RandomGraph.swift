import TestSupport
import Theano

/// A graph built at random, with the value of every variable as the reference evaluator has it.
struct RandomGraph {
  var generator: SeededGenerator
  private(set) var inputs: [Variable] = []
  private(set) var inputValues: [NDArray] = []
  /// What further steps may use.
  private(set) var pool: [Variable] = []
  /// The values of all variables of the graph, constants apart.
  private(set) var values: [Variable: NDArray] = [:]
  private(set) var outputs: [Variable] = []

  /// The lengths of the axes.
  private let n: Int
  private let m: Int
  /// The kinds of shapes of the inputs.
  private var kinds: [Int] = []

  /// The graph of a seed; every third has gradients among its outputs.
  init(seed: Int) {
    generator = SeededGenerator("random graph \(seed)")
    let isEmpty = seed % 25 == 0
    n = isEmpty ? 0 : [1, 2, 2, 3, 3].randomElement(using: &generator) ?? 2
    m = [1, 2, 3, 3].randomElement(using: &generator) ?? 3
    let extreme: [Double] =
      seed % 20 == 7
      ? [800, -800, .infinity, -.infinity]
      : seed % 20 == 17
        ? [.nan, .infinity] : []
    for place in 0..<4 { addInput(place, extreme) }
    for _ in 0..<Int.random(in: 3...14, using: &generator) { addStep() }
    chooseOutputs()
    if seed % 3 == 0 { addGradients() }
  }

  /// The shapes in the types of inputs, by kind.
  private static func shapes(_ n: Int, _ m: Int) -> [[Int?]] {
    [[nil, nil], [nil, nil], [nil], [], [1, nil], [nil, 1], [n, m], [m, nil]]
  }

  /// The lengths of the axes of inputs, by kind.
  private static func lengths(_ n: Int, _ m: Int) -> [[Int]] {
    [[n, m], [n, m], [m], [], [1, m], [n, 1], [n, m], [m, n]]
  }

  /// Returns inputs of other lengths than those the graph was built with; nil where a type says a length.
  func inputValues(_ n: Int, _ m: Int) -> [NDArray]? {
    var numbers = SeededGenerator("lengths \(n) \(m)")
    var values: [NDArray] = []
    for (input, kind) in zip(inputs, kinds) {
      let shape = Self.lengths(n, m)[kind]
      guard input.type.admits(shape: shape) else { return nil }
      let reals = (0..<shape.reduce(1, *)).map { _ in Double.random(in: -3...3, using: &numbers) }
      values.append(NDArray(reals: reals, shape: shape, dtype: .float64).cast(to: input.dtype))
    }
    return values
  }

  /// Adds an input of a random dtype and shape, with some `extreme` numbers; the first is a matrix of floats.
  private mutating func addInput(_ place: Int, _ extreme: [Double]) {
    let shapes = Self.shapes(n, m)
    let lengths = Self.lengths(n, m)
    let kind = place == 0 ? 0 : Int.random(in: 0..<shapes.count, using: &generator)
    let dtypes: [DType] = [
      .float64, .float64, .float64, .float32, .float32, .int64, .int32, .bool,
    ]
    let dtype = place == 0 ? .float64 : dtypes.randomElement(using: &generator) ?? .float64
    // An axis whose length is not known does not broadcast, also where it happens to be 1.
    let input = Variable(TensorType(dtype, shape: shapes[kind]), name: "x\(place)")
    kinds.append(kind)
    let special: [Double] = [0, -0.0, 1, -1, 0.5, 2]
    let reals = (0..<lengths[kind].reduce(1, *)).map { _ -> Double in
      let draw = Double.random(in: 0...1, using: &generator)
      if !extreme.isEmpty, dtype.isFloat, draw < 0.1 {
        return extreme.randomElement(using: &generator) ?? 0
      }
      if draw < 0.4 { return special.randomElement(using: &generator) ?? 0 }
      return Double.random(in: -3...3, using: &generator)
    }
    let value = NDArray(reals: reals, shape: lengths[kind], dtype: .float64).cast(to: dtype)
    inputs.append(input)
    inputValues.append(value)
    values[input] = value
    pool.append(input)
  }

  /// Whether an input has a NaN.
  var hasNaN: Bool { inputValues.contains { $0.reals.contains(where: \.isNaN) } }

  /// The value of a variable of the pool.
  func value(of variable: Variable) -> NDArray? { variable.constant ?? values[variable] }

  /// A variable of the pool, more often a recent one, with a property.
  mutating func pick(where holds: (Variable) -> Bool = { _ in true }) -> Variable? {
    let candidates = pool.filter(holds)
    if candidates.isEmpty { return nil }
    let late = candidates.suffix(3)
    return Double.random(in: 0...1, using: &generator) < 0.5
      ? late.randomElement(using: &generator) : candidates.randomElement(using: &generator)
  }

  /// Adds the result of a random operation; tries others where one makes no sense.
  private mutating func addStep() {
    for _ in 0..<8 {
      guard let new = randomStep(), new.error == nil, new.constant == nil || pool.count < 8,
        evaluate([new]), let value = value(of: new), value.count <= 200, isModerate(value)
      else { continue }
      pool.append(new)
      return
    }
  }

  /// Whether rounding leaves enough of a value's digits for a comparison; a few have infinities or NaN.
  private mutating func isModerate(_ value: NDArray) -> Bool {
    if value.dtype.isDiscrete { return true }
    if value.reals.contains(where: { $0.isFinite && abs($0) > 1e6 }) { return false }
    return value.reals.allSatisfy(\.isFinite)
      || Double.random(in: 0...1, using: &generator) < 0.4
  }

  /// Computes what is not known yet; whether that is possible.
  private mutating func evaluate(_ variables: [Variable]) -> Bool {
    guard let new = Self.evaluated(variables, knowing: values) else { return false }
    values.merge(new) { old, _ in old }
    return true
  }

  /// Returns the values of the variables that `variables` depend on and that are not in `known`, each
  /// as its operation's `evaluate` has it, changed by `noise`; nil if an operation throws.
  static func evaluated(
    _ variables: [Variable], knowing known: [Variable: NDArray],
    noise: (inout NDArray) -> Void = { _ in }
  ) -> [Variable: NDArray]? {
    var new: [Variable: NDArray] = [:]
    for node in toposort(variables, blockers: Set(known.keys)) {
      let operands = node.inputs.compactMap { $0.constant ?? new[$0] ?? known[$0] }
      guard operands.count == node.inputs.count,
        let results = try? node.op.evaluate(operands, node)
      else { return nil }
      for (place, result) in results.enumerated() {
        var result = result
        noise(&result)
        new[node.output(place)] = result
      }
    }
    return new
  }

  /// The results that nothing uses become outputs, the last three of them.
  private mutating func chooseOutputs() {
    let used = Set(pool.flatMap { $0.owner?.inputs ?? [] })
    let free = pool.filter { $0.owner != nil && !used.contains($0) }
    outputs = free.suffix(3)
  }

  /// Adds the gradients of the sum of the float outputs by the float inputs.
  private mutating func addGradients() {
    let floats = outputs.filter(\.dtype.isFloat)
    guard let first = floats.first else { return }
    let cost = floats.dropFirst().reduce(cast(sum(first), .float64)) {
      $0 + cast(sum($1), .float64)
    }
    let wrt = inputs.filter(\.dtype.isFloat)
    guard
      let gradients = try? grad(
        cost, wrt: wrt, disconnectedInputs: .ignore, nullGradients: .return),
      gradients.allSatisfy({ $0.error == nil }), evaluate(gradients)
    else { return }
    outputs += gradients.filter { $0.owner != nil }
  }
}
