import Testing
import TheanoArrays

@Suite struct SlicingTests {
  /// A slice, with what NumPy takes; no result if it refuses.
  struct Case: Decodable {
    struct Item: Decodable {
      var kind: String
      var from, to, by: Int?

      var sliceIndex: SliceIndex {
        switch kind {
        case "at": .at(from ?? 0)
        case "range": .range(from: from, to: to, by: by ?? 1)
        case "new": .newAxis
        default: .ellipsis
        }
      }
    }
    var shape: [Int]
    var items: [Item]
    var resultShape: [Int]?
    var result: [Int]?
  }

  @Test func slicesAsNumPy() throws {
    for test in try golden("slicing.json", as: [Case].self) {
      let items = test.items.map(\.sliceIndex)
      var a = try counting(test.shape)
      guard let expected = test.result else {
        #expect(error { try a.slice(items) }?.kind == .index)
        #expect(error { try a.set(0, at: items) }?.kind == .index)
        continue
      }
      let part = try a.slice(items)
      #expect(part.shape == test.resultShape)
      #expect(part.elements(as: Int.self) == expected)
      // What was set is read back, and nothing else changes.
      let before = a
      try a.set(NDArray(-1), at: items)
      let changed = Set(expected)
      #expect(
        a.elements(as: Int.self)
          == before.elements(as: Int.self).map { changed.contains($0) ? -1 : $0 })
      try a.set(part, at: items)
      #expect(a.elements(as: Int.self) == before.elements(as: Int.self))
    }
  }

  @Test func syntax() throws {
    let a = try counting([3, 4])
    #expect(try a[1].elements() == [4, 5, 6, 7])
    #expect(try a[-1, -1].scalar() == 11)
    #expect(try a[].shape == [3, 4])
    #expect(try a[1..<3, 0].elements() == [4, 8])
    #expect(try a.slice(1..<3, .all, .newAxis).shape == [2, 4, 1])
    #expect(try a.slice(.ellipsis, ..<2).shape == [3, 2])
    #expect(try a.slice(...1, 2...).elements() == [2, 3, 6, 7])
    #expect(try a.slice(0, -2..<0).elements() == [2, 3])
    #expect(try a.slice(0, -3...(-2)).elements() == [1, 2])
    #expect(try a.slice(0, ...(-1)).elements() == [0, 1, 2, 3])
    #expect(
      try a.slice(.stride(by: -1), .stride(from: -1, to: 0, by: -2)).elements() == [
        11, 9, 7, 5, 3, 1,
      ])
    #expect(try a.element(at: [2, -4], as: Double.self) == 8)
    #expect(error { try a.element(at: [2], as: Int.self) }?.kind == .index)
    #expect(
      error { try a[0, 4] }?.description
        == "index 4 is outside axis 1, of length 4, of an array of shape (3, 4)")
  }

  @Test func extremes() throws {
    let a = try counting([3])
    #expect(error { try a[.min] }?.kind == .index)
    #expect(error { try a[.max] }?.kind == .index)
    #expect(try a.slice(.stride(by: .min)).elements() == [2])
    #expect(try a.slice(.stride(by: .max)).elements() == [0])
    #expect(try a.slice(.stride(from: .min, to: .max)).elements() == [0, 1, 2])
    #expect(try a.slice(Int.min...Int.max).elements() == [0, 1, 2])
    #expect(error { try a.slice(.stride(by: 0)) }?.kind == .index)
    #expect(error { try a.slice(.ellipsis, .ellipsis) }?.kind == .index)
    let manyAxes = [SliceIndex](repeating: .newAxis, count: 100)
    #expect(error { try a.slice(manyAxes) }?.kind == .shape)
  }

  @Test func setting() throws {
    var a = try NDArray.zeros([2, 3], dtype: .float32)
    let zeros = a
    try a.set(1, at: 0)
    try a.set([5, 6.5], at: .all, 2)
    try a.set([[7], [8]], at: .all, ..<2)
    #expect(try a.toMatrix(as: Double.self) == [[7, 7, 5], [8, 8, 6.5]])
    try a.set(a, at: .stride(by: -1))
    #expect(try a.toMatrix(as: Double.self) == [[8, 8, 6.5], [7, 7, 5]])
    #expect(zeros.reals == [0, 0, 0, 0, 0, 0])
    #expect(error { try a.set([1, 2], at: 0) }?.kind == .shape)
    #expect(error { try a.set(Complex<Float>(1, 1), at: 0) }?.kind == .dtype)
    var bytes = try NDArray.zeros([2], dtype: .uint8)
    #expect(error { try bytes.set(256, at: 0) }?.description == "256 does not fit uint8")
    #expect(error { try bytes.set(1.5, at: 0) }?.kind == .dtype)
  }
}
