/// The operations on shapes, layout, creation and products.
package let shapeCatalogue: [any SampledOp] = [
  DimShuffle(pattern: []), Shape(), LengthOfAxis(axis: 0), MakeVector(), Reshape(ndim: 2),
  SpecifyShape(given: [true]), Split(axis: 0, count: 2), Join(axis: 0), Alloc(),
  ARange(dtype: .float64), Eye(dtype: .float64), Dot(), BatchedDot(),
  Rebroadcast(axes: [0], isOne: true), Repeat(axis: 0), SumRepeated(axis: 0), Roll(axis: 0),
  Flip(axes: [0]), ExtractDiagonal(offset: 0, axis1: 0, axis2: 1),
  AllocDiagonal(offset: 0, axis1: 0, axis2: 1),
]
