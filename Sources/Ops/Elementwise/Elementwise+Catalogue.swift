/// The element-wise operations.
package let elementwiseCatalogue: [any SampledOp] =
  arithmeticCatalogue + functionCatalogue + specialFunctionCatalogue + logicCatalogue

/// Arithmetic, choices and conversions.
private let arithmeticCatalogue: [any SampledOp] = [
  Add(), Sub(), Mul(), TrueDiv(), Neg(), IntDiv(), Mod(), Pow(), Second(), Switch(), Abs(), Sign(),
  Sqr(), Sqrt(), Reciprocal(), Maximum(), Minimum(), Clip(), Cast(target: .float64),
  ComplexPart.real, ComplexPart.imag, Angle(), Conj(), ComplexOf(),
]

/// Elementary functions and those of neural networks.
private let functionCatalogue: [any SampledOp] = [
  Exp(), Exp2(), Expm1(), Log(), Log2(), Log10(), Log1p(), Sin(), Cos(), Tan(), Arcsin(), Arccos(),
  Arctan(), Arctan2(), Sinh(), Cosh(), Tanh(), Arcsinh(), Arccosh(), Arctanh(), Deg2rad(),
  Rad2deg(), Sigmoid(), Softplus(), Softsign(), Relu(), LeakyRelu(), LogAddExp(), Log1mExp(),
  XLogX(), XLogY(), XLogY0(),
]

/// The special functions of mathematics.
private let specialFunctionCatalogue: [any SampledOp] = [
  Erf(), Erfc(), Erfcx(), Erfinv(), Erfcinv(), Gamma(), Gammaln(), Psi(), Polygamma(order: 1),
  Polygamma(order: 2), GammaInc(), GammaIncC(), GammaIncByOrder(), Chi2SF(), BesselJ0(), BesselJ1(),
  BesselJ(), BesselI0(), BesselI1(), BesselI(),
]

/// Rounding, comparisons, tests and operations on bits.
private let logicCatalogue: [any SampledOp] =
  [Invert(isLogical: true), Invert(isLogical: false)] + Rounding.allCases + Comparison.allCases
  + FloatTest.allCases + Bitwise.allCases
