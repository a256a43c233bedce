import HandWritten
import Theano

extension Case {
  /// Products of matrices, and derivatives of products by vectors.
  static let products: [Case] = [64, 512, 1536].map(gemm) + [jacobianOfLayer, hessianOfLayer]

  /// The product of two square matrices.
  private static func gemm(_ n: Int) -> Case {
    .pure("gemm_f32_\(n)") {
      let a = Memory(try Inputs(5).float32([n, n]), Float(0))
      let b = Memory(try Inputs(6).float32([n, n]), Float(0))
      let c = Memory(n * n, Float(0))
      let call = { hand_gemm(a.start, b.start, c.start, Int64(n)) }
      return Job(call) {
        call()
        return [try c.array()]
      }
    } _: {
      let (a, b) = (try Inputs(5).float32([n, n]), try Inputs(6).float32([n, n]))
      return {
        let A = fmatrix("A"), B = fmatrix("B")
        return Job(try function([A, B], dot(A, B)), a, b)
      }
    }
  }

  /// A case of a function of a matrix and a vector of 100.
  private static func layer(
    _ name: String, _ build: @escaping @Sendable (_ W: Variable, _ x: Variable) throws -> Variable
  ) -> Case {
    .pure(name) {
      let matrix = try Inputs(15).float32([100, 100], scale: 0.1)
      let vector = try Inputs(16).float32([100])
      return {
        let W = fmatrix("W"), x = fvector("x")
        return Job(try function([W, x], build(W, x)), matrix, vector)
      }
    }
  }

  /// The derivatives of a layer's outputs by its inputs.
  private static let jacobianOfLayer = layer("jacobian_tanhWx_100") { W, x in
    try jacobian(tanh(dot(W, x)), wrt: x)
  }

  /// The second derivatives of a sum of a layer's outputs.
  private static let hessianOfLayer = layer("hessian_softplusWx_100") { W, x in
    try hessian(log1p(exp(dot(W, x))).sum(), wrt: x)
  }
}
