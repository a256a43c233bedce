import Testing
import TheanoArrays
import TheanoScan

@testable import Theano

/// Jacobians that begin at a product with a matrix, beside those made row by row.
@Suite("Jacobians of layers")
struct JacobianTests {
  private let x = dvector("x")
  private let A = dmatrix("A"), B = dmatrix("B")
  private let values = [
    NDArray(elements: [0.3, -0.7, 1.1], shape: [3]),
    NDArray(
      elements: [0.5, -1, 0.25, 2, 0.1, -0.4, 0.9, 1.5, -0.3, 0.7, -0.2, 0.6], shape: [4, 3]),
    NDArray(elements: [0.2, -0.6, 0.8, 0.4, -0.1, 0.9, 0.3, -0.5], shape: [2, 4]),
  ]

  /// The Jacobian as a loop over the elements, each chosen by an index.
  private func rowByRow(_ y: Variable, _ x: Variable) throws -> Variable {
    let chosen = lscalar()
    let row = try grad(y[chosen], wrt: x)
    return try scan(
      sequences: arange(y.shape[0]), arguments: { [try clone(row, replacing: [chosen: $0[0]])] }
    ).0[0]
  }

  @Test("The same as row by row", arguments: 0..<9)
  func same(_ number: Int) throws {
    let u = dot(A, x)
    let y: Variable =
      switch number {
      case 0: tanh(u)
      case 1: dot(B, tanh(u))
      case 2: exp(-sqr(sigmoid(u) * 2))
      case 3: dot(tanh(u), A)
      case 4: u * u + x.sum()
      case 5: dot(B, u) * x[0]
      case 6: u * tanh(u)
      case 7: dot(x, A.T) + dot(A, sin(x))
      default: softplus(dot(A, x * x))
      }
    let f = try function(
      [x, A, B], [jacobian(y, wrt: x), rowByRow(y, x)], onUnusedInput: .ignore)
    let results = try f(values[0], values[1], values[2])
    #expect(results[0].shape == results[1].shape)
    for (a, b) in zip(results[0].reals, results[1].reals) { #expect(abs(a - b) < 1e-12) }
  }

  @Test("A layer's Jacobian needs no loop and no product but the layer's own")
  func layer() throws {
    let f = try function([x, A], jacobian(tanh(dot(A, x)), wrt: x))
    let names = f.graph.flatMap { toposort([$0]) }.map(\.op.name)
    #expect(names.filter { $0 == "dot" }.count == 1)
    #expect(!names.contains { $0.hasPrefix("for") })
  }

  @Test("Variables that are constant by request, and that have no part in it")
  func constants() throws {
    let u = dot(A, x)
    #expect(throws: GraphError.self) {
      try jacobian(u * tanh(u) + u, wrt: x, considerConstant: [u])
    }
    // Only the path past `u` counts.
    let half = try function(
      [x, A, B], [jacobian(dot(B, u) * x[0], wrt: x, considerConstant: [u]), dot(B, u)])
    let results = try half(values[0], values[1], values[2])
    let products = results[1].reals
    #expect(results[0].reals == [products[0], 0, 0, products[1], 0, 0])
    #expect(throws: GraphError.self) { try jacobian(tanh(dot(A, x)), wrt: B) }
    let zeros = try function(
      [x, A, B], jacobian(tanh(dot(A, x)), wrt: B, disconnectedInputs: .ignore))
    #expect(try zeros(values[0], values[1], values[2]).shape == [4, 2, 4])
  }

  @Test("The Hessian of a layer's cost")
  func hessians() throws {
    let cost = softplus(dot(A, x)).sum()
    let slow = try rowByRow(grad(cost, wrt: x), x)
    let f = try function([x, A], [hessian(cost, wrt: x), slow])
    let results = try f(values[0], values[1])
    for (a, b) in zip(results[0].reals, results[1].reals) { #expect(abs(a - b) < 1e-12) }
  }
}
