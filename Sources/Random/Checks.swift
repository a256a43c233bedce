/// Throws unless `value` is finite and at least 0.
func checkNonnegative(
  _ value: Double, _ name: String, of distribution: String
) throws(RandomError) {
  guard value >= 0, value.isFinite else {
    throw .parameter(distribution, name: name, value: value, rule: "finite and at least 0")
  }
}

/// Throws unless `value` is finite and above 0.
func checkPositive(_ value: Double, _ name: String, of distribution: String) throws(RandomError) {
  guard value > 0, value.isFinite else {
    throw .parameter(distribution, name: name, value: value, rule: "finite and above 0")
  }
}

/// Throws unless `value` is neither infinite nor NaN.
func checkFinite(_ value: Double, _ name: String, of distribution: String) throws(RandomError) {
  guard value.isFinite else {
    throw .parameter(distribution, name: name, value: value, rule: "finite")
  }
}

/// Throws unless `value` is in 0...1.
func checkProbability(
  _ value: Double, _ name: String, of distribution: String
) throws(RandomError) {
  guard value >= 0, value <= 1 else {
    throw .parameter(distribution, name: name, value: value, rule: "in 0...1")
  }
}

/// Throws unless `count` is at least 0.
func checkCount(_ count: Int64, of distribution: String) throws(RandomError) {
  guard count >= 0 else { throw .negativeCount(distribution, count) }
}

/// Throws unless `weights` are probabilities: some, none negative, summing to 1 within 1e-6.
func checkWeights(_ weights: [Double], of distribution: String) throws(RandomError) {
  guard !weights.isEmpty else { throw .nothingToChooseFrom(distribution) }
  var sum = 0.0
  for (index, weight) in weights.enumerated() {
    guard weight >= 0, weight.isFinite else {
      throw .weight(distribution, index: index, value: weight)
    }
    sum += weight
  }
  guard (sum - 1).magnitude <= 1e-6 else { throw .weightSum(distribution, sum: sum) }
}
