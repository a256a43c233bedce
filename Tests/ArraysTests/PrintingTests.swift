import FoundationEssentials
import Testing
import TheanoArrays

@Suite struct PrintingTests {
  /// An array with the texts that NumPy prints.
  struct Case: Decodable {
    var dtype: DType
    var shape: [Int]
    var data: Data
    var str: String
    var repr: String
  }

  /// `THEANO_PRINTING` may name a larger file made by `make_printing.py`.
  @Test func printsAsNumPy() throws {
    let path = ProcessInfo.processInfo.environment["THEANO_PRINTING"]
    for test in try golden("printing.json", as: [Case].self, path: path) {
      let array = try NDArray(data: test.data, shape: test.shape, dtype: test.dtype)
      #expect(array.description == test.str)
      #expect(array.debugDescription == test.repr)
    }
  }

  @Test func options() throws {
    let a = try NDArray([0.123456, 1e-7, 12])
    #expect(a.text(PrintOptions(precision: 2, suppressSmall: true)) == "[ 0.12  0.   12.  ]")
    #expect(a.text(PrintOptions(precision: 0, suppressSmall: true)) == "[ 0.  0. 12.]")
    #expect(a.text(PrintOptions(precision: 1)) == "[1.2e-01 1.0e-07 1.2e+01]")
    #expect(try NDArray(0..<100).text(PrintOptions(threshold: 9, edgeItems: 1)) == "[ 0 ... 99]")
    #expect(try NDArray(0..<5).text(PrintOptions(threshold: 0, edgeItems: 0)) == "[...]")
    #expect(try NDArray(0..<3).text(PrintOptions(lineWidth: 0)) == "[0\n 1\n 2]")
    #expect(
      try NDArray.zeros([2, 2]).text(PrintOptions(lineWidth: -5)) == "[[0.\n  0.]\n [0.\n  0.]]")
  }
}
