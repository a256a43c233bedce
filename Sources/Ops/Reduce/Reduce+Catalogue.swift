/// The reductions, sorts and row-wise operations.
package let reduceCatalogue: [any SampledOp] = [
  Sum(axes: nil), Prod(axes: nil), ProductOfOthers(axes: [0]),
  Extremum(kind: .maximum, axes: [0]), Extremum(kind: .minimum, axes: [0]),
  ArgExtremum(kind: .maximum, axes: [0]), ArgExtremum(kind: .minimum, axes: [0]),
  Quantifier(kind: .any, axes: nil), Quantifier(kind: .all, axes: nil), LogSumExp(axes: [0]),
  Median(axes: [0]), MedianWeights(axes: [0]), Sort(axis: 0), ArgSort(axis: 0),
  GatherAlong(axis: 0), ScatterAlong(axis: 0), CumSum(axis: 0), CumProd(axis: 0),
  LinearRecurrence(axis: 0), Shift(axis: 0, distance: 1), Diff(axis: 0, order: 1),
  DiffTransposed(axis: 0, order: 1), SearchSorted(side: .left), Bincount(minlength: 0), Unique(),
  ArgTopK(k: 1, axis: 0), Softmax(axes: [0]), LogSoftmax(axes: [0]), SigmoidBinaryCrossentropy(),
  OneHot(classes: 1, dtype: .float64), ConfusionMatrix(),
]
