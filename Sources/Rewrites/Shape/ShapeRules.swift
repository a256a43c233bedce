/// The rules on shapes, and on what only repeats, moves or declares.
package let shapeRules: [Rewrite] =
  fillSink + lengths + allocs + dimShuffles + reshapes + joins + moves
