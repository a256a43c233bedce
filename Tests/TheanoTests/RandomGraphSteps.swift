import Theano

// What random graphs are made of.

private let unary: [@Sendable (Variable) -> Variable] = [
  { exp($0) }, { log($0) }, { sqrt($0) }, { sqr($0) }, { -$0 }, { abs($0) }, { sigmoid($0) },
  { softplus($0) }, { tanh($0) }, { log1p($0) }, { expm1($0) }, { sin($0) }, { cos($0) },
  { inv($0) }, { sgn($0) }, { floor($0) }, { relu($0) }, { erf($0) }, { erfc($0) },
  { exp(-$0) }, { $0 ** 2 }, { $0 ** 3 }, { $0 ** 0.5 }, { $0 ** -1 }, { arctan($0) },
]

/// Expressions that rules know, whole.
private let known: [@Sendable (Variable) -> Variable] = [
  { log(1 + exp($0)) }, { 1 / (1 + exp(-$0)) }, { log(sigmoid($0)) }, { log(1 - sigmoid($0)) },
  { exp($0) - 1 }, { log(1 + $0) }, { log(1 - $0) }, { 1 - erf($0) }, { log(exp($0).sum()) },
  { $0 / abs($0) }, { $0 - $0 }, { $0 / $0 }, { $0 * 0 }, { 0 / $0 }, { $0 + $0 },
  { $0 * $0 }, { -(-$0) }, { $0 * 2 * 3 }, { 2 * $0 + 3 * $0 }, { $0 * 2 / 4 }, { exp(log($0)) },
  { log(exp($0)) }, { sqrt(sqr($0)) }, { $0 ** 1 }, { $0 ** 0 }, { $0 - 1 + 2 },
  { 1 - sigmoid($0) },
  { exp($0) / (1 + exp($0)) }, { maximum($0, $0) }, { `switch`($0 .> 0, $0, 0) },
  { `switch`(eq($0, $0), $0, 1) }, { clip(clip($0, 0, 2), 0, 2) }, { exp($0) * sigmoid(-$0) },
]

private let binary: [@Sendable (Variable, Variable) -> Variable] = [
  { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 * $1 }, { $0 / $1 }, { maximum($0, $1) },
  { minimum($0, $1) }, { $0 .< $1 }, { $0 .>= $1 }, { eq($0, $1) }, { neq($0, $1) },
  { fill($0, $1) }, { $0 * $1 / $0 }, { ($0 - $1) + $1 }, { $0 / (-$1) }, { -$0 * $1 },
  { log(exp($0) + exp($1)) }, { $0 + $1 * 0 }, { `switch`($0 .> $1, $0, $1) },
  { $0 - ($1 - $0) }, { exp($0) * exp($1) }, { intDiv($0, $1) }, { $0 % $1 },
]

private let ofTruths: [@Sendable (Variable, Variable) -> Variable] = [
  { $0 & $1 }, { $0 | $1 }, { $0 ^ $1 }, { ~$0 | $1 }, { $0 + $1 }, { $0 * $1 },
]

private let reductions: [@Sendable (Variable, Int?, Bool) -> Variable] = [
  { x, axis, keep in x.sum(axis: axis, keepdims: keep) },
  { x, axis, keep in x.sum(axis: axis, keepdims: keep) },
  { x, axis, keep in x.mean(axis: axis, keepdims: keep) },
  { x, axis, keep in x.max(axis: axis, keepdims: keep) },
  { x, axis, keep in x.min(axis: axis, keepdims: keep) },
  { x, axis, keep in x.prod(axis: axis, keepdims: keep) },
  { x, axis, keep in x.argmax(axis: axis, keepdims: keep) },
  { x, axis, keep in x.any(axis: axis, keepdims: keep) },
  { x, axis, keep in x.all(axis: axis, keepdims: keep) },
  { x, axis, keep in logsumexp(x, axis: axis, keepdims: keep) },
  { x, axis, keep in log(exp(x).sum(axis: axis, keepdims: keep)) },
  { x, axis, keep in (2 * x).sum(axis: axis, keepdims: keep) },
  { x, axis, keep in (-x).max(axis: axis, keepdims: keep) },
  { x, axis, keep in sqr(x).sum(axis: axis, keepdims: keep) },
]

