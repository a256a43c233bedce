import Theano
import Foundation
let what = CommandLine.arguments[1], n = Int(CommandLine.arguments[2])!
func go() throws {
  let x = dscalar("x"), y = dscalar("y")
  let f = try function([x, y], x + y)
  let a = NDArray(2.0), b = NDArray(3.0)
  var sum = NDArray(0.0)
  let list: [any ArrayConvertible] = [a, b]
  let q = dvector("q"), e = try constant([28.0, 8, -3, 7, -1, 1, 18, 12]), s = try constant([15.0, 10, 16, 11, 9, 11, 10, 18])
  let mu = q[0], logTau = q[1], eta = q[2...]
  let tau = exp(logTau)
  let z = (e - (mu + tau * eta)) / s
  let prior = -0.5 * (mu / 5) ** 2 - log(1 + (tau / 5) ** 2) + logTau
  let density = prior - 0.5 * (eta ** 2).sum() - 0.5 * (z ** 2).sum()
  let g = try function([q], [density, try grad(density, wrt: q)])
  let place = try NDArray((0..<10).map { Double($0) / 10 - 0.4 })
  let places: [any ArrayConvertible] = [place]
  var both = try g(place)
  let w = shared(0.0), u = try function([x], updates: [(w, w + x)])
  let clock = ContinuousClock(), start = clock.now
  switch what {
  case "into": for _ in 0..<n { try f.call(into: &sum, a, b) }
  case "intonumbers": for _ in 0..<n { try f.call(into: &sum, 2.0, 3.0) }
  case "intolist": for _ in 0..<n { try f.call(list, into: &sum) }
  case "list": for _ in 0..<n { _ = try f.call(list) }
  case "arrays": for _ in 0..<n { _ = try f(a, b) }
  case "numbers": for _ in 0..<n { _ = try f(2.0, 3.0) }
  case "eight": for _ in 0..<n { _ = try g.call(places) }
  case "eightinto": for _ in 0..<n { try g.call(into: &both, place) }
  case "ints": for _ in 0..<n { _ = try f(2, 3) }
  case "update": for _ in 0..<n { try u(a) }
  default: break
  }
  print(what, Double((clock.now - start) / .nanoseconds(1)) / Double(n))
}
try go()
