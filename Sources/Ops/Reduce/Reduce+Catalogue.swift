/// The reductions, sorts and row-wise operations.
package let reduceCatalogue: [any SampledOp] = [
  Sum(axes: nil)
]
