// Ordinary formulas, as users write them. `check.sh` type-checks this file and fails if an expression takes
// the compiler longer than 300 ms. Nothing here is ever run.

import Theano

// MARK: Arithmetic with literals and Swift numbers

func polynomial(_ x: Variable) -> Variable {
  1 + 2 * x - 3 * x ** 2 + 4 * x ** 3 - 5 * x ** 4 + 0.5 * x ** 5
}

func hornerPolynomial(_ x: Variable) -> Variable {
  ((((0.1 * x + 0.2) * x - 0.3) * x + 0.4) * x - 0.5) * x + 1
}

func polynomialWithCoefficients(_ x: Variable, _ a: Double, _ b: Double, _ c: Double, _ d: Double)
  -> Variable
{
  a + b * x + c * x ** 2 + d * x ** 3
}

func halves(_ x: Variable) -> Variable { 1 / 2 * x + x * 1 / 2 - 3 / 4 * x ** 2 / 2 }

func mixedLiterals(_ x: Variable, _ y: Variable) -> Variable {
  2 * x + 0.5 * y - 1 / 3 * (x - y) ** 2 + 3 * x * y - 4.25 / y + 1
}

func mixedNumbers(_ x: Variable, _ n: Int, _ rate: Double, _ scale: Float) -> Variable {
  x * n + rate * x - scale * x / n + 1 - rate + 0.5 * x
}

func numbersAmongThemselves(_ x: Variable, _ n: Int, _ rate: Double) -> Variable {
  (1 - rate) * x + rate / Double(n) * x ** 2 - Double(n + 1) * 0.5 * x
}

func standardised(_ x: Variable) -> Variable {
  (x - x.mean(axis: 0)) / sqrt(x.var(axis: 0) + 1e-5)
}

func negatives(_ x: Variable, _ y: Variable) -> Variable { -x * -2 + -y / -0.5 - -(x + -1) }

func remainders(_ x: Variable, _ k: Int) -> Variable { (x % 3 + k % x - x % k) * 2 }

func distances(_ x1: Variable, _ y1: Variable, _ x2: Variable, _ y2: Variable) -> Variable {
  sqrt((x1 - x2) ** 2 + (y1 - y2) ** 2 + 1e-12)
}

func quadraticRoot(_ a: Variable, _ b: Variable, _ c: Variable) -> Variable {
  (-b + sqrt(b ** 2 - 4 * a * c)) / (2 * a)
}

func compound(_ x: Variable, _ steps: Int) -> Variable {
  var y = x
  for i in 1...steps {
    y += x ** i / i
    y *= 0.5
    y -= i
  }
  return y
}

func longSum(_ a: Variable, _ b: Variable, _ c: Variable, _ d: Variable) -> Variable {
  a * b + b * c + c * d + d * a + 2 * a * c + 2 * b * d + 0.5 * a ** 2 + 0.5 * b ** 2 + 1
}

func temperature(_ fahrenheit: Variable) -> Variable { (fahrenheit - 32) * 5 / 9 + 273.15 }

func logisticMap(_ x: Variable, _ r: Double) -> Variable { r * x * (1 - x) }

func gravitation(_ m1: Variable, _ m2: Variable, _ r: Variable) -> Variable {
  6.674e-11 * m1 * m2 / r ** 2
}

// MARK: Functions

func gelu(_ x: Variable) -> Variable {
  0.5 * x * (1 + tanh(0.7978845608 * (x + 0.044715 * x ** 3)))
}

func exactGelu(_ x: Variable) -> Variable { 0.5 * x * (1 + erf(x / 2 ** 0.5)) }

func normalCDF(_ x: Variable) -> Variable { 0.5 * (1 + erf(x / Double(2).squareRoot())) }

func blackScholes(
  _ s: Variable, _ k: Variable, _ t: Variable, _ r: Double, _ sigma: Variable
) -> Variable {
  let d1 = (log(s / k) + (r + sigma ** 2 / 2) * t) / (sigma * sqrt(t))
  let d2 = d1 - sigma * sqrt(t)
  return s * normalCDF(d1) - k * exp(-r * t) * normalCDF(d2)
}

func gaussianLogp(_ x: Variable, _ mu: Variable, _ sigma: Variable) -> Variable {
  -0.5 * ((x - mu) / sigma) ** 2 - log(sigma) - 0.5 * 1.8378770664093453
}

func gaussianLogpInOneLine(_ x: Variable, _ mu: Variable, _ sigma: Variable) -> Variable {
  -0.5 * (x - mu) ** 2 / sigma ** 2 - log(sigma) - 0.5 * log(2 * 3.141592653589793)
}

