import TheanoArrays
import TheanoGraph

/// Returns `then` if the scalar `condition` is not zero, else `otherwise`. Only the one that is returned is
/// computed; `switch` computes both, and chooses element by element.
///
/// Both must have the same dtype and rank; a literal takes the dtype of the other.
public func ifelse(
  _ condition: Variable, _ then: Variable, _ otherwise: Variable, name: String? = nil
) -> Variable {
  ifelse(condition, [then], [otherwise], name: name)[0]
}

/// Returns the variables `then` if the scalar `condition` is not zero, else the variables `otherwise`, of
/// which there must be as many. See the form for one variable.
///
/// If they do not fit together there is one result, which carries the error, for each of `then`, or one.
public func ifelse(
  _ condition: Variable, _ then: [Variable], _ otherwise: [Variable], name: String? = nil
) -> [Variable] {
  if then.isEmpty && otherwise.isEmpty { return [] }
  let pairs = zip(then, otherwise)
  let first = pairs.map { $0.matchingLiteral(to: $1) }
  let second = pairs.map { $1.matchingLiteral(to: $0) }
  let op = IfElse(counts: [then.count, otherwise.count], label: name)
  let operands =
    then.count == otherwise.count ? [condition] + first + second : [condition] + then + otherwise
  let results = Variable.applyAll(op, operands)
  if results.count == then.count { return results }
  return Array(repeating: results[0], count: Swift.max(then.count, 1))
}

extension Variable {
  /// This variable, in the dtype of `other` if it is a literal and `other` is none.
  fileprivate func matchingLiteral(to other: Variable) -> Variable {
    type.isWeak && !other.type.isWeak && dtype.kind <= other.dtype.kind
      ? cast(self, other.dtype) : self
  }
}

/// One of two lists of operands, by a scalar condition; those of the other list are not computed.
package struct IfElse: LazyOp, SampledOp {
  /// The number of variables on each side.
  package let counts: [Int]
  /// The user's name for it.
  package var label: String?

  package var name: String { "ifelse" }
  package var debugName: String { "if{\(label ?? "")}" }

  /// The number of results.
  private var count: Int { counts[0] }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if counts[0] != counts[1] {
      throw GraphError(
        .value,
        "The number of values on the `then` branch should have the same number of variables as the "
          + "`else` branch : (variables on `then` \(counts[0]), variables on `else` \(counts[1]))")
    }
    if x[0].ndim > 0 {
      throw GraphError(
        .type,
        "Condition given to the op has to be a scalar with 0 standing for False, anything else for "
          + "True")
    }
    return try (1...count).map { try merge(x[$0].type, x[$0 + count].type) }
  }

  /// Returns the type of a result that has one of two types.
  private func merge(_ a: TensorType, _ b: TensorType) throws -> TensorType {
    guard a.dtype == b.dtype, a.ndim == b.ndim else {
      throw GraphError(
        .type,
        "The two branches should have identical types, but they are \(a) and \(b) respectively. This "
          + "error could be raised if for example you provided a one element list on the `then` "
          + "branch but a tensor on the `else` branch.")
    }
    return TensorType(a.dtype, shape: zip(a.shape, b.shape).map { $0 == $1 ? $0 : nil })
  }

  /// The places of the operands that a condition chooses.
  private func chosen(_ condition: NDArray) -> Range<Int> {
    condition.complexes.first != .zero ? 1..<(1 + count) : (1 + count)..<(1 + 2 * count)
  }

  package func demand(_ available: [NDArray?]) throws -> [Int] {
    guard let condition = available[0] else { return [0] }
    return chosen(condition).filter { available[$0] == nil }
  }

  package func evaluateLazily(_ x: [NDArray?], _ call: Apply) throws -> [NDArray] {
    guard let condition = x[0] else { return [] }
    return x[chosen(condition)].compactMap { $0 }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    try evaluateLazily(x, call)
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let condition = call.inputs[0]
    let (first, second) = (call.inputs[1...count], call.inputs[(1 + count)...])
    let taken = zip(zip(first, second), dy).map { sides, dy in
      dy.map { ifelse(condition, $0, zeros(for: sides.0, besides: sides.1, $0)) }
    }
    let others = zip(zip(first, second), dy).map { sides, dy in
      dy.map { ifelse(condition, zeros(for: sides.1, besides: sides.0, $0), $0) }
    }
    return [nil] + taken + others
  }

  /// Returns the gradient for a side not taken: zeros of its shape, which may not be that of the other side
  /// and of the gradient `dy`. It is computed for that only if need be.
  private func zeros(for side: Variable, besides other: Variable, _ dy: Variable) -> Variable {
    let isSame = side.type.shape == other.type.shape && !side.type.shape.contains(nil)
    return (isSame ? dy : side).zerosLike(dtype: dy.dtype)
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    (1...count).map { place in
      let (a, b) = (dx[place], dx[place + count])
      if a == nil && b == nil { return nil }
      return ifelse(
        call.inputs[0], a ?? call.inputs[place].zerosLike(),
        b ?? call.inputs[place + count].zerosLike())
    }
  }

  package func isConnected(input: Int, output: Int) -> Bool {
    input == 0 || (input - 1) % count == output
  }

  package var examples: [OpExample] {
    let matrix = OpExample.Operand([.n, .m])
    return [
      OpExample("taken", [.init([], 1...2), matrix, matrix]) { ifelse(gt($0[0], 0), $0[1], $0[2]) },
      OpExample("not taken", [.init([], 1...2), matrix, matrix]) { x in
        ifelse(lt(x[0], 0), [x[1], x[2]], [x[2], x[1] * x[2]])[1]
      },
    ]
  }
}
