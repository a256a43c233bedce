/// How much is measured.
struct Budget {
  /// How many seconds to take samples for.
  var seconds = 1.0
  /// The least number of samples, also where they take longer than that.
  var samples = 5
}

/// Returns how many seconds `body` takes, and what it returns.
func timed<T>(_ body: () throws -> T) rethrows -> (seconds: Double, result: T) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = try body()
  return ((clock.now - start) / .seconds(1), result)
}

/// Returns the median time of a call in microseconds. A sample is of as many calls as take 20 ms, so that the
/// clock does not count; two calls go before.
func microseconds(_ budget: Budget, _ call: () throws -> Void) throws -> Double {
  try call()
  try call()
  let one = max(try timed(call).seconds, 1e-8)
  let inner = max(1, Int(0.02 / one))
  var samples: [Double] = []
  let clock = ContinuousClock()
  let end = clock.now + .seconds(budget.seconds)
  while samples.count < budget.samples || clock.now < end {
    let seconds = try timed { for _ in 0..<inner { try call() } }.seconds
    samples.append(seconds / Double(inner))
  }
  return median(samples) * 1e6
}

/// The median of numbers, 0 of none.
func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  if sorted.isEmpty { return 0 }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
