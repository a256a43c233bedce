import TestSupport
import Testing

@testable import Theano

/// How often calls into earlier results ask for memory: never, if the function's doc comment says so.
@Suite("Calls that allocate nothing", .enabled(if: hasCompiler && countsAllocations))
struct AllocationTests {
  private let x = dvector("x"), y = dvector("y"), s = dscalar("s"), m = dmatrix("m")
  private let v = NDArray(elements: (0..<1000).map(Double.init), shape: [1000])
  private let matrix = NDArray(elements: (0..<10_000).map { Double($0 % 7) }, shape: [100, 100])

  /// How many calls are counted.
  private static let calls = 100

  /// Returns how often so many calls ask for memory. Some come before, which make what is kept.
  private func count(_ call: () throws -> Void) rethrows -> Int {
    for _ in 0..<3 { try call() }
    return try allocations { for _ in 0..<Self.calls { try call() } }
  }

  @Test("Requests for memory are counted")
  func counting() throws {
    let found = allocations {
      UnsafeMutableRawPointer.allocate(byteCount: 100, alignment: 64).deallocate()
    }
    #expect(found == 1)
    let f = try function([x], x + 1, mode: .native)
    #expect(try count { _ = try f(v) } >= Self.calls)
  }

  @Test("Element by element, with arrays and numbers as arguments")
  func elements() throws {
    let f = try function([x, y, s], exp(x) * s + y, mode: .native)
    var result = try f(v, v, 0.5)
    #expect(try count { try f.call(into: &result, v, v, 0.5) } == 0)
    #expect(try count { try f.call(into: &result, v, v, 2) } == 0)
    let g = try function([s], exp(s), mode: .native)
    var number = try g(0.5)
    #expect(try count { try g.call(into: &number, 0.25) } == 0)
    #expect(abs(number.reals[0] - 1.2840254166877414) < 1e-15)
  }

  @Test("Sums, products and loops, with temporary arrays")
  func operations() throws {
    let f = try function([x], x.sum(), mode: .native)
    var sum = try f(v)
    #expect(try count { try f.call(into: &sum, v) } == 0)
    let g = try function([m], softmax(tanh(dot(m, m))).sum(axis: 0), mode: .native)
    var row = try g(matrix)
    #expect(try count { try g.call(into: &row, matrix) } == 0)
    let (states, _) = try scan(sequences: m, outputsInfo: [m[0]]) { x, h in tanh(x + h.sum()) }
    let h = try function([m], states[-1], mode: .native)
    var last = try h(matrix)
    #expect(try count { try h.call(into: &last, matrix) } == 0)
  }

  @Test("Several results: an array, a tuple")
  func results() throws {
    let f = try function([x, y], [x + y, x * y], mode: .native)
    var array = try f(v, v)
    #expect(try count { try f.call(into: &array, v, v) } == 0)
    let g = try function([x, y], (x + y, x * y), mode: .native)
    var tuple = try g(v, v)
    #expect(try count { try g.call(into: &tuple, v, v) } == 0)
  }

  /// Whether the library is a release build.
  private static let isOptimised: Bool = {
    #if DEBUG
      false
    #else
      true
    #endif
  }()

  @Test("Shared variables that are read, and results that are watched", .enabled(if: isOptimised))
  func sharedVariables() throws {
    let w = shared(v, name: "w")
    let f = try function([x], x * w, mode: .native)
    var result = try f(v)
    #expect(try count { try f.call(into: &result, v) } == 0)
    let g = try function([x], x * 2, mode: .nanGuard)
    #expect(try count { try g.call(into: &result, v) } == 0)
  }
}
