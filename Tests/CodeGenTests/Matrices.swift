@testable import TheanoCodeGen

/// A number that matrix products are made of.
protocol ProductElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The suffix of its C functions.
  static var suffix: String { get }
}

extension Float: ProductElement {
  static var suffix: String { "f32" }
}

extension Double: ProductElement {
  static var suffix: String { "f64" }
}

/// A matrix with strides, in memory that has more than its elements.
struct Matrix<Element: ProductElement>: Sendable {
  /// How the elements lie.
  enum Layout: CaseIterable, Sendable {
    /// Rows or columns one after the other.
    case rows, columns
    /// Rows or columns with gaps between them, or between all elements.
    case wideRows, wideColumns, scattered
  }

  /// The numbers of rows and columns.
  let rows, columns: Int
  /// How far it is to the next row and column.
  let rowStride, columnStride: Int
  /// The memory.
  var storage: [Element]

  /// Creates a matrix with elements in -1..<1 that depend on `seed`.
  init(_ rows: Int, _ columns: Int, _ layout: Layout = .rows, seed: UInt64 = 1) {
    self.rows = rows
    self.columns = columns
    (rowStride, columnStride) =
      switch layout {
      case .rows: (columns, 1)
      case .columns: (1, rows)
      case .wideRows: (columns + 3, 1)
      case .wideColumns: (1, rows + 5)
      case .scattered: (2 * columns + 1, 2)
      }
    let count = max(0, rows - 1) * rowStride + max(0, columns - 1) * columnStride + 1
    var state = seed
    storage = (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Element(Int64(state >> 40)) / 0x800000 - 1
    }
  }

  /// The element of a row and a column.
  subscript(row: Int, column: Int) -> Element {
    get { storage[row * rowStride + column * columnStride] }
    set { storage[row * rowStride + column * columnStride] = newValue }
  }

  /// The bits of what is stored, with what lies between the elements.
  var bits: [Double] { storage.map { Double($0) } }
}

/// The compiled products of one type.
struct Products<Element: ProductElement>: Sendable {
  /// The C function that a test library has beside the products, with the number of workers first.
  typealias Function =
    @convention(c) (
      Int32, Int, Int, Int, UnsafeRawPointer, UnsafeRawPointer, Int, Int, UnsafeRawPointer, Int,
      Int,
      UnsafeRawPointer, UnsafeMutableRawPointer, Int, Int
    ) -> Void

  /// The library that has it.
  let library: NativeLibrary
  /// The function itself.
  let function: Function

  /// Finds the products of `Element` in a library made of ``source(_:)``.
  init(_ library: NativeLibrary) throws {
    self.library = library
    function = try library.function("test_gemm_\(Element.suffix)", as: Function.self)
  }

  /// Computes `c = alpha a b + beta c` as `workers` threads would, parts in reverse order.
  func callAsFunction(
    _ a: Matrix<Element>, _ b: Matrix<Element>, _ c: inout Matrix<Element>, alpha: Element = 1,
    beta: Element = 0, workers: Int32 = 1
  ) {
    withUnsafePointer(to: alpha) { alpha in
      withUnsafePointer(to: beta) { beta in
        function(
          workers, a.rows, b.columns, a.columns, alpha, a.storage, a.rowStride, a.columnStride,
          b.storage, b.rowStride, b.columnStride, beta, &c.storage, c.rowStride, c.columnStride)
      }
    }
  }
}

/// Returns the products, and functions that call them with a frame of their own.
func productTestSource(blas: String? = nil) -> String {
  matrixProductLibrary(blas: blas)
    + ["float", "double"].map { real in
      #"""
      static void test_parallel_\#(real)(theano_frame *frame, theano_part *part, const void *captures,
                                         int64_t count) {
        for (int64_t i = count; i-- > 0;) part(frame, captures, i, i + 1, (int32_t)i);
      }

      void test_gemm_\#(real == "float" ? "f32" : "f64")(
          int32_t workers, int64_t m, int64_t n, int64_t k, const \#(real) *alpha, const \#(real) *a,
          int64_t a_row, int64_t a_column, const \#(real) *b, int64_t b_row, int64_t b_column,
          const \#(real) *beta, \#(real) *c, int64_t c_row, int64_t c_column) {
        theano_services services = {.parallel = test_parallel_\#(real)};
        theano_frame frame = {.services = &services, .workers = workers};
        theano_gemm_\#(real == "float" ? "f32" : "f64")(
            workers ? &frame : 0, m, n, k, *alpha, a, a_row, a_column, b, b_row, b_column, *beta, c,
            c_row, c_column);
      }

      """#
    }.joined()
}
