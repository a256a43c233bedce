import TestSupport
import Testing
import Theano

/// The dtype that each operation gives, compared with Theano's tables under our rules.
@Suite struct GoldenDTypeTests {
  private static let binary: [String: @Sendable (Variable, Variable) -> Variable] = [
    "add": { $0 + $1 }, "sub": { $0 - $1 }, "mul": { $0 * $1 }, "trueDiv": { $0 / $1 },
    "intDiv": { intDiv($0, $1) }, "mod": { $0 % $1 }, "pow": { $0 ** $1 },
    "maximum": { maximum($0, $1) }, "arctan2": { arctan2($0, $1) }, "lt": { $0 .< $1 },
    "and": { $0 & $1 }, "dot": { dot($0, $1) },
  ]

  private static let unary: [String: @Sendable (Variable) -> Variable] = [
    "neg": { -$0 }, "abs": { abs($0) }, "sgn": { sgn($0) }, "sqr": { sqr($0) },
    "sqrt": { sqrt($0) },
    "exp": { exp($0) }, "log": { log($0) }, "sin": { sin($0) }, "tanh": { tanh($0) },
    "inv": { inv($0) }, "floor": { floor($0) }, "ceil": { ceil($0) }, "round": { round($0) },
    "sigmoid": { sigmoid($0) }, "softplus": { softplus($0) }, "erf": { erf($0) },
    "gammaln": { gammaln($0) }, "isnan": { isnan($0) }, "invert": { ~$0 }, "angle": { angle($0) },
    "conj": { conj($0) }, "real": { real($0) }, "sum": { $0.sum() }, "prod": { $0.prod() },
    "mean": { $0.mean() }, "var": { $0.var() }, "std": { $0.std() }, "max": { $0.max() },
    "min": { $0.min() }, "argmax": { $0.argmax() }, "any": { $0.any() }, "all": { $0.all() },
    "cumsum": { $0.cumsum() }, "cumprod": { $0.cumprod() }, "sort": { sort($0) },
    "argsort": { argsort($0) },
  ]

  private static let literals: [String: @Sendable (Variable) -> Variable] = [
    "1": { $0 * 1 }, "200": { $0 * 200 }, "70000": { $0 * 70000 },
    "2 ** 40": { $0 * 1_099_511_627_776 }, "1.0": { $0 * 1.0 }, "1.5": { $0 * 1.5 },
    "1.1": { $0 * 1.1 },
  ]

  private func dtype(_ result: Variable) -> DType? { result.error == nil ? result.dtype : nil }

  @Test func pairs() throws {
    let table = try GoldenTheano.file.get().dtypes
    #expect(Set(table.binary.keys) == Set(Self.binary.keys))
    let order = table.order.compactMap { DType(rawValue: $0) }
    #expect(order.count == 14)
    for (name, apply) in Self.binary {
      for (i, a) in order.enumerated() {
        for (j, b) in order.enumerated() {
          let theano = table.binary[name]?[i][j].flatMap { DType(rawValue: $0) }
          let result = dtype(apply(vector("a", dtype: a), vector("b", dtype: b)))
          #expect(result == ours(name, a, b, theano), "\(name) of \(a) and \(b)")
        }
      }
    }
  }

  /// Our rule, given what Theano does.
  private func ours(_ name: String, _ a: DType, _ b: DType, _ theano: DType?) -> DType? {
    let mixed = a.isDiscrete != b.isDiscrete
    let isComplex = a.kind == .complex || b.kind == .complex
    switch name {
    // Complex numbers have no order, no angle with each other and no remainder.
    case "arctan2" where isComplex, "lt" where isComplex: return nil
    case "maximum" where isComplex, "intDiv" where isComplex, "mod" where isComplex: return nil
    case "trueDiv" where a.isDiscrete && b.isDiscrete: return .float64
    case "arctan2" where a.isDiscrete && b.isDiscrete: return .float64
    // The bits of float64, where no integer holds both operands, are nothing to combine.
    case "and" where theano == .float64: return nil
    case "lt", "and": return theano
    default: break
    }
    // A float or a complex with an integer gives that float or complex.
    return mixed ? (a.isDiscrete ? b : a) : theano
  }

  @Test func singles() throws {
    let table = try GoldenTheano.file.get().dtypes
    #expect(Set(table.unary.keys) == Set(Self.unary.keys))
    for (name, apply) in Self.unary {
      for (i, text) in table.order.enumerated() {
        guard let a = DType(rawValue: text) else { continue }
        let theano = table.unary[name]?[i].flatMap { DType(rawValue: $0) }
        let result = dtype(apply(vector("a", dtype: a)))
        #expect(result == ours(name, a, theano), "\(name) of \(a)")
      }
    }
  }

  private func ours(_ name: String, _ a: DType, _ theano: DType?) -> DType? {
    let ordering: Set = ["max", "min", "argmax", "sort", "argsort"]
    let realOnly: Set = ["sigmoid", "softplus", "erf", "gammaln"]
    switch (name, a.kind) {
    case (_, .complex) where ordering.contains(name) || realOnly.contains(name): return nil
    case ("var", .complex), ("std", .complex), ("angle", .real), ("angle", .complex):
      return a.realCounterpart
    case ("conj", .bool): return .bool
    case ("cumsum", .bool), ("cumprod", .bool): return .int64
    case ("round", .bool), ("round", .integer): return a
    default: break
    }
    // Functions that give floats give `floatX` for integers.
    if a.isDiscrete, let theano, !theano.isDiscrete { return .float64 }
    return theano
  }

  @Test func literals() throws {
    let table = try GoldenTheano.file.get().dtypes
    #expect(Set(table.mulByLiteral.keys) == Set(Self.literals.keys))
    for (text, apply) in Self.literals {
      for a in table.order.compactMap({ DType(rawValue: $0) }) {
        // A literal takes the tensor's dtype, and is refused if it does not fit; a float beside integers
        // gives `floatX`.
        let isFloat = text.contains(".")
        let usual: DType = a == .bool && !isFloat ? .int64 : a.isDiscrete && isFloat ? .float64 : a
        let expected = Self.tooLarge[text]?.contains(a) == true ? nil : usual
        #expect(dtype(apply(vector("a", dtype: a))) == expected, "\(a) * \(text)")
      }
    }
  }

  /// Integer literals with the dtypes that they do not fit in.
  private static let tooLarge: [String: Set<DType>] = [
    "200": [.int8], "70000": [.int8, .uint8, .int16, .uint16],
    "2 ** 40": [.int8, .uint8, .int16, .uint16, .int32, .uint32],
  ]
}
