import Theano

extension GoldenNames {
  /// Returns the outputs of a source in `rewrites.json`.
  func rewritten(_ source: String) throws -> [Variable] {
    if source == "[(x + y) * 2, (x + y) * 3]" { return [(x + y) * 2, (x + y) * 3] }
    if source == "[x + y, y + x]" { return [x + y, y + x] }
    if source.hasPrefix("T.grad(") { return [try rewrittenGradient(source)] }
    return [try scalarRewritten(source) ?? tensorRewritten(source) ?? printed(source)]
  }

  private func rewrittenGradient(_ source: String) throws -> Variable {
    switch source {
    case "T.grad(x ** 2, x)": return try grad(x ** 2, wrt: x)
    case "T.grad(x ** 3, x)": return try grad(x ** 3, wrt: x)
    case "T.grad(T.exp(x * y) + x ** 3, x)": return try grad(exp(x * y) + x ** 3, wrt: x)
    case "T.grad(T.sum(v ** 2), v)": return try grad((v ** 2).sum(), wrt: v)
    case "T.grad((1 / (1 + T.exp(-M))).sum(), M)":
      return try grad((1 / (1 + exp(-M))).sum(), wrt: M)
    case "T.grad(T.sum(T.dot(M, v)), v)": return try grad(dot(M, v).sum(), wrt: v)
    case "T.grad(v.mean(), v)": return try grad(v.mean(), wrt: v)
    case "T.grad(T.log(1 + T.exp(x)), x)": return try grad(log(1 + exp(x)), wrt: x)
    case "T.grad(-T.log(T.nnet.sigmoid(v)).sum(), v)":
      return try grad(-log(sigmoid(v)).sum(), wrt: v)
    case "T.grad(T.tanh(x), x)": return try grad(tanh(x), wrt: x)
    case "T.grad(T.log(x), x)": return try grad(log(x), wrt: x)
    case "T.grad(x / y, y)": return try grad(x / y, wrt: y)
    case "T.grad(T.sqrt(x), x)": return try grad(sqrt(x), wrt: x)
    case "T.grad(T.nnet.softplus(v).sum(), v)": return try grad(softplus(v).sum(), wrt: v)
    case "T.grad(v[0] ** 2 + v[1] ** 2, v)": return try grad(v[0] ** 2 + v[1] ** 2, wrt: v)
    case "T.grad(T.exp(v).sum(), v)": return try grad(exp(v).sum(), wrt: v)
    case "T.grad(T.dot(M, N).sum(), M)": return try grad(dot(M, N).sum(), wrt: M)
    case "T.grad((M * v).sum(), v)": return try grad((M * v).sum(), wrt: v)
    case "T.grad(M.T.sum(), M)": return try grad(M.T.sum(), wrt: M)
    case "T.grad(x ** y, x)": return try grad(x ** y, wrt: x)
    case "T.grad(T.nnet.categorical_crossentropy(T.nnet.softmax(M), iv).mean(), M)":
      return try grad(categoricalCrossentropy(softmax(M), iv).mean(), wrt: M)
    case "T.grad(T.log(T.nnet.softmax(M)).sum(), M)":
      return try grad(log(softmax(M)).sum(), wrt: M)
    default: throw UnknownGolden(source: source)
    }
  }

