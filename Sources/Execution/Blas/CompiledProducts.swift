import CTheanoExecution
import TheanoCodeGen

extension ProductRoutines {
  /// Compiles the products for this machine, or takes them from the cache.
  ///
  /// Without `blas` all products are our own. That is the default, also where a BLAS is installed: measured
  /// beside OpenBLAS with AVX2 and with AVX-512 ours took 0.65 to 1.1 times as long on one thread, and results
  /// then do not depend on what is installed. With `blas` it makes all products of matrices whose rows or columns
  /// lie together, and ours the rest; products with vectors stay ours.
  /// - Throws: `ToolchainError` without a compiler, unless the cache has them.
  package static func compiled(
    by toolchain: Toolchain, blas: BlasLibrary? = nil
  ) throws(ToolchainError) -> ProductRoutines {
    let library = try toolchain.load([matrixProductLibrary(blas: blas?.file)])
    return ProductRoutines(
      float32: try library.function("theano_gemm_f32", as: theano_gemm_f32.self),
      float64: try library.function("theano_gemm_f64", as: theano_gemm_f64.self),
      library: library)
  }
}
