import TheanoGraph
import TheanoOps
import TheanoGradient
import TheanoArrays
let clock = ContinuousClock()
func time(_ s: String, _ f: () throws -> Void) rethrows { let t = clock.now; try f(); print(s, clock.now - t) }
var y: Variable! = nil
let x = Variable(TensorType(.float64, shape: []), name: "x")
let n = 1_000_000
time("build") { y = x; for _ in 0..<n { y = y + 1 } }
var g: Variable! = nil
try time("grad") { g = try grad(y, wrt: x) }
var order: [Apply] = []
time("toposort") { order = toposort([y]) }
var p: Program! = nil
try time("program") { p = try Program(inputs: [x], outputs: [y, g]) }
try time("run") { print(try p.run([NDArray(0.0)], shared: []).map(\.reals)) }
time("pp") { print(pp(y).count) }
time("debugprint") { print(debugString([y]).count) }
p = nil; order = []
time("free g") { g = nil }
time("free y") { y = x }
