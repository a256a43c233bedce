import Theano

// What a node costs on its way from expression to result, on a chain of a million of them.

let count = 1_000_000
let clock = ContinuousClock()

/// Runs `body` and prints how many microseconds it took for each node.
func measure<T>(_ name: String, _ body: () throws -> T) rethrows -> T {
  let start = clock.now
  let result = try body()
  let seconds = (clock.now - start) / .seconds(1)
  let hundredths = Int((seconds / Double(count) * 1e8).rounded())
  print("\(name): \(Double(hundredths) / 100) µs a node")
  return result
}

let x = dscalar("x")
var product: Variable = x
measure("build x * x * …") { for _ in 0..<count { product = product * x } }
var sum: Variable = x
measure("build x + 1 + 1 + … (a node and a literal)") { for _ in 0..<count { sum = sum + 1 } }
_ = measure("sort") { toposort([sum]).count }
_ = try measure("differentiate") { try grad(sum, wrt: x) }
let f = try measure("compile") { try function([x], sum, mode: .reference) }
_ = try measure("run") { try f(0) }
_ = measure("pp") { pp(sum).count }
