import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let y = Wildcard("y")
private let c = Wildcard("c", .number)
private let d = Wildcard("d", .number)

/// Sums and differences: constants go outwards and come together, signs go outwards.
package let sums = RuleFamily(at: Add.self, Sub.self, Neg.self) {
  Rewrite("x + 0 → x", x + 0, to: x)
  Rewrite("x - x → 0, if x is finite", x - x, to: fill(x, 0), where: isFinite)
  Rewrite("x - c → x + (-c)", x - c, to: x + -c)
  Rewrite("c + (d + x) → (c + d) + x", c + (d + x), to: (c + d) + x, where: sumIsFinite)
  Rewrite("c - (d + x) → (c - d) - x", c - (d + x), to: (c - d) - x, where: sumIsFinite)
  Rewrite("c + (d - x) → (c + d) - x", c + (d - x), to: (c + d) - x, where: sumIsFinite)
  Rewrite("c - (d - x) → (c - d) + x", c - (d - x), to: (c - d) + x, where: sumIsFinite)
  Rewrite("(c + x) + y → c + (x + y)", (c + x) + y, to: c + (x + y), where: isNoNumber("y"))
  Rewrite("(c + x) - y → c + (x - y)", (c + x) - y, to: c + (x - y), where: isNoNumber("y"))
  Rewrite("y - (c + x) → -c + (y - x)", y - (c + x), to: -c + (y - x), where: isNoNumber("y"))
  Rewrite("(c - x) + y → c + (y - x)", (c - x) + y, to: c + (y - x), where: isNoNumber("y"))
  Rewrite("(c - x) - y → c - (x + y)", (c - x) - y, to: c - (x + y), where: isNoNumber("y"))
  Rewrite("y - (c - x) → -c + (y + x)", y - (c - x), to: -c + (y + x), where: isNoNumber("y"))
  Rewrite("x + -y → x - y", x + -y, to: x - y)
  Rewrite("x - -y → x + y", x - -y, to: x + y)
  Rewrite("-x - y → -(x + y)", -x - y, to: -(x + y), where: isNoNumber("y"))
  Rewrite("-(x - y) → y - x", -(x - y), to: y - x)
  Rewrite("0 - x → -x", 0 - x, to: -x)
}

/// Terms of the same tensor: one product. Only of coefficients of one sign, or of what is finite: infinities of
/// two signs add up to no number. `x + x` stays, as it costs no more.
package let likeTerms = RuleFamily(at: Add.self, Sub.self) {
  Rewrite("c * x + d * x → (c + d) * x", c * x + d * x, to: (c + d) * x, where: signsAgree)
  Rewrite("x + d * x → (1 + d) * x", x + d * x, to: (1 + d) * x, where: signsAgree)
  Rewrite("x + (x + x) → 3 * x", x + (x + x), to: 3 * x)
  Rewrite("x + x - d * x → (2 - d) * x", x + x - d * x, to: (2 - d) * x, where: signsDiffer)
  Rewrite("c * x - d * x → (c - d) * x", c * x - d * x, to: (c - d) * x, where: signsDiffer)
  Rewrite("x - d * x → (1 - d) * x", x - d * x, to: (1 - d) * x, where: signsDiffer)
  Rewrite("d * x - x → (d - 1) * x", d * x - x, to: (d - 1) * x, where: isNegative("d"))
}

