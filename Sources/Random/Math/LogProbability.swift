// The logarithms of the Poisson and binomial probabilities, for rejection samplers.
//
// Goals, in order: accurate for any count up to 2^63 (differences of log-gammas lose all digits by
// 1e13); the same bits everywhere (each product that something is added to is in an fma, or an operand of a function
// that is not inlined in C); short. Source: Loader, "Fast and accurate computation of binomial probabilities" (2000).

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
  var series = (1 / 1680.0).addingProduct(-z, 1 / 1188.0)
  series = (1 / 1260.0).addingProduct(-z, series)
  series = (1 / 360.0).addingProduct(-z, series)
  series = (1 / 12.0).addingProduct(-z, series)
  return series / k
}

/// Returns `x log(x / mean) + mean - x` without cancellation, for positive `x` and `mean`.
private func deviance(_ x: Double, _ mean: Double) -> Double {
  let difference = x - mean
  guard difference.magnitude < 0.1 * (x + mean) else {
    return (-difference).addingProduct(x, portableLogarithm(x / mean))
  }
  let v = difference / (x + mean)
  let z = v * v
  // Each term is at most 0.01 of the one before.
  var series = 1 / 21.0
  series = (1 / 19.0).addingProduct(z, series)
  series = (1 / 17.0).addingProduct(z, series)
  series = (1 / 15.0).addingProduct(z, series)
  series = (1 / 13.0).addingProduct(z, series)
  series = (1 / 11.0).addingProduct(z, series)
  series = (1 / 9.0).addingProduct(z, series)
  series = (1 / 7.0).addingProduct(z, series)
  series = (1 / 5.0).addingProduct(z, series)
  series = (1 / 3.0).addingProduct(z, series)
  return (2 * x * v * z * series).addingProduct(difference, v)
}

/// Returns the logarithm of the Poisson probability of a whole `k >= 0`, for `mean > 0`.
func poissonLogProbability(_ k: Double, mean: Double) -> Double {
  if k == 0 { return -mean }
  let rest = -stirlingError(k) - deviance(k, mean) - halfLogTwoPi
  return rest.addingProduct(-0.5, portableLogarithm(k))
}

/// Returns the logarithm of the probability of a whole `k` in `0...n` successes in `n` trials.
///
/// `p` is in (0, ½], and `n p` is a normal number.
func binomialLogProbability(_ k: Double, trials n: Double, probability p: Double) -> Double {
  if k == 0 { return n * portableLogarithm(onePlus: -p) }
  if k == n { return n * portableLogarithm(p) }
  let rest = n - k
  let errors = stirlingError(n) - stirlingError(k) - stirlingError(rest)
  let deviances = deviance(k, n * p) + deviance(rest, n * (1 - p))
  return (errors - deviances - halfLogTwoPi).addingProduct(0.5, portableLogarithm(n / k / rest))
}
