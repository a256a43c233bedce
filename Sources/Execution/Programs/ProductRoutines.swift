import CTheanoExecution
import TheanoCodeGen

/// The routines that multiply matrices for programs.
package struct ProductRoutines: Sendable {
  /// For single precision.
  package var float32: theano_gemm_f32
  /// For double precision.
  package var float64: theano_gemm_f64

  /// The library that they are in, if they were compiled: it stays as long as they do.
  private let library: NativeLibrary?

  /// Creates a pair of routines, which are in `library` if that is not nil.
  package init(
    float32: theano_gemm_f32, float64: theano_gemm_f64, library: NativeLibrary? = nil
  ) {
    self.float32 = float32
    self.float64 = float64
    self.library = library
  }

  /// Three loops: right, and slow.
  package static let plain = ProductRoutines(
    float32: theano_plain_gemm_f32, float64: theano_plain_gemm_f64)
}
