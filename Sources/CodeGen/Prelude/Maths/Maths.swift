/// The mathematical functions of generated code, as C.
///
/// `theano_<function>_f32` and `theano_<function>_f64` take and give floats of that width. Those of the first
/// line have no branches and no calls, so that a loop over them is vectorised; each has its largest error
/// in the C text, in units in the last place, and keeps what IEEE 754 says of zeros, infinities and numbers
/// that are none. They are right with and without contraction to fused multiply-adds.
package let mathsPrelude: [PreludePiece] =
  bitsMaths + roundingMaths + exponentialMaths + logarithmMaths + wideMaths + sigmoidMaths
  + trigonometricMaths + inverseTrigonometricMaths + hyperbolicMaths + powerMaths
  + errorFunctionMaths + gammaMaths + incompleteGammaMaths + besselMaths
