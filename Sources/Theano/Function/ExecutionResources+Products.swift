import TheanoCodeGen
import TheanoExecution
import TheanoGraph

extension ExecutionResources {
  /// What programs that multiply matrices use: the standard memory and threads, and fast products, which are
  /// compiled when the first such program is.
  static let withProducts = ExecutionResources(
    memory: standard.memory, workers: standard.workers, products: fastProducts())

  /// Products by our own routines or the BLAS that `THEANO_FLAGS` names; slow ones, after a warning, if they
  /// cannot be compiled.
  private static func fastProducts() -> ProductRoutines {
    do {
      let blas = Configuration.current.blasFlags.flatMap(BlasLibrary.init(ldflags:))
      return try .compiled(by: .standard, blas: blas)
    } catch {
      warn("Products of matrices are slow: \(error)")
      return .plain
    }
  }
}
