import Testing
import TheanoArrays

@Suite struct EqualityTests {
  @Test func equality() throws {
    let a = try NDArray([1.0, .nan, 0])
    #expect(try a == NDArray([1.0, -Double.nan, -0.0]))
    #expect(try a.hashValue == NDArray([1.0, -Double.nan, -0.0]).hashValue)
    #expect(try a != NDArray([1.0, 2, 0]))
    #expect(try a != NDArray([Float(1), .nan, 0]))
    #expect(try a != NDArray([[1.0, .nan, 0]]))
    #expect(try NDArray([1, 2]) == NDArray([1, 2]))
    #expect(try NDArray([Int]()) == NDArray([Int]()))
    #expect(try NDArray([Complex<Float>(.nan, 0)]) == NDArray([Complex<Float>(.nan, -0.0)]))
    #expect(try NDArray([Complex<Float>(.infinity, 0)]) != NDArray([Complex<Float>(0, .infinity)]))
    #expect(try NDArray([Float16(0)]) == NDArray([-Float16(0)]))
    #expect(try NDArray([true]) != NDArray([false]))
    #expect(try Set([NDArray([1]), NDArray([1]), NDArray([2])]).count == 2)
  }

  @Test func closeness() throws {
    let a = try NDArray([1.0, 100])
    #expect(try a.isClose(to: NDArray([1.000009, 100.0009])))
    #expect(try !a.isClose(to: NDArray([1.00002, 100])))
    #expect(try a.isClose(to: NDArray([1.1, 100]), absoluteTolerance: 0.2))
    #expect(try a.isClose(to: NDArray([Float(1), 100])))
    #expect(try !a.isClose(to: NDArray([1.0, 100, 1])))
    #expect(try NDArray([[1.0], [1.0]]).isClose(to: NDArray(1)))
    let special = try NDArray([Double.infinity, -.infinity, 0])
    #expect(special.isClose(to: special))
    #expect(try !special.isClose(to: NDArray([1e308, -.infinity, 0])))
    #expect(try !NDArray([1e308]).isClose(to: NDArray([Double.infinity])))
    let nan = NDArray(Double.nan)
    #expect(!nan.isClose(to: nan))
    #expect(nan.isClose(to: nan, equalNaN: true))
    let z = NDArray(Complex<Double>(3, 4))
    #expect(z.isClose(to: NDArray(Complex<Double>(3, 4.00001))))
    #expect(!z.isClose(to: NDArray(3.0)))
    #expect(NDArray(Complex<Double>(3, 0)).isClose(to: NDArray(3)))
  }
}
