import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@testable import TheanoSchedule

@Suite("Results in the memory of inputs")
struct ReuseTests {
  @Test(
    "Of two values that are exchanged one at most is made in the memory of the other's old value")
  func exchange() throws {
    let type = TensorType(.float64, ndim: 1)
    let a = SharedVariable(
      NDArray(zeros: [2], dtype: .float64), type: type, name: "a", site: .unknown)
    let b = SharedVariable(
      NDArray(zeros: [2], dtype: .float64), type: type, name: "b", site: .unknown)
    let graph = try ScheduledGraph(inputs: [], outputs: [b + 1, a + 1], reuse: [0: a, 1: b])
    #expect(graph.program.interface.reusable.compactMap { $0 }.count <= 1)
  }
}