func mixture(_ x: Variable, _ w: Variable, _ mu: Variable, _ sigma: Variable) -> Variable {
  logsumexp(log(w) - 0.5 * ((x - mu) / sigma) ** 2 - log(sigma), axis: -1)
}

func klOfGaussians(_ mu: Variable, _ logVar: Variable) -> Variable {
  -0.5 * (1 + logVar - mu ** 2 - exp(logVar)).sum(axis: 1)
}

func studentT(_ x: Variable, _ nu: Double) -> Variable {
  gammaln((nu + 1) / 2) - gammaln(nu / 2) - (nu + 1) / 2 * log(1 + x ** 2 / nu)
}

func betaLogp(_ x: Variable, _ a: Variable, _ b: Variable) -> Variable {
  (a - 1) * log(x) + (b - 1) * log(1 - x) - (gammaln(a) + gammaln(b) - gammaln(a + b))
}

func huber(_ x: Variable, _ delta: Double) -> Variable {
  `where`(abs(x) .<= delta, 0.5 * x ** 2, delta * (abs(x) - 0.5 * delta))
}

func damped(_ t: Variable, _ omega: Double, _ gamma: Double) -> Variable {
  exp(-gamma * t) * (cos(omega * t) + gamma / omega * sin(omega * t))
}

func rosenbrock(_ x: Variable, _ y: Variable) -> Variable { (1 - x) ** 2 + 100 * (y - x ** 2) ** 2 }

func himmelblau(_ x: Variable, _ y: Variable) -> Variable {
  (x ** 2 + y - 11) ** 2 + (x + y ** 2 - 7) ** 2
}

func planck(_ nu: Variable, _ t: Variable) -> Variable {
  2 * 6.626e-34 * nu ** 3 / 2.998e8 ** 2 / (exp(6.626e-34 * nu / (1.381e-23 * t)) - 1)
}

// MARK: Networks

func softmaxByHand(_ x: Variable) -> Variable {
  exp(x - x.max(axis: 1, keepdims: true))
    / exp(x - x.max(axis: 1, keepdims: true)).sum(axis: 1, keepdims: true)
}

func logistic(_ x: Variable, _ w: Variable, _ b: Variable) -> Variable {
  1 / (1 + exp(-dot(x, w) - b))
}

func regularisedCrossentropy(_ p: Variable, _ y: Variable, _ w: Variable) -> Variable {
  (-y * log(p) - (1 - y) * log(1 - p)).mean() + 0.01 * (w ** 2).sum()
}

func elasticNet(_ error: Variable, _ w: Variable, _ l1: Double, _ l2: Double) -> Variable {
  (error ** 2).mean() / 2 + l1 * abs(w).sum() + l2 / 2 * (w ** 2).sum()
}

func hidden(_ x: Variable, _ w: Variable, _ b: Variable) -> Variable { tanh(dot(x, w) + b) }

func twoLayers(
  _ x: Variable, _ w1: Variable, _ b1: Variable, _ w2: Variable, _ b2: Variable
) -> Variable {
  softmax(dot(maximum(dot(x, w1) + b1, 0), w2) + b2)
}

func lstmCell(
  _ x: Variable, _ h: Variable, _ c: Variable, _ w: Variable, _ u: Variable, _ b: Variable, _ n: Int
) -> (Variable, Variable) {
  let gates = dot(x, w) + dot(h, u) + b
  let i = sigmoid(gates[.all, 0..<n])
  let f = sigmoid(gates[.all, n..<2 * n] + 1)
  let o = sigmoid(gates[.all, 2 * n..<3 * n])
  let next = f * c + i * tanh(gates[.all, (3 * n)...])
  return (o * tanh(next), next)
}

func gruUpdate(_ z: Variable, _ r: Variable, _ h: Variable, _ u: Variable, _ wx: Variable)
  -> Variable
{
  (1 - z) * h + z * tanh(wx + dot(r * h, u))
}

func attention(_ q: Variable, _ k: Variable, _ v: Variable, _ d: Int) -> Variable {
  dot(softmax(dot(q, k.T) / Double(d).squareRoot()), v)
}

func layerNorm(_ x: Variable, _ gain: Variable, _ bias: Variable) -> Variable {
  gain * (x - x.mean(axis: -1, keepdims: true)) / sqrt(x.var(axis: -1, keepdims: true) + 1e-6)
    + bias
}

