import Foundation
import TestSupport
import Testing

@testable import TheanoCodeGen

/// Compiled matrix products against sums in Swift.
@Suite(.enabled(if: hasCompiler)) struct MatrixProductTests {
  /// The library, made once for all tests of a process.
  private static let shared = Result { try Toolchain.forTests().load([productTestSource()]) }

  /// The products of `Element`.
  private func products<Element: ProductElement>() throws -> Products<Element> {
    try Products(Self.shared.get())
  }

  /// Expects `alpha a b + beta c` with the error that sums of this length have.
  private func check<Element: ProductElement>(
    _ a: Matrix<Element>, _ b: Matrix<Element>, _ c: Matrix<Element>, alpha: Element = 1,
    beta: Element = 0, workers: Int32 = 0
  ) throws {
    var result = c
    try products()(a, b, &result, alpha: alpha, beta: beta, workers: workers)
    var worst = 0.0
    // Of large results some elements, in all columns and rows.
    let step = 1 + c.rows * c.columns * a.columns / 30_000
    for element in stride(from: 0, to: c.rows * c.columns, by: step) {
      let (i, j) = (element / c.columns, element % c.columns)
      var (sum, size) = (0.0, 0.0)
      for p in 0..<a.columns {
        let term = Double(a[i, p]) * Double(b[p, j])
        sum += term
        size += term.magnitude
      }
      let old = beta == 0 ? 0 : Double(beta) * Double(c[i, j])
      let value = Double(alpha) * sum + old
      let bound =
        (size * Double(alpha).magnitude * Double(8 + a.columns / 8) + 4 * old.magnitude)
        * Double(Element.ulpOfOne)
      worst = max(worst, (Double(result[i, j]) - value).magnitude - bound)
    }
    var expected = c
    for i in 0..<c.rows {
      for j in 0..<c.columns { expected[i, j] = result[i, j] }
    }
    #expect(worst <= 0, "\(Element.suffix) \(c.rows) x \(a.columns) x \(c.columns)")
    #expect(expected.bits == result.bits, "written beside the result")
  }

  /// Shapes with and without rest in rows, columns and terms, for all loops.
  static let shapes = [
    (1, 1, 1), (1, 1, 7), (1, 1, 1000), (1, 9, 5), (1, 100, 40), (1, 600, 3), (1, 3, 5000),
    (7, 1, 9),
    (100, 1, 33), (2, 2, 2), (5, 3, 7), (12, 32, 1), (13, 33, 1), (13, 33, 2), (24, 64, 64),
    (25, 65, 385), (31, 17, 12), (64, 16, 16), (65, 8, 100), (97, 131, 50), (100, 300, 800),
    (130, 700, 400), (700, 300, 400), (3, 1, 0), (4, 5, 0), (0, 4, 3), (4, 0, 3), (1, 1, 70_000),
    (1, 3, 140_000),
    (16, 1, 66_000), (9, 2, 100), (61, 11, 1050), (33, 10, 784), (7, 12, 2100), (90, 10, 60),
  ]

  /// All layouts of the three matrices, in both types.
  @Test(arguments: shapes) func values(m: Int, n: Int, k: Int) throws {
    let isLarge = m * n * k > 50_000
    let layouts = isLarge ? [.rows, .columns, .scattered] : Matrix<Float>.Layout.allCases
    for (index, layout) in layouts.enumerated() {
      for (second, other) in layouts.enumerated() {
        let third = layouts[(index + second) % layouts.count]
        let alpha: Float = index == second ? 1 : -0.75
        try check(
          Matrix<Float>(m, k, layout), Matrix(k, n, other, seed: 2), Matrix(m, n, third, seed: 3),
          alpha: alpha, beta: [0, 1, 0.5][second % 3])
      }
      let wide = Matrix<Double>.Layout.allCases[index]
      try check(
        Matrix<Double>(m, k, wide), Matrix(k, n, .rows, seed: 2), Matrix(m, n, wide, seed: 3),
        alpha: 2, beta: [0, 1, -1][index % 3])
    }
  }

  /// With beta 0 the old c is not read, and with no terms it is all that counts.
  @Test func beta() throws {
    for (m, n, k) in [
      (3, 4, 5), (1, 9, 4), (9, 1, 4), (20, 40, 0), (1, 1, 0), (100, 100, 100), (1, 2, 70_000),
    ] {
      let a = Matrix<Float>(m, k)
      let b = Matrix<Float>(k, n)
      var c = Matrix<Float>(m, n)
      for i in c.storage.indices { c.storage[i] = .nan }
      try products()(a, b, &c)
      #expect(!c.storage.contains { $0.isNaN })
      for i in c.storage.indices { c.storage[i] = 3 }
      try products()(Matrix<Float>(m, 0), Matrix<Float>(0, n), &c, beta: 0.5)
      #expect(c.storage.allSatisfy { $0 == 1.5 })
    }
  }

  /// A NaN or an infinity goes where it belongs and nowhere else; 0 times infinity is NaN.
  @Test func specials() throws {
    for (m, n, k) in [
      (1, 5, 6), (5, 1, 6), (1, 1, 40), (20, 50, 30), (100, 520, 520), (40, 6, 301), (40, 10, 50),
    ] {
      for layout in [Matrix<Double>.Layout.rows, .columns] {
        var a = Matrix<Double>(m, k, layout)
        let b = Matrix<Double>(k, n, layout, seed: 2)
        var c = Matrix<Double>(m, n)
        let row = m / 2
        a[row, k - 1] = .infinity
        try products()(a, b, &c)
        for i in 0..<m {
          let isRight = (0..<n).allSatisfy { j in
            i == row ? c[i, j] == (b[k - 1, j] < 0 ? -.infinity : .infinity) : c[i, j].isFinite
          }
          #expect(isRight)
        }
        try products()(a, b, &c, alpha: 0)
        #expect((0..<n).allSatisfy { c[row, $0].isNaN })
      }
    }
  }

  /// Every number of threads gives the same bits.
  @Test(arguments: [
    (200, 201, 202), (1, 2000, 300), (2000, 1, 300), (1000, 70, 60), (70, 1000, 500),
    (150, 600, 500), (1, 1, 600_000), (5, 1, 140_000), (600, 10, 800), (20, 4, 90_000),
  ]) func threads(m: Int, n: Int, k: Int) throws {
    func expectSame<Element: ProductElement>(_ type: Element.Type) throws {
      for layout in [Matrix<Element>.Layout.rows, .columns, .scattered] {
        let a = Matrix<Element>(m, k, layout)
        let b = Matrix<Element>(k, n, .rows, seed: 2)
        let old = Matrix<Element>(m, n, .rows, seed: 3)
        var one = old
        try products()(a, b, &one, alpha: 0.3, beta: 0.7)
        for workers: Int32 in [2, 3, 7] {
          var many = old
          try products()(a, b, &many, alpha: 0.3, beta: 0.7, workers: workers)
          #expect(one.bits == many.bits, "\(workers) workers")
        }
      }
    }
    try expectSame(Float.self)
    try expectSame(Double.self)
  }

  /// Products that run at the same time do not disturb each other.
  @Test func concurrently() throws {
    let products: Products<Float> = try products()
    // Of scattered elements blocks are copied whatever the caches hold.
    let (a, b) = (Matrix<Float>(130, 520, .scattered), Matrix<Float>(520, 560))
    var expected = Matrix<Float>(130, 560)
    products(a, b, &expected)
    let bits = expected.bits
    DispatchQueue.concurrentPerform(iterations: 24) { _ in
      var c = Matrix<Float>(130, 560)
      products(a, b, &c)
      #expect(c.bits == bits)
    }
  }

  /// Without memory to pack into, or with memory for one operand only, the result has the same bits.
  @Test(arguments: ["(void *)0", "allocations++ % 2 ? (void *)0 : __builtin_malloc(bytes)"])
  func outOfMemory(allocation: String) throws {
    let poor = try Toolchain.forTests().load([
      "static int allocations;\n#define THEANO_ALLOCATE(bytes) (\(allocation))\n"
        + productTestSource()
    ])
    // Of scattered elements blocks are copied whatever the caches hold.
    let (a, b) = (Matrix<Float>(130, 520, .scattered), Matrix<Float>(520, 560))
    var (c, d) = (Matrix<Float>(130, 560), Matrix<Float>(130, 560))
    try products()(a, b, &c)
    try Products<Float>(poor)(a, b, &d)
    #expect(c.bits == d.bits)
  }
}