/// Products and quotients: one constant in front, signs outside of it.
///
/// Nothing is cancelled: `x * y / x` is not `y` where `x` is 0, infinite or no number.
package let products = RuleFamily(at: Mul.self, TrueDiv.self, Neg.self) {
  Rewrite("x * 1 → x", x * 1, to: x)
  Rewrite("x / 1 → x", x / 1, to: x)
  Rewrite("x * -1 → -x", x * -1, to: -x)
  Rewrite("x / -1 → -x", x / -1, to: -x)
  Rewrite("x * 0 → 0, if x is finite", x * 0, to: fill(x, 0), where: isFinite)
  Rewrite("--x → x", -(-x), to: x)
  Rewrite("-(c * x) → (-c) * x", -(c * x), to: -c * x)
  Rewrite("c * -x → (-c) * x", c * -x, to: -c * x)
  Rewrite("-x * -y → x * y", -x * -y, to: x * y)
  Rewrite("-x * y → -(x * y)", -x * y, to: -(x * y), where: isNoNumber("y"))
  Rewrite("-x / -y → x / y", -x / -y, to: x / y)
  Rewrite("-x / c → x / (-c)", -x / c, to: x / -c)
  Rewrite("-x / y → -(x / y)", -x / y, to: -(x / y), where: isNoNumber("y"))
  Rewrite("c / -x → (-c) / x", c / -x, to: -c / x)
  Rewrite("x / -y → -(x / y)", x / -y, to: -(x / y), where: isNoNumber("x"))
  Rewrite("c * (d * x) → (c * d) * x", c * (d * x), to: (c * d) * x, where: productIsNormal)
  Rewrite("(c * x) * y → c * (x * y)", (c * x) * y, to: c * (x * y), where: isModerate)
  Rewrite("(c * x) / d → (c / d) * x", (c * x) / d, to: (c / d) * x, where: quotientIsNormal)
  Rewrite("c * (x / d) → (c / d) * x", c * (x / d), to: (c / d) * x, where: quotientIsNormal)
  Rewrite("(x / c) / d → x / (c * d)", (x / c) / d, to: x / (c * d), where: productIsNormal)
  Rewrite("(c * x) / y → c * (x / y)", (c * x) / y, to: c * (x / y), where: isModerate)
  Rewrite("c * (d / x) → (c * d) / x", c * (d / x), to: (c * d) / x, where: productIsNormal)
  Rewrite("(d / x) / c → (d / c) / x", (d / x) / c, to: (d / c) / x, where: quotientIsNormal)
  Rewrite(
    "x / c → (1 / c) * x, for powers of 2", x / c, to: (1 / c) * x,
    where: { isNoNumber("x")($0) && $0.holds("c", \.isPowerOf2) })
}

/// Whether the sum and the difference of `c` and `d` are finite, so that no infinity comes from adding them
/// first.
private func sumIsFinite(_ match: Match) -> Bool {
  guard let c = match.number("c"), let d = match.number("d") else { return false }
  return (c + d).isFinite && (c - d).isFinite
}

/// Whether `x` is known to be finite, and no bool.
private func isFinite(_ match: Match) -> Bool {
  match.root.dtype != .bool && match.holds("x", \.isFinite)
}

/// Whether the coefficients `c`, or 1, and `d` have one sign, or `x` is finite.
private func signsAgree(_ match: Match) -> Bool {
  guard let d = match.number("d") else { return false }
  let c = match.number("c") ?? 1
  return isFinite(match) || c * d > 0 && (c + d).isFinite
}

/// Whether the coefficients `c`, or 1, and `d` have two signs, or `x` is finite.
private func signsDiffer(_ match: Match) -> Bool {
  guard let d = match.number("d") else { return false }
  let c = match.number("c") ?? 1
  return isFinite(match) || c * d < 0 && (c - d).isFinite
}

/// Whether a coefficient is negative, or `x` is finite.
private func isNegative(_ name: String) -> @Sendable (Match) -> Bool {
  { match in isFinite(match) || match.number(name).map { $0 < 0 } ?? false }
}

/// Whether `c` may be multiplied last. `y` is no number, which would have been combined with `c`.
private func isModerate(_ match: Match) -> Bool {
  guard isNoNumber("y")(match), match.number("c") != nil else { return false }
  return match.root.dtype.isInteger || match.holds("c", \.isModerateNumber)
}

/// Whether the product of `c` and `d` is a normal number, so that nothing overflows or underflows by
/// multiplying them first.
private func productIsNormal(_ match: Match) -> Bool {
  guard let c = match.number("c"), let d = match.number("d") else { return false }
  return match.root.dtype.represents(c * d)
}
