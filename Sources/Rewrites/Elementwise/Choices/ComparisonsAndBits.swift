import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let y = Wildcard("y")
private let p = Wildcard("p", dtype: .bool)
private let n = Wildcard("n", dtype: .int64)
private let m = Wildcard("m", dtype: .int64)
private let c = Wildcard("c", .number)

/// Comparisons whose answer is known, or that are the opposite of another; numbers go to the right.
package let comparisons = RuleFamily(at: Comparison.self, Invert.self) {
  Rewrite("c < x → x > c", lt(c, x), to: gt(x, c), mixesDTypes: true, where: isNoNumber("x"))
  Rewrite("c > x → x < c", gt(c, x), to: lt(x, c), mixesDTypes: true, where: isNoNumber("x"))
  Rewrite("c ≤ x → x ≥ c", le(c, x), to: ge(x, c), mixesDTypes: true, where: isNoNumber("x"))
  Rewrite("c ≥ x → x ≤ c", ge(c, x), to: le(x, c), mixesDTypes: true, where: isNoNumber("x"))
  Rewrite("x < x → false", lt(x, x), to: no(x), mixesDTypes: true)
  Rewrite("x > x → false", gt(x, x), to: no(x), mixesDTypes: true)
  Rewrite("x ≤ x → true", le(x, x), to: yes(x), mixesDTypes: true, where: isDiscrete("x"))
  Rewrite("x ≥ x → true", ge(x, x), to: yes(x), mixesDTypes: true, where: isDiscrete("x"))
  Rewrite("x = x → true", eq(x, x), to: yes(x), mixesDTypes: true, where: isDiscrete("x"))
  Rewrite("x ≠ x → false", neq(x, x), to: no(x), mixesDTypes: true, where: isDiscrete("x"))
  Rewrite(
    "x < c → false, of what is not negative", lt(x, c), to: no(x), mixesDTypes: true,
    where: { $0.holds("x", \.isNonNegative) && $0.isNumber("c") { $0 <= 0 } })
  Rewrite(
    "x ≤ c → false, of what is not negative", le(x, c), to: no(x), mixesDTypes: true,
    where: { $0.holds("x", \.isNonNegative) && $0.isNumber("c") { $0 < 0 } })
  Rewrite(
    "x = c → false, of what is not negative", eq(x, c), to: no(x), mixesDTypes: true,
    where: { $0.holds("x", \.isNonNegative) && $0.isNumber("c") { $0 < 0 } })
  Rewrite(
    "x ≥ c → true, of integers that are not negative", ge(x, c), to: yes(x), mixesDTypes: true,
    where: {
      isDiscrete("x")($0) && $0.holds("x", \.isNonNegative) && $0.isNumber("c") { $0 <= 0 }
    })
  Rewrite(
    "x > c → true, of integers that are not negative", gt(x, c), to: yes(x), mixesDTypes: true,
    where: {
      isDiscrete("x")($0) && $0.holds("x", \.isNonNegative) && $0.isNumber("c") { $0 < 0 }
    })
  opposite("¬(x = y) → x ≠ y", eq(x, y), neq(x, y))
  opposite("¬(x ≠ y) → x = y", neq(x, y), eq(x, y))
  opposite("¬(n < m) → n ≥ m, of integers", lt(x, y), ge(x, y), where: areDiscrete)
  opposite("¬(n > m) → n ≤ m, of integers", gt(x, y), le(x, y), where: areDiscrete)
  opposite("¬(n ≤ m) → n > m, of integers", le(x, y), gt(x, y), where: areDiscrete)
  opposite("¬(n ≥ m) → n < m, of integers", ge(x, y), lt(x, y), where: areDiscrete)
}

/// Combinations of bits, and of truth values, whose result is known or is an operand.
package let bits = RuleFamily(at: Bitwise.self, Invert.self, Comparison.self) {
  Rewrite("n & n → n", n & n, to: n)
  Rewrite("n | n → n", n | n, to: n)
  Rewrite("n ^ n → 0", n ^ n, to: fill(n, 0), where: { $0.root.dtype.isInteger })
  Rewrite("p ^ p → false", p ^ p, to: no(p), where: { $0.root.dtype == .bool })
  Rewrite("n & 0 → 0", n & 0, to: fill(n, 0), where: { $0.root.dtype.isInteger })
  Rewrite("n | 0 → n", n | 0, to: n)
  Rewrite("n ^ 0 → n", n ^ 0, to: n)
  Rewrite("n & -1 → n", n & -1, to: n)
  Rewrite("n | -1 → -1", n | -1, to: fill(n, -1), where: { $0.root.dtype.isInteger })
  Rewrite("p & false → false", p & false, to: no(p), where: { $0.root.dtype == .bool })
  Rewrite("p & true → p", p & true, to: p, where: { $0.root.dtype == .bool })
  Rewrite("p | true → true", p | true, to: yes(p), where: { $0.root.dtype == .bool })
  Rewrite("p ^ true → ¬p", p ^ true, to: invert(p), where: { $0.root.dtype == .bool })
  Rewrite("¬¬p → p", invert(invert(p)), to: p)
  Rewrite("~~n → n", invert(invert(n)), to: n)
  Rewrite("p & ¬p → false", p & invert(p), to: no(p))
  Rewrite("p | ¬p → true", p | invert(p), to: yes(p))
  Rewrite("n & (n | m) → n", n & (n | m), to: n)
  Rewrite("n | (n & m) → n", n | (n & m), to: n)
  Rewrite("p = true → p", eq(p, 1), to: p)
  Rewrite("p ≠ false → p", neq(p, 0), to: p)
  Rewrite("p = false → ¬p", eq(p, 0), to: invert(p))
  Rewrite("p ≠ true → ¬p", neq(p, 1), to: invert(p))
}

/// The rule that the negation of one comparison is another.
private func opposite(
  _ name: String, _ comparison: Variable, _ other: Variable,
  where condition: @escaping @Sendable (Match) -> Bool = { _ in true }
) -> Rewrite {
  Rewrite(name, invert(comparison), to: other, mixesDTypes: true, where: condition)
}

/// Whether both operands are integers or bools: among floats NaN is neither less nor not less.
private func areDiscrete(_ match: Match) -> Bool {
  isDiscrete("x")(match) && isDiscrete("y")(match)
}

/// Whether a wildcard stands for integers or bools.
private func isDiscrete(_ name: String) -> @Sendable (Match) -> Bool {
  { $0.holds(name, \.dtype.isDiscrete) }
}

/// False at each element of `x`.
private func no(_ x: Variable) -> Variable { x.zerosLike(dtype: .bool) }

/// True at each element of `x`.
private func yes(_ x: Variable) -> Variable { x.onesLike(dtype: .bool) }
