import Testing
import Theano

/// Which values may become an argument of which type.
@Suite struct InputConversionTests {
  /// Whether a function with an input of `dtype` accepts `value`.
  private func accepts(
    _ value: any ArrayConvertible, _ dtype: DType, rank: Int = 0, allow: Bool? = nil,
    strict: Bool = false
  ) throws -> Bool {
    let x = tensor("x", dtype: dtype, shape: [Int?](repeating: nil, count: rank))
    let f = try function([In(x, strict: strict)], x, allowInputDowncast: allow)
    do {
      let result = try f.call([value])
      #expect(result.dtype == dtype)
      return true
    } catch is GraphError { return false }
  }

  @Test func arraysByTheirDType() throws {
    #expect(try accepts(NDArray(Float(1.5)), .float64))
    #expect(try !accepts(NDArray(1.5), .float32))
    #expect(try !accepts(NDArray(3), .int32))
    #expect(try accepts(NDArray(Int8(3)), .int32))
    #expect(try accepts(NDArray(3), .float64))
    #expect(try !accepts(NDArray(3), .float32))
    #expect(try accepts(NDArray(true), .float32))
    #expect(try accepts(NDArray(Float(1)), .complex64))
    #expect(try !accepts(NDArray(1.0), .int64))
  }

  @Test func numbersByTheirValue() throws {
    #expect(try accepts(3, .int8))
    #expect(try !accepts(300, .int8))
    #expect(try accepts(1.0, .int32))
    #expect(try !accepts(1.5, .int32))
    #expect(try accepts(1.5, .float32))
    #expect(try !accepts(1.1, .float32))
    #expect(try accepts(1.1, .float64))
    #expect(try accepts(Float(1.1), .float64))
    #expect(try accepts([1.0, 2.0], .float32, rank: 1))
    #expect(try !accepts([1.1, 2.0], .float32, rank: 1))
    #expect(try accepts([[1, 2], [3, 4]], .float32, rank: 2))
    #expect(try accepts(0..<3, .int8, rank: 1))
    #expect(try accepts(Double.nan, .float32))
  }

  @Test func whatDowncastingAllows() throws {
    #expect(try accepts(NDArray(1.1), .float32, allow: true))
    #expect(try accepts(1.5, .int32, allow: true))
    #expect(try accepts([1.1], .float32, rank: 1, allow: true))
    #expect(try !accepts(1.1, .float32, allow: false))
    #expect(try accepts(1.5, .float32, allow: false))
    #expect(try !accepts(NDArray(3), .int32, allow: false))
    let x = fscalar("x")
    let own = try function([In(x, allowDowncast: true)], x, allowInputDowncast: false)
    #expect(try own(1.1) == NDArray(Float(1.1)))
  }

  @Test func strictInputs() throws {
    #expect(try accepts(NDArray(1.0), .float64, strict: true))
    #expect(try !accepts(NDArray(Float(1)), .float64, strict: true))
    #expect(try !accepts(1, .float64, strict: true))
    #expect(try !accepts(NDArray(Float(1)), .float64, allow: true, strict: true))
  }

  @Test func ranksAndLengths() throws {
    #expect(try !accepts([1.0], .float64, rank: 0))
    #expect(try !accepts(1.0, .float64, rank: 1))
    #expect(try !accepts([1.0], .float64, rank: 2))
    let three = tensor("three", dtype: .float64, shape: [3])
    let f = try function([three], three)
    #expect(try f([1, 2, 3]).reals == [1, 2, 3])
    #expect(throws: GraphError.self) { try f([1, 2]) }
    let r = drow("r")
    #expect(throws: GraphError.self) { try function([r], r)([[1.0], [2.0]]) }
  }
}

/// Shared variables: types, values, what may be set.
@Suite struct SharedVariableTests {
  @Test func typesComeFromValues() throws {
    #expect(shared(1).type == TensorType(.int64, shape: []))
    #expect(shared(1.5).type == TensorType(.float64, shape: []))
    #expect(shared(Float(1.5)).dtype == .float32)
    #expect(shared(true).dtype == .bool)
    #expect(try shared([[1.0, 2.0]]).type == TensorType(.float64, shape: [nil, nil]))
    #expect(try shared([1, 2]).type == TensorType(.int64, shape: [nil]))
    let column = try shared([[1.0], [2.0]], broadcastable: [false, true])
    #expect(column.type.shape == [nil, 1])
    #expect(throws: (any Error).self) { try shared([[1.0, 2.0]], broadcastable: [false, true]) }
    #expect(throws: (any Error).self) { try shared([[1.0, 2.0], [3.0]]) }
  }

  @Test func settingChecksTheType() throws {
    let s = try shared([1.0, 2.0])
    try s.setValue([1.0, 2.0, 3.0])
    #expect(s.value.shape == [3])
    try s.setValue([7])
    #expect(s.value == NDArray(elements: [7.0], shape: [1]))
    let error = #expect(throws: GraphError.self) { try s.setValue(1.0) }
    #expect(error?.message == "Wrong number of dimensions: expected 1, got 0 with shape ().")
    #expect(s.value.reals == [7])
    let i = shared(1)
    #expect(throws: GraphError.self) { try i.setValue(1.5) }
    try i.setValue(2.0)
    #expect(i.value == NDArray(2))
    let column = try shared([[1.0], [2.0]], broadcastable: [false, true])
    #expect(throws: GraphError.self) { try column.setValue([[1.0, 2.0]]) }
    s.zero()
    #expect(s.value.reals == [0])
  }

  @Test func valuesAreCopies() throws {
    let array = NDArray(elements: [1.0, 2.0], shape: [2])
    let s = shared(array, borrow: true)
    let read = try s.getValue(borrow: true)
    try function([], updates: [s: s * 10])()
    #expect(array.reals == [1, 2] && read.reals == [1, 2] && s.value.reals == [10, 20])
  }

  @Test func aWrongAssignmentThrowsAtTheNextCall() throws {
    let s = try shared([1.0, 2.0])
    let f = try function([], s * 2)
    s.value = NDArray(5.0)
    #expect(s.value.reals == [1, 2])
    #expect(throws: GraphError.self) { try f() }
    #expect(throws: GraphError.self) { try s.getValue() }
    let overwrite = try function([], updates: [s: try constant([1.0])])
    #expect(throws: GraphError.self) { try overwrite() }
    s.value = NDArray(elements: [3.0], shape: [1])
    #expect(try f().reals == [6])
  }

  @Test func anUpdateThatDoesNotFitTheShapeThrows() throws {
    let column = try shared([[1.0], [2.0]], broadcastable: [false, true])
    let m = dmatrix("m")
    #expect(throws: (any Error).self) {
      let f = try function([m], updates: [column: addBroadcast(m, 1)])
      try f([[1.0, 2.0]])
    }
    #expect(column.value.shape == [2, 1])
  }
}
