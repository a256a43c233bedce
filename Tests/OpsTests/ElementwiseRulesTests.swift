import TestSupport
import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

/// A vector of a dtype.
private func vector(_ dtype: DType) -> Variable { Variable(TensorType(dtype, ndim: 1), name: "v") }

/// The values of an expression of float64 vectors.
private func values(_ y: Variable, _ x: [Variable], _ data: [[Double]]) throws -> [Double] {
  try evaluate([y], x, data.map { NDArray(elements: $0, shape: [$0.count]) })[0].reals
}

/// Dtypes, texts, errors and compositions of elementwise operations.
@Suite struct ElementwiseRulesTests {
  @Test func functionsOfIntegersGiveFloatX() {
    for dtype in [DType.bool, .int8, .uint32, .int64] {
      for f: (Variable) -> Variable in [
        { exp($0) }, { sqrt($0) }, { floor($0) }, { sigmoid($0) }, { erf($0) },
        { reciprocal($0) }, { psi($0) }, { angle($0) },
      ] {
        #expect(f(vector(dtype)).dtype == .float64)
        Configuration.$current.withValue(Configuration(flags: "floatX=float32")) {
          #expect(f(vector(dtype)).dtype == .float32)
        }
      }
    }
    #expect(log(vector(.float16)).dtype == .float16)
    #expect(arctan2(vector(.int32), vector(.float32)).dtype == .float32)
  }

  @Test func dtypesAreKept() {
    for dtype in [DType.int8, .uint16, .float32] {
      #expect(abs(vector(dtype)).dtype == dtype)
      #expect(sqr(vector(dtype)).dtype == dtype)
      #expect(sign(vector(dtype)).dtype == dtype)
      #expect(round(vector(dtype)).dtype == dtype)
      #expect(relu(vector(dtype)).dtype == dtype)
      #expect(maximum(vector(dtype), 0).dtype == dtype)
      #expect(clip(vector(dtype), 0, 1).dtype == dtype)
    }
    #expect(abs(vector(.complex64)).dtype == .float32)
    #expect(iround(vector(.float32)).dtype == .int64)
    #expect(complex(vector(.float32), vector(.float32)).dtype == .complex64)
    #expect(complex(vector(.int8), vector(.float64)).dtype == .complex128)
    #expect(real(vector(.complex64)).dtype == .float32)
    let x = vector(.float32)
    #expect(relu(x, alpha: 0.1).dtype == .float32)
    #expect(elu(x).dtype == .float32)
    #expect(selu(x).dtype == .float32)
    #expect(ultraFastSigmoid(x).dtype == .float32)
    #expect(nanToNum(x).dtype == .float32)
  }

  @Test func wrongOperands() {
    let (x, b, i) = (vector(.float64), vector(.bool), vector(.int64))
    let bits =
      "input to a BitOp must have type (u)int8, (u)int16, (u)int32 or (u)int64 or be all bools not "
    let wrong: [(Variable, String)] = [
      (x & x, bits + "float64"), (b & i, bits + "bool"), (i | 1.5, bits + "float64"),
      (~x, "input to a BitOp must have type (u)int8, (u)int16, (u)int32 or (u)int64 or bool"),
      (b - b, "bool output not supported"), (-b, "bool input not supported"),
      (sign(b), "bool output not supported"),
      (round(vector(.complex128)), "only float type are supported"),
      (maximum(vector(.complex128), 0), "maximum is not defined for operands of dtype complex128"),
      (complex(vector(.complex64), x), "must be real"),
      (cast(vector(.complex64), .float32), "Casting from complex to real is ambiguous"),
      (cast(x, "float33"), "float33"), (polygamma(-1, x), "0...100"),
      (polygamma(101, x), "0...100"), (largest([]), "largest needs at least one operand"),
      (add([]), "at least one"),
    ]
    for (variable, text) in wrong {
      #expect(variable.error?.message.contains(text) == true, "\(text): \(variable)")
      #expect(variable.error?.op != nil)
    }
    #expect((x & x).error?.kind == .type)
    #expect(largest().error?.kind == .value)
    // An error goes through whatever is built of it.
    let broken = x & x
    for y in [
      real(broken), imag(broken), isnan(broken), nanToNum(broken), round(broken), conj(broken),
      relu(broken, alpha: 0.5), isclose(broken, x), allclose(x, broken), logicalNot(broken),
    ] {
      #expect(y.error?.message == broken.error?.message)
    }
  }

  @Test func texts() {
    let x = Variable(TensorType(.float64, shape: []), name: "x")
    let y = Variable(TensorType(.float64, shape: []), name: "y")
    let b = Variable(TensorType(.bool, shape: []), name: "b")
    #expect(pp(abs(x)) == "|x|")
    #expect(pp(round(x)) == "round_half_to_even(x)")
    #expect(pp(inv(x)) == "inv(x)")
    #expect(pp(sgn(x)) == "sgn(x)")
    #expect(pp(maximum(x, y)) == "maximum(x, y)")
    #expect(pp(b & b) == "and_(b, b)")
    #expect(pp(~b) == "invert(b)")
    #expect(pp(clip(x, y, x)) == "clip(x, y, x)")
    #expect("\(abs(x))" == "Elemwise{abs_,no_inplace}.0")
  }

