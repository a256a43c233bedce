import CTheanoExecution
import TestSupport
import Testing
import TheanoCodeGen

@testable import TheanoExecution

/// Products through the BLAS that is installed, if there is one.
@Suite(.enabled(if: hasCompiler)) struct BlasTests {
  /// The toolchain, which keeps nothing.
  private let toolchain = Toolchain.forTests()

  /// Matrices in all layouts that BLAS takes and one that it does not, against plain loops.
  @Test(
    .enabled(if: BlasLibrary.installed != nil),
    arguments: [
      (40, 50, 60), (300, 310, 320), (1, 20, 30), (20, 1, 30), (20, 30, 1),
    ]) func productsAgree(m: Int64, n: Int64, k: Int64) throws
  {
    let products = try ProductRoutines.compiled(by: toolchain, blas: BlasLibrary.installed)
    let a = (0..<m * k).map { Double($0 % 17) - 8 }
    let b = (0..<k * n).map { Double($0 % 13) - 6 }
    let old = (0..<2 * m * n).map { Double($0 % 5) }
    for (turnsA, turnsB, gap) in [
      (false, false, 1), (true, false, 1), (false, true, 1), (true, true, 1), (false, false, 2),
    ] as [(Bool, Bool, Int64)] {
      for beta in [0.0, 1, 0.5] {
        func compute(_ routine: @escaping theano_gemm_f64) -> [Double] {
          var c = old
          routine(
            nil, m, n, k, 2, a, turnsA ? 1 : k, turnsA ? m : 1, b, turnsB ? 1 : n, turnsB ? k : 1,
            beta, &c, n * gap, gap)
          return c
        }
        // Small whole numbers: every order of summation gives the same.
        #expect(compute(products.float64) == compute(ProductRoutines.plain.float64))
      }
    }
  }

  /// In float32, and of more columns than one call computes.
  @Test(.enabled(if: BlasLibrary.installed != nil)) func largeProductsAgree() throws {
    let products = try ProductRoutines.compiled(by: toolchain, blas: BlasLibrary.installed)
    let (m, n, k): (Int64, Int64, Int64) = (260, 900, 200)
    let a = (0..<m * k).map { Float($0 % 7) - 3 }
    let b = (0..<k * n).map { Float($0 % 5) - 2 }
    var (c, d) = (
      Array(repeating: Float.nan, count: Int(m * n)),
      Array(repeating: 0 as Float, count: Int(m * n))
    )
    products.float32(nil, m, n, k, 1, a, k, 1, b, n, 1, 0, &c, n, 1)
    ProductRoutines.plain.float32(nil, m, n, k, 1, a, k, 1, b, n, 1, 0, &d, n, 1)
    #expect(c == d)
  }

  /// Flags name libraries; none is not an error.
  @Test func flags() {
    #expect(BlasLibrary(ldflags: "") == nil)
    #expect(BlasLibrary(ldflags: "-L/nowhere -lnothing") == nil)
    #expect(BlasLibrary(ldflags: "/nowhere/libnothing.so") == nil)
    guard let installed = BlasLibrary.installed else { return }
    #expect(BlasLibrary(ldflags: installed.file) == installed)
    if installed.file.hasPrefix("libopenblas") {
      #expect(BlasLibrary(ldflags: "-L/nowhere -lopenblas") == installed)
    }
  }

  /// With a BLAS that does not load products are our own.
  @Test func missingLibrary() throws {
    let library = try toolchain.load([matrixProductLibrary(blas: "libnothing.so")])
    let own = try ProductRoutines.compiled(by: toolchain)
    let other = try library.function("theano_gemm_f64", as: theano_gemm_f64.self)
    let a = (0..<100).map { Double($0) * 0.1 }
    var (c, d) = (a, a)
    own.float64(nil, 10, 10, 10, 1, a, 10, 1, a, 1, 10, 1, &c, 10, 1)
    other(nil, 10, 10, 10, 1, a, 10, 1, a, 1, 10, 1, &d, 10, 1)
    #expect(c == d && c != a)
  }
}
