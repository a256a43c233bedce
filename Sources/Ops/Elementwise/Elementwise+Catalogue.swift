/// The element-wise operations.
package let elementwiseCatalogue: [any SampledOp] = [
  Add(), Sub(), Mul(), TrueDiv(), Neg(), IntDiv(), Mod(), Pow(), Exp(), Log(), Second(), Switch(),
  Comparison.lt, Comparison.gt, Comparison.le, Comparison.ge, Comparison.eq, Comparison.neq,
  Cast(target: .float64),
]