private let rowwise: [@Sendable (Variable, Int) -> Variable] = [
  { softmax($0, axis: $1) }, { logSoftmax($0, axis: $1) }, { log(softmax($0, axis: $1)) },
  { exp($0) / exp($0).sum(axis: $1, keepdims: true) }, { softmax($0 + $0.max(), axis: $1) },
  { argmax(softmax($0, axis: $1), axis: $1) },
  { -log(softmax($0, axis: $1)).sum(axis: $1) },
]

private let numbers: [Double] = [0, 1, -1, 2, 0.5, 3, -2]

extension RandomGraph {
  /// Returns the result of a random operation, nil or one with an error if it does not fit.
  mutating func randomStep() -> Variable? {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0...2:
      guard let x = pick(where: { $0.dtype != .bool }) else { return nil }
      return unary.randomElement(using: &generator)?(x)
    case 3, 4:
      guard let x = pick(where: { $0.dtype != .bool }) else { return nil }
      return known.randomElement(using: &generator)?(x)
    case 5...8: return binaryStep()
    case 9, 10: return literalStep()
    case 11, 12:
      guard let x = pick() else { return nil }
      let axis = Bool.random(using: &generator) ? nil : axis(of: x)
      return reductions.randomElement(using: &generator)?(x, axis, Bool.random(using: &generator))
    case 13: return choiceStep()
    case 14, 15: return layoutStep()
    case 16: return partStep()
    case 17: return writingStep()
    case 18: return productStep()
    default:
      guard let x = pick(where: { $0.dtype.isFloat && $0.ndim > 0 }), let axis = axis(of: x)
      else { return nil }
      return rowwise.randomElement(using: &generator)?(x, axis)
    }
  }

  /// A random axis; nil for scalars.
  private mutating func axis(of x: Variable) -> Int? {
    x.ndim == 0 ? nil : Int.random(in: 0..<x.ndim, using: &generator)
  }

  private mutating func binaryStep() -> Variable? {
    let graph = self
    guard let x = pick(), let y = pick(where: { graph.fits($0, x) }) else { return nil }
    let isTruth = x.dtype == .bool && y.dtype == .bool
    return (isTruth ? ofTruths : binary).randomElement(using: &generator)?(x, y)
  }

  /// Whether two operands have the same lengths, or one broadcasts.
  private func fits(_ x: Variable, _ y: Variable) -> Bool {
    guard let a = value(of: x)?.shape, let b = value(of: y)?.shape else { return false }
    return zip(zip(a, x.type.shape).reversed(), zip(b, y.type.shape).reversed()).allSatisfy {
      $0.0 == $1.0 || $0.1 == 1 || $1.1 == 1
    }
  }

  /// An operation with a number.
  private mutating func literalStep() -> Variable? {
    guard let x = pick(where: { $0.dtype != .bool }),
      let value = numbers.randomElement(using: &generator)
    else { return nil }
    let isWhole = value == value.rounded() && Bool.random(using: &generator)
    let number = isWhole ? Variable(integerLiteral: Int(value)) : Variable(floatLiteral: value)
    switch Int.random(in: 0..<10, using: &generator) {
    case 0, 1: return x + number
    case 2: return x - number
    case 3: return number - x
    case 4, 5: return x * number
    case 6: return x / number
    case 7: return number / x
    case 8: return maximum(x, number)
    default: return x .> number
    }
  }

  /// A choice, a cast, or something of the shape of an operand.
  private mutating func choiceStep() -> Variable? {
    guard let x = pick() else { return nil }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0...2:
      let graph = self
      guard let p = pick(where: { $0.dtype == .bool && graph.fits($0, x) }),
        let y = pick(where: { graph.fits($0, x) && graph.fits($0, p) })
      else { return x.dtype == .bool ? nil : `switch`(x .> 0, x, 0) }
      return `switch`(p, x, y)
    case 3:
      let dtypes: [DType] = [.float64, .float32, .int64, .int32, .bool, .float64]
      let target = dtypes.randomElement(using: &generator) ?? .float64
      // What the cast of a float without a place among integers gives is not defined.
      if !target.isFloat, x.dtype.isFloat, target != .bool { return cast(x .> 1, target) }
      return cast(x, target)
    case 4: return cast(cast(x, .float64), x.dtype)
    case 5: return zerosLike(x)
    case 6: return onesLike(x) * x
    default:
      guard x.ndim > 0 else { return alloc(x, 2, 3) }
      return x.dtype.isFloat ? x * x.shape[0] : x.shape[0] + x.shape[x.ndim - 1]
    }
  }
}
