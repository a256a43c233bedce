import TheanoGraph
import TheanoOps

private let x = Wildcard("x")
private let y = Wildcard("y")
private let c = Wildcard("c", .number)
private let d = Wildcard("d", .number)
private let e = Wildcard("e", .number)
private let f = Wildcard("f", .number)

/// The greater and the lesser of two: of the same, and of several numbers.
package let bounds = RuleFamily(at: Maximum.self, Minimum.self, Switch.self, Clip.self) {
  Rewrite("max(x, x) → x", maximum(x, x), to: x)
  Rewrite("min(x, x) → x", minimum(x, x), to: x)
  Rewrite("max(max(x, y), x) → max(x, y)", maximum(maximum(x, y), x), to: maximum(x, y))
  Rewrite("min(min(x, y), x) → min(x, y)", minimum(minimum(x, y), x), to: minimum(x, y))
  Rewrite(
    "where(x < y, x, y) → min(x, y), of integers", `where`(lt(x, y), x, y), to: minimum(x, y),
    where: { $0.root.dtype.isInteger })
  Rewrite(
    "where(x > y, x, y) → max(x, y), of integers", `where`(gt(x, y), x, y), to: maximum(x, y),
    where: { $0.root.dtype.isInteger })
  Rewrite(
    "max(max(x, c), d) → max(x, max(c, d))", maximum(maximum(x, c), d),
    to: maximum(x, maximum(c, d)))
  Rewrite(
    "min(min(x, c), d) → min(x, min(c, d))", minimum(minimum(x, c), d),
    to: minimum(x, minimum(c, d)))
  Rewrite(
    "max(x, c) → x, if x ≥ 0 ≥ c", maximum(x, c), to: x,
    where: { $0.holds("x", \.isNonNegative) && $0.isNumber("c") { $0 <= 0 } })
  Rewrite(
    "min(max(x, c), d) → clip(x, c, d)", minimum(maximum(x, c), d), to: clip(x, c, d),
    where: isRange)
  Rewrite(
    "max(min(x, d), c) → clip(x, c, d)", maximum(minimum(x, d), c), to: clip(x, c, d),
    where: isRange)
  Rewrite(
    "clip(clip(x, c, d), e, f) → clip(x, clip(c, e, f), clip(d, e, f))",
    clip(clip(x, c, d), e, f), to: clip(x, clip(c, e, f), clip(d, e, f)),
    where: { match in
      guard let e = match.number("e"), let f = match.number("f") else { return false }
      return isRange(match) && e <= f
    })
}

/// Whether `c` is not greater than `d`.
private func isRange(_ match: Match) -> Bool {
  guard let c = match.number("c"), let d = match.number("d") else { return false }
  return c <= d
}
