/// The operations on shapes, layout, creation and products.
package let shapeCatalogue: [any SampledOp] = [
  DimShuffle(pattern: [])
]