func freeEnergy(_ v: Variable, _ w: Variable, _ vbias: Variable, _ hbias: Variable) -> Variable {
  -dot(v, vbias) - log(1 + exp(dot(v, w) + hbias)).sum(axis: 1)
}

func negativeLogLikelihood(_ p: Variable, _ y: Variable) -> Variable {
  -log(p)[arange(y.shape[0]), y].mean()
}

func errors(_ p: Variable, _ y: Variable) -> Variable { neq(argmax(p, axis: 1), y).mean() }

// MARK: Optimisers and steps

func adam(
  _ p: Variable, _ g: Variable, _ m: Variable, _ v: Variable, _ t: Variable,
  rate: Double, beta1: Double, beta2: Double
) -> (Variable, Variable, Variable) {
  let m1 = beta1 * m + (1 - beta1) * g
  let v1 = beta2 * v + (1 - beta2) * g ** 2
  let step = rate * m1 / (1 - beta1 ** t) / (sqrt(v1 / (1 - beta2 ** t)) + 1e-8)
  return (p - step, m1, v1)
}

func adamAtStep(_ p: Variable, _ m: Variable, _ v: Variable, _ t: Int, _ rate: Float) -> Variable {
  p - rate * sqrt(1 - 0.999 ** Variable(integerLiteral: t))
    / (1 - 0.9 ** Variable(integerLiteral: t)) * m
    / (sqrt(v) + 1e-8)
}

func momentum(_ p: Variable, _ velocity: Variable, _ g: Variable, _ mu: Double, _ rate: Double)
  -> Variable
{
  p + mu * (mu * velocity - rate * g) - rate * g
}

func rungeKutta(_ f: (Variable, Variable) -> Variable, _ t: Variable, _ y: Variable, _ h: Double)
  -> Variable
{
  let k1 = f(t, y)
  let k2 = f(t + h / 2, y + h * k1 / 2)
  let k3 = f(t + h / 2, y + h * k2 / 2)
  let k4 = f(t + h, y + h * k3)
  return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
}

func leapfrog(_ x: Variable, _ p: Variable, _ g: Variable, _ eps: Double) -> (Variable, Variable) {
  (x + eps * (p - 0.5 * eps * g), p - 0.5 * eps * g)
}

func metropolis(_ old: Variable, _ new: Variable, _ u: Variable) -> Variable {
  `where`(log(u) .< old - new, new, old)
}

func schedule(_ t: Variable, _ warmup: Int, _ width: Int) -> Variable {
  minimum(t ** -0.5, t * Double(warmup) ** -1.5) / Double(width).squareRoot()
}

// MARK: Indexing

func differences(_ x: Variable) -> Variable { (x[1...] - x[..<(-1)]) / 0.1 }

func laplacian(_ u: Variable, _ h: Double) -> Variable {
  (u[2..., 1..<(-1)] + u[..<(-2), 1..<(-1)] + u[1..<(-1), 2...] + u[1..<(-1), ..<(-2)]
    - 4 * u[1..<(-1), 1..<(-1)]) / (h * h)
}

func trapezoid(_ y: Variable, _ dx: Double) -> Variable {
  dx * (0.5 * y[0] + y[1..<(-1)].sum() + 0.5 * y[-1])
}

func gathered(_ x: Variable, _ i: Variable, _ n: Int) -> Variable {
  x[i, n] + 2 * x[i + 1, n - 1] - x[-1, .stride(by: 2)].sum() / n
}

func everySecond(_ x: Variable, _ n: Variable) -> Variable {
  x[.ellipsis, .stride(by: 2)] + x[.newAxis, .all, 0] * x[n...] - x[..<n] + x[0..<n]
}

func replaced(_ x: Variable, _ k: Int) -> Variable {
  setSubtensor(x[1..<3], x[1..<3] * 2 + k) + incSubtensor(x[0], 1)
}

// MARK: Comparisons

func band(_ x: Variable, _ low: Int, _ high: Double) -> Variable {
  `where`((x .>= low) & (x .< high), x * 2, 0.5)
}

func counts(_ x: Variable, _ k: Int) -> Variable {
  (x .== k).sum() + (x .!= 0).sum() - (k .<= x).sum() + (0.5 .< x).sum()
}

func leaky(_ x: Variable, _ slope: Double) -> Variable { `where`(x .> 0, x, slope * x) }

func limited(_ x: Variable, _ bound: Double) -> Variable {
  clip(x, -bound, bound) + clip(x, 0, 1) + maximum(x, bound) - minimum(x, -1)
}
