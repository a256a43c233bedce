import CTheanoExecution

/// The routines that multiply matrices for programs.
package struct ProductRoutines: Sendable {
  /// For single precision.
  package var float32: theano_gemm_f32
  /// For double precision.
  package var float64: theano_gemm_f64

  /// Creates a pair of routines.
  package init(float32: theano_gemm_f32, float64: theano_gemm_f64) {
    self.float32 = float32
    self.float64 = float64
  }

  /// Three loops: right, and slow.
  package static let plain = ProductRoutines(
    float32: theano_plain_gemm_f32, float64: theano_plain_gemm_f64)
}
