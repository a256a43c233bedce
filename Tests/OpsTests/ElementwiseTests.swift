import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// A variable for each array, of unknown lengths save ones.
private func variables(_ arrays: [NDArray]) -> [Variable] {
  arrays.map { Variable(TensorType($0.dtype, shape: $0.shape.map { $0 == 1 ? 1 : nil })) }
}

/// The functions that golden cases name, by the number of their operands.
private let unary: [String: @Sendable (Variable) -> Variable] = [
  "neg": { neg($0) }, "abs": { abs($0) }, "sign": { sign($0) }, "sqr": { sqr($0) },
  "sqrt": { sqrt($0) }, "reciprocal": { reciprocal($0) }, "exp": { exp($0) },
  "exp2": { exp2($0) }, "expm1": { expm1($0) }, "log": { log($0) }, "log2": { log2($0) },
  "log10": { log10($0) }, "log1p": { log1p($0) }, "ceil": { ceil($0) }, "floor": { floor($0) },
  "trunc": { trunc($0) }, "round": { round($0) },
  "roundHalfAwayFromZero": { round($0, mode: .halfAwayFromZero) }, "sin": { sin($0) },
  "cos": { cos($0) }, "tan": { tan($0) }, "arcsin": { arcsin($0) }, "arccos": { arccos($0) },
  "arctan": { arctan($0) }, "sinh": { sinh($0) }, "cosh": { cosh($0) }, "tanh": { tanh($0) },
  "arcsinh": { arcsinh($0) }, "arccosh": { arccosh($0) }, "arctanh": { arctanh($0) },
  "deg2rad": { deg2rad($0) }, "rad2deg": { rad2deg($0) }, "sigmoid": { sigmoid($0) },
  "softplus": { softplus($0) }, "hardSigmoid": { hardSigmoid($0) },
  "softsign": { softsign($0) }, "erf": { erf($0) }, "erfc": { erfc($0) },
  "erfcx": { erfcx($0) }, "erfinv": { erfinv($0) }, "erfcinv": { erfcinv($0) },
  "gamma": { gamma($0) }, "gammaln": { gammaln($0) }, "psi": { psi($0) },
  "triGamma": { triGamma($0) }, "j0": { j0($0) }, "j1": { j1($0) }, "i0": { i0($0) },
  "i1": { i1($0) }, "real": { real($0) }, "imag": { imag($0) }, "conj": { conj($0) },
  "isnan": { isnan($0) }, "isinf": { isinf($0) }, "invert": { invert($0) },
]
private let binary: [String: @Sendable (Variable, Variable) -> Variable] = [
  "add": { add($0, $1) }, "sub": { sub($0, $1) }, "mul": { mul($0, $1) },
  "trueDiv": { trueDiv($0, $1) }, "intDiv": { intDiv($0, $1) }, "mod": { mod($0, $1) },
  "pow": { power($0, $1) }, "maximum": { maximum($0, $1) }, "minimum": { minimum($0, $1) },
  "arctan2": { arctan2($0, $1) }, "logaddexp": { logaddexp($0, $1) },
  "gammainc": { gammainc($0, $1) }, "gammaincc": { gammaincc($0, $1) }, "jv": { jv($0, $1) },
  "iv": { iv($0, $1) }, "chi2sf": { chi2sf($0, $1) }, "lt": { lt($0, $1) },
  "gt": { gt($0, $1) }, "le": { le($0, $1) }, "ge": { ge($0, $1) }, "eq": { eq($0, $1) },
  "neq": { neq($0, $1) }, "and": { and($0, $1) }, "or": { or($0, $1) }, "xor": { xor($0, $1) },
]
private let ternary: [String: @Sendable (Variable, Variable, Variable) -> Variable] = [
  "clip": { clip($0, $1, $2) }, "switch": { `switch`($0, $1, $2) },
]

/// The expression of a golden case; nil if nothing has its name.
private func expression(_ golden: GoldenCase, _ x: [Variable]) -> Variable? {
  switch golden.op {
  case "relu": return golden.args["alpha"].map { relu(x[0], alpha: $0.real) } ?? relu(x[0])
  case "elu": return golden.args["alpha"].map { elu(x[0], alpha: $0.real) } ?? elu(x[0])
  case "cast": return cast(x[0], golden.args["dtype"]?.text ?? "")
  default: break
  }
  switch x.count {
  case 1: return unary[golden.op]?(x[0])
  case 2: return binary[golden.op]?(x[0], x[1])
  case 3: return ternary[golden.op]?(x[0], x[1], x[2])
  default: return nil
  }
}

@Suite struct ElementwiseTests {
  /// The file's first part: all cases up to the first reduction.
  static let cases = Array(
    ((try? GoldenFile("ops.json").cases) ?? []).prefix { $0.op != "sum" })

  @Test func goldenCasesExist() { #expect(Self.cases.count > 750) }

  @Test(arguments: cases) func golden(_ golden: GoldenCase) throws {
    let inputs = try golden.inputs.map { try $0.array() }
    let x = variables(inputs)
    let y = try #require(expression(golden, x), "no function is called \(golden.op)")
    let value = try evaluate([y], x, inputs)[0]
    let expected = try golden.outputs[0].array()
    #expect(y.dtype == expected.dtype)
    let isNarrow = [.float32, .complex64, .float16].contains(expected.dtype)
    let difference = value.difference(
      from: expected, relative: isNarrow ? 2e-7 : 1e-12, absolute: isNarrow ? 1e-45 : 1e-14)
    #expect(difference == nil)
    // NumPy's maximum and mpmath's erf say nothing firm about signs of zeros.
    guard value.dtype.isFloat, golden.op != "relu", golden.op != "erf" else { return }
    for (a, b) in zip(value.reals, expected.reals) where a == 0 && b == 0 {
      #expect(a.sign == b.sign, "zeros of different signs")
    }
  }
}
