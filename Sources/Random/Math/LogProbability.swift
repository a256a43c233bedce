// The logarithms of the Poisson and binomial probabilities, for rejection samplers.
//
// Goals, in order: accurate for any count up to 2^63 (differences of log-gammas lose all digits by
// 1e13); short. Source: Loader, "Fast and accurate computation of binomial probabilities" (2000).

import RealModule

/// Half the logarithm of 2π.
private let halfLogTwoPi = 0.9189385332046728

/// `stirlingError(k)` for k in 1...15, from mpmath at 300 bits.
private let smallStirlingErrors = [
  0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093,
  0.016644691189821193, 0.013876128823070748, 0.01189670994589177, 0.010411265261972096,
  0.009255462182712733, 0.00833056343336287, 0.007573675487951841, 0.00694284010720953,
  0.006408994188004207, 0.0059513701127588475, 0.005554733551962801,
]

/// Returns `log k!` less Stirling's `(k + ½) log k - k + ½ log 2π`, for a whole `k` of at least 1.
private func stirlingError(_ k: Double) -> Double {
  if k <= 15 { return smallStirlingErrors[Int(k) - 1] }
  let z = 1 / (k * k)
  return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - z / 1188) * z) * z) * z) / k
}

/// Returns `x log(x / mean) + mean - x` without cancellation, for positive `x` and `mean`.
private func deviance(_ x: Double, _ mean: Double) -> Double {
  let difference = x - mean
  guard difference.magnitude < 0.1 * (x + mean) else {
    return x * .log(x / mean) - difference
  }
  let v = difference / (x + mean)
  var sum = difference * v
  var term = 2 * x * v
  // Each term is at most 0.01 of the one before.
  for odd in stride(from: 3.0, through: 21, by: 2) {
    term *= v * v
    sum += term / odd
  }
  return sum
}

/// Returns the logarithm of the Poisson probability of a whole `k >= 0`, for `mean > 0`.
func poissonLogProbability(_ k: Double, mean: Double) -> Double {
  if k == 0 { return -mean }
  return -stirlingError(k) - deviance(k, mean) - halfLogTwoPi - 0.5 * .log(k)
}

/// Returns the logarithm of the probability of a whole `k` in `0...n` successes in `n` trials.
///
/// `p` is in (0, 1), and `n p (1 - p) > 0`.
func binomialLogProbability(_ k: Double, trials n: Double, probability p: Double) -> Double {
  if k == 0 { return n * .log(onePlus: -p) }
  if k == n { return n * .log(p) }
  let rest = n - k
  let errors = stirlingError(n) - stirlingError(k) - stirlingError(rest)
  let deviances = deviance(k, n * p) + deviance(rest, n * (1 - p))
  return errors - deviances - halfLogTwoPi + 0.5 * .log(n / k / rest)
}
