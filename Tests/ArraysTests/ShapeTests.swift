import Testing
import TheanoArrays

@Suite struct ShapeTests {
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
    #expect(error { try NDArray(1).broadcasted(to: [1 << 58]) }?.kind == .memory)
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