  @Test func compositions() throws {
    let (x, y) = (vector(.float64), vector(.float64))
    #expect(try values(clip(x, 2, 1), [x], [[0, 1.5, 3]]) == [2, 2, 1])
    #expect(
      try values(elu(x, alpha: 2), [x], [[-1, 0, 1]])[0].isNear(-1.2642411176571153, 1e-15, 0))
    #expect(try values(selu(x), [x], [[-1]])[0].isNear(-1.1113307378125625, 1e-15, 0))
    #expect(try values(relu(x, alpha: 0.1), [x], [[-1, 0, 1]]) == [-0.1, 0, 1])
    #expect(try values(relu(x), [x], [[-.infinity, 1e308, .infinity]]) == [0, 1e308, .infinity])
    #expect(try values(largest(x, y, 0), [x, y], [[-1, 3], [-2, 4]]) == [0, 4])
    #expect(try values(smallest(x, y), [x, y], [[-1, 3], [-2, 4]]) == [-2, 3])
    #expect(try values(ceilIntDiv(x, y), [x, y], [[7, 6, -7], [2, 3, 2]]) == [4, 2, -3])
    let (quotient, remainder) = divmod(x, y)
    #expect(try values(quotient, [x, y], [[7, -7], [2, 2]]) == [3, -4])
    #expect(try values(remainder, [x, y], [[7, -7], [2, 2]]) == [1, 1])
    #expect(try values(add(x, y, 1), [x, y], [[1], [2]]) == [4])
    #expect(try values(mul(x, y, 2), [x, y], [[3], [2]]) == [12])
    #expect(try values(iround(x, mode: .halfAwayFromZero), [x], [[0.5, -0.5]]) == [1, -1])
    #expect(try values(xlogy(x, y), [x, y], [[0, 0, 2], [0, .nan, 1]]).prefix(1) == [0])
    #expect(try values(xlogy0(x, y), [x, y], [[0], [.nan]]) == [0])
    #expect(
      try values(nanToNum(x, nan: 7, neginf: -1), [x], [[.nan, .infinity, -.infinity, 2]])
        == [7, .greatestFiniteMagnitude, -1, 2])
    // Theano's values at the pieces' ends.
    let fast = try values(ultraFastSigmoid(x), [x], [[0, 2, -2, 3.4, 6, -.infinity]])
    let known = [0.5, 0.875, 0.125, 0.9677045353015495, 0.997527376843365, 0.002472623156635]
    for (a, b) in zip(fast, known) { #expect(a.isNear(b, 1e-12, 1e-15)) }
  }

  @Test func testsOfFloats() throws {
    let (x, y) = (vector(.float64), vector(.float64))
    let (a, b) = ([1, .infinity, .nan, .infinity, 1], [1 + 1e-6, .infinity, .nan, -.infinity, 2])
    #expect(try values(isclose(x, y), [x, y], [a, b]) == [1, 1, 0, 0, 0])
    #expect(try values(isclose(x, y, equalNan: true), [x, y], [a, b]) == [1, 1, 1, 0, 0])
    #expect(try values(allclose(x, y), [x, y], [[1, 2], [1, 2]]) == [1])
    #expect(try values(allclose(x, y), [x, y], [[1, 2], [1, 3]]) == [0])
    #expect(try values(allclose(x, y), [x, y], [[], []]) == [1])
    #expect(try values(isfinite(x), [x], [[1, .nan, -.infinity]]) == [1, 0, 0])
    let i = vector(.int32)
    let integers = NDArray(elements: [Int32(1), 0], shape: [2])
    let tests = try evaluate([isnan(i), isinf(i), isfinite(i), logicalNot(i)], [i], [integers])
    #expect(tests.map(\.reals) == [[0, 0], [0, 0], [1, 1], [0, 1]])
    #expect(tests.allSatisfy { $0.dtype == .bool })
  }

  @Test func complexNumbers() throws {
    let z = vector(.complex128)
    let data: [Complex<Double>] = [Complex(3, -4), Complex(0, 2), Complex(-.infinity, 1)]
    let array = NDArray(complexes: data, shape: [3], dtype: .complex128)
    let y = try evaluate(
      [abs(z), real(z), imag(z), angle(z), isinf(z), conj(z), exp2(z), eq(z, z)], [z], [array])
    #expect(y[0].reals == [5, 2, .infinity])
    #expect(y[1].reals == [3, 0, -.infinity])
    #expect(y[2].reals == [-4, 2, 1])
    #expect(y[3].reals == [-0.9272952180016122, .pi / 2, .pi])
    #expect(y[4].reals == [0, 0, 1])
    #expect(y[5].complexes[0] == Complex(3, 4))
    #expect(y[6].complexes[1].real.isNear(0.18345697474330172, 1e-14, 0))
    #expect(y[7].reals == [1, 1, 1])
    let polar = try evaluate([complexFromPolar(abs(z), angle(z))], [z], [array])[0].complexes
    #expect((polar[0] - data[0]).length < 1e-14)
  }

  @Test func literalsBesideComplexAndFloat32() throws {
    let x = vector(.float32)
    #expect((1 + exp(x) * 0.5).dtype == .float32)
    #expect(logaddexp(x, 0).dtype == .float32)
    #expect(xlogy0(0.5, x).dtype == .float32)
    #expect(jv(2, x).dtype == .float32)
  }
}
