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

  /// Returns 0, 1, 2 … as an array of `shape`.
  func counting(_ shape: [Int]) throws -> NDArray {
    try NDArray.arange(shape.reduce(1, *)).reshaped(to: shape)
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

  @Test func shapes() throws {
    let a = try counting([2, 3])
    #expect(try a.reshaped(to: [3, -1]).toMatrix(as: Int.self) == [[0, 1], [2, 3], [4, 5]])
    #expect(error { try a.reshaped(to: [4, -1]) }?.kind == .shape)
    #expect(error { try a.reshaped(to: [-1, -1]) }?.kind == .shape)
    #expect(error { try a.reshaped(to: [-2, -3]) }?.kind == .shape)
    #expect(error { try a.reshaped(to: [.max, .max, 2]) }?.kind == .shape)
    #expect(error { try counting([0]).reshaped(to: [0, -1]) }?.kind == .shape)
    #expect(try a.transposed().toMatrix(as: Int.self) == [[0, 3], [1, 4], [2, 5]])
    #expect(try counting([2, 3, 4]).transposed(axes: [1, -1, 0]).shape == [3, 4, 2])
    #expect(error { try a.transposed(axes: [0, 0]) }?.kind == .index)
    #expect(error { try a.transposed(axes: [0, 2]) }?.kind == .index)
    #expect(a.flattened().shape == [6])
    #expect(try a.expandedDims(axis: -1).shape == [2, 3, 1])
    #expect(try a.expandedDims(axis: 0).squeezed().shape == [2, 3])
    #expect(try a.expandedDims(axis: 1).squeezed(axis: 1).shape == [2, 3])
    #expect(error { try a.squeezed(axis: 0) }?.kind == .shape)
    #expect(error { try a.expandedDims(axis: 4) }?.kind == .index)
    #expect(try NDArray([1, 2]).broadcasted(to: [2, 2]).elements() == [1, 2, 1, 2])
    #expect(error { try a.broadcasted(to: [3]) }?.kind == .shape)
    #expect(error { try a.broadcasted(to: [2, -3]) }?.kind == .shape)
  }

  @Test func joining() throws {
    let a = try counting([2, 2])
    let b = try NDArray([[9.5], [8.5]])
    #expect(
      try NDArray.concatenated([a, b], axis: -1).toMatrix(as: Double.self)
        == [[0, 1, 9.5], [2, 3, 8.5]])
    #expect(try NDArray.concatenated([a, a]).shape == [4, 2])
    #expect(try NDArray.stacked([a, a], axis: 2).elements() == [0, 0, 1, 1, 2, 2, 3, 3])
    #expect(error { try NDArray.concatenated([a, b]) }?.kind == .shape)
    #expect(error { try NDArray.concatenated([NDArray(1)]) }?.kind == .index)
    #expect(error { try NDArray.concatenated([]) }?.kind == .shape)
    #expect(error { try NDArray.stacked([]) }?.kind == .shape)
    #expect(error { try NDArray.stacked([a, b]) }?.kind == .shape)
  }

  @Test func sequences() throws {
    #expect(try NDArray.arange(5).elements() == [0, 1, 2, 3, 4])
    #expect(try NDArray.arange(5, 0, -2).elements() == [5, 3, 1])
    #expect(try NDArray.arange(3, 0).shape == [0])
    #expect(try NDArray.arange(.min, .max, 1 << 62).count == 4)
    #expect(try NDArray.arange(0, 1, 0.25).reals == [0, 0.25, 0.5, 0.75])
    #expect(try NDArray.arange(0, 1, 0.1).count == 10)
    #expect(error { try NDArray.arange(0, 3, 0) }?.kind == .shape)
    #expect(error { try NDArray.arange(0.0, .infinity) }?.kind == .shape)
    #expect(error { try NDArray.arange(0, 1e300) }?.kind == .shape)
    #expect(error { try NDArray.arange(0.0, .nan) }?.kind == .shape)
    #expect(error { try NDArray.arange(300, dtype: .uint8) }?.kind == .dtype)
    #expect(try NDArray.linspace(0, 1, count: 5).reals == [0, 0.25, 0.5, 0.75, 1])
    #expect(try NDArray.linspace(0, 1, count: 4, endpoint: false).reals == [0, 0.25, 0.5, 0.75])
    #expect(try NDArray.linspace(2, 3, count: 1).reals == [2])
    #expect(try NDArray.linspace(2, 3, count: 0).shape == [0])
    #expect(error { try NDArray.linspace(0, 1, count: .min) }?.kind == .shape)
    #expect(try NDArray.eye(2).elements() == [1, 0, 0, 1])
    #expect(try NDArray.eye(2, 3, offset: 1, dtype: .int8).elements() == [0, 1, 0, 0, 0, 1])
    #expect(try NDArray.eye(3, 2, offset: -1, dtype: .bool).elements() == [0, 0, 1, 0, 0, 1])
    #expect(try NDArray.eye(2, offset: .min).elements() == [0, 0, 0, 0])
    #expect(try NDArray.eye(2, offset: .max).elements() == [0, 0, 0, 0])
    #expect(error { try NDArray.eye(-1) }?.kind == .shape)
  }
}