  private func scalarRewritten(_ source: String) throws -> Variable? {
    switch source {
    case "2 * 3 + T.exp(T.constant(0.)) + x": return 2 * 3 + exp(try constant(0.0)) + x
    case "x + y - y": return x + y - y
    case "(x - y) + y": return (x - y) + y
    case "x * y / x": return x * y / x
    case "x / x": return x / x
    case "x - x": return x - x
    case "x + x": return x + x
    case "2 * x + 3 * x": return 2 * x + 3 * x
    case "x * 2 * 3": return x * 2 * 3
    case "2 * (3 * x)": return 2 * (3 * x)
    case "x + 1 + 2": return x + 1 + 2
    case "(x + 1) + (y + 2)": return (x + 1) + (y + 2)
    case "x - 1": return x - 1
    case "-(-x)": return -(-x)
    case "x + -y": return x + -y
    case "x - -y": return x - -y
    case "-(x - y)": return -(x - y)
    case "x * -1": return x * -1
    case "x / 2": return x / 2
    case "x / 3": return x / 3
    case "x * y / y": return x * y / y
    case "x / y / z": return x / y / z
    case "x / (y / z)": return x / (y / z)
    case "1 / (1 / x)": return 1 / (1 / x)
    case "x / -y": return x / -y
    case "-x / -y": return -x / -y
    case "-x * -y": return -x * -y
    case "x * 0": return x * 0
    case "x * 1": return x * 1
    case "x / 1": return x / 1
    case "x + 0": return x + 0
    case "x - 0": return x - 0
    case "x ** 0": return x ** 0
    case "x ** 1": return x ** 1
    case "x ** 4": return x ** 4
    case "x ** -1": return x ** -1
    case "x ** -2": return x ** -2
    case "x ** -0.5": return x ** -0.5
    case "x ** 1.5": return x ** 1.5
    case "x ** 10": return x ** 10
    case "x * x * x": return x * x * x
    case "i * 0": return i * 0
    case "i // 1": return intDiv(i, 1)
    case "i - i": return i - i
    case "i + i": return i + i
    case "x // 1": return intDiv(x, 1)
    case "0 / x": return 0 / x
    case "T.eq(x, x)": return eq(x, x)
    case "T.neq(x, x)": return neq(x, x)
    case "x < x": return x .< x
    case "x <= x": return x .<= x
    case "T.maximum(x, x)": return maximum(x, x)
    case "T.minimum(x, x)": return minimum(x, x)
    case "T.eq(i, i)": return eq(i, i)
    case "i < i": return i .< i
    case "T.switch(1, x, y)": return `switch`(1, x, y)
    case "T.switch(0, x, y)": return `switch`(0, x, y)
    case "T.switch(p, x, x)": return `switch`(p, x, x)
    case "T.switch(p, x, 0) * y": return `switch`(p, x, 0) * y
    case "T.switch(p, x, y) + T.switch(p, y, z)": return `switch`(p, x, y) + `switch`(p, y, z)
    case "T.abs_(T.abs_(x))": return abs(abs(x))
    case "T.abs_(-x)": return abs(-x)
    case "T.cast(T.cast(fx, 'float64'), 'float32')": return cast(cast(fx, .float64), .float32)
    case "T.cast(x, 'float64')": return cast(x, .float64)
    case "T.tanh(T.arctanh(x))": return tanh(arctanh(x))
    case "T.log(T.exp(x))": return log(exp(x))
    case "T.exp(T.log(x))": return exp(log(x))
    case "T.sqrt(T.sqr(x))": return sqrt(sqr(x))
    case "T.floor(T.floor(x))": return floor(floor(x))
    case "T.log(1 + x)": return log(1 + x)
    case "T.log(1 - x)": return log(1 - x)
    case "T.exp(x) - 1": return exp(x) - 1
    case "T.log1p(T.exp(x))": return log1p(exp(x))
    case "T.exp(x) * T.nnet.sigmoid(-x)": return exp(x) * sigmoid(-x)
    case "T.log(T.exp(x) + T.exp(y))": return log(exp(x) + exp(y))
    case "1 - T.erf(x)": return 1 - erf(x)
    case "1 + T.erf(x)": return 1 + erf(x)
    case "T.erf(x) - 1": return erf(x) - 1
    case "1 - T.erfc(x)": return 1 - erfc(x)
    case "T.log(T.erfc(x))": return log(erfc(x))
    case "x / T.abs_(x)": return x / abs(x)
    case "T.exp(x) * T.exp(y)": return exp(x) * exp(y)
    case "T.sqrt(x) * T.sqrt(x)": return sqrt(x) * sqrt(x)
    case "(x / y + z / y) * y": return (x / y + z / y) * y
    case "T.sgn(T.abs_(x))": return sgn(abs(x))
    case "T.clip(T.clip(x, 0, 1), 0, 1)": return clip(clip(x, 0, 1), 0, 1)
    default: return nil
    }
  }
}
