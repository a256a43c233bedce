/// The mathematical functions of generated code, as C.
///
/// `theano_<function>_f32` and `theano_<function>_f64` take and give floats of that width. Those up
/// to the inverse error functions have no branches and no calls (but `mod`, which calls the C
/// library), so that a loop over them is vectorised. The C text of each tells its largest error in
/// units in the last place.
/// Zeros, infinities and what is no number go in and come out as IEEE 754 says. All are right with
/// and without contraction to fused multiply-adds, but not when a compiler may reorder sums.
package let mathsPrelude: [PreludePiece] =
  bitsMaths + roundingMaths + exponentialMaths + logarithmMaths + wideMaths + sigmoidMaths
  + nearTrigonometricMaths + trigonometricMaths + inverseTrigonometricMaths + hyperbolicMaths
  + powerMaths + errorFunctionMaths + inverseErrorFunctionMaths + gammaMaths + logGammaMaths
  + pairMaths + pairTrigonometricMaths + digammaMaths + polygammaMaths + powerOverGammaMaths
  + incompleteGammaMaths + wideIncompleteGammaMaths + incompleteGammaByOrderMaths
  + wideBesselMaths + besselIMaths + besselJMaths + besselMaths
