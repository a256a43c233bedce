import Testing
import TheanoArrays

@Suite struct ConversionTests {
  @Test func dtypesOfLiterals() throws {
    #expect(NDArray(true).dtype == .bool)
    #expect(NDArray(1).dtype == .int64)
    #expect(NDArray(1.5).dtype == .float64)
    #expect(NDArray(UInt(3)).dtype == .uint64)
    #expect(try NDArray([[1, 2], [3, 4]]).dtype == .int64)
    #expect(try NDArray([[1, 2.5], [3, 4]]).shape == [2, 2])
    #expect(try NDArray([Float16(1)]).dtype == .float16)
    #expect(try NDArray([Complex<Float>(1, 2)]).dtype == .complex64)
    #expect(try NDArray([1, 2], dtype: .float32).elements(as: Float.self) == [1, 2])
    #expect(try NDArray(0..<5).integers == [0, 1, 2, 3, 4])
    #expect(try NDArray(-1...1).integers == [-1, 0, 1])
    #expect(try NDArray([0..<2, 3..<5]).shape == [2, 2])
  }

  @Test func emptyArrays() throws {
    #expect(try NDArray([Int]()).dtype == .int64)
    #expect(try NDArray([Int]()).shape == [0])
    #expect(try NDArray([NDArray]()).dtype == .float64)
    #expect(try NDArray([[Float]]()).dtype == .float32)
    #expect(try NDArray([[Float](), []]).shape == [2, 0])
    #expect(try NDArray([[[Int]]](), dtype: .int8).shape == [0])
  }

  @Test func origins() throws {
    #expect(1.toHostValue().origin == .scalar)
    #expect(try [1].toHostValue().origin == .nested)
    #expect(try (0..<3).toHostValue().origin == .nested)
    #expect(NDArray(1).toHostValue().origin == .array)
    #expect(try [NDArray(1)].toHostValue().origin == .array)
    #expect(try [[0..<3], [1..<4]].toHostValue().array.shape == [2, 1, 3])
  }

  @Test func stacking() throws {
    let rows = [NDArray(1), NDArray(2.5)]
    #expect(try NDArray(rows).reals == [1, 2.5])
    #expect(try NDArray(rows).dtype == .float64)
    let mixed = try NDArray(mixed: [[1, 2], 3...4, NDArray([Float(5), 6])])
    #expect(mixed.dtype == .float32)
    #expect(mixed.shape == [3, 2])
    #expect(mixed.reals == [1, 2, 3, 4, 5, 6])
  }

  @Test func raggedArrays() {
    #expect(
      error { try NDArray([[1, 2], [3]]) }?.description
        == "nested arrays of different lengths: [0] has 2 elements, [1] has 1")
    #expect(
      error { try NDArray([[[1], [2]], [[3], [4, 5]]]) }?.description
        == "nested arrays of different lengths: [0][0] has 1 elements, [1][1] has 2")
    #expect(error { try NDArray([NDArray(1), NDArray([1, 2])]) }?.kind == .ragged)
    #expect(error { try NDArray([0..<2, 0..<3]) }?.kind == .ragged)
  }

  @Test func badSizes() {
    #expect(error { try NDArray.zeros([2, -1]) }?.kind == .shape)
    #expect(error { try NDArray.zeros([.max, .max]) }?.kind == .shape)
    #expect(error { try NDArray.zeros([.max]) }?.kind == .shape)
    #expect(error { try NDArray.zeros([1 << 58]) }?.kind == .memory)
    #expect(error { try NDArray(0..<Int.max) }?.kind == .shape)
    #expect(error { try NDArray(Int.min..<Int.max) }?.kind == .shape)
    #expect(error { try NDArray(0...Int.max) }?.kind == .shape)
    #expect(error { try NDArray([1, 2], shape: [3]) }?.kind == .shape)
    #expect(error { try NDArray([300], dtype: .uint8) }?.description == "300 does not fit uint8")
    #expect(error { try NDArray.full([2], [1, 2]) }?.kind == .shape)
    #expect(error { try NDArray.zeros([.max, 0, .max]) }?.kind == .shape)
    #expect((try? NDArray.zeros([3, 0]))?.count == 0)
  }

  @Test func backToSwift() throws {
    let a = try NDArray([[1, 2], [3, 4]])
    #expect(try a.toMatrix(as: Double.self) == [[1, 2], [3, 4]])
    #expect(try a.nested(as: [[Int8]].self) == [[1, 2], [3, 4]])
    let deep: [[[Bool]]] = [[[true], [false]], [[false], [true]]]
    #expect(try NDArray(deep).nested() == deep)
    #expect(try NDArray([[Int](), []]).nested(as: [[Int]].self) == [[], []])
    #expect(try NDArray(1.5).scalar(as: Float.self) == 1.5)
    #expect(try NDArray([[7]]).scalar(as: Int.self) == 7)
    #expect(error { try a.toArray(as: Double.self) }?.kind == .shape)
    #expect(error { try a.scalar(as: Double.self) }?.kind == .shape)
    #expect(error { try NDArray(1.5).scalar(as: Int.self) }?.kind == .dtype)
    #expect(error { try NDArray(300).scalar(as: Int8.self) }?.kind == .dtype)
    #expect(error { try NDArray(Complex<Double>(1, 1)).scalar(as: Double.self) }?.kind == .dtype)
  }

  @Test func bytesAndBuffers() throws {
    var a = try NDArray([Float(1), 2, 3])
    let copy = a
    #expect(try NDArray(data: a.data, shape: [3, 1], dtype: .float32).reals == [1, 2, 3])
    #expect(error { try NDArray(data: a.data, shape: [4], dtype: .float32) }?.kind == .shape)
    #expect(error { try NDArray(data: a.data, shape: [-3], dtype: .float32) }?.kind == .shape)
    try a.withUnsafeMutableElements(as: Float.self) { $0[0] = 9 }
    #expect(try a.withUnsafeElements(as: Float.self) { Array($0) } == [9, 2, 3])
    #expect(copy.reals == [1, 2, 3])
    #expect(error { try a.withUnsafeElements(as: Int32.self) { $0.count } }?.kind == .dtype)
    let b = try NDArray(shape: [2, 2]) { (x: UnsafeMutableBufferPointer<Int16>) in x[3] = 5 }
    #expect(b.integers == [0, 0, 0, 5])
    #expect(try NDArray.full([2], 2.5, dtype: .float16).reals == [2.5, 2.5])
    #expect(try NDArray.ones([2], dtype: .complex128).complexes == [1, 1])
  }
}
