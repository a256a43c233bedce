import HandWritten
import Theano

extension Case {
  /// Over the rows and columns of a matrix.
  static let rows: [Case] = [softmaxOfRows, momentsOfRows, sumOfColumns, sumOfSquares]

  /// The shape of the matrix.
  private static let shape = [4096, 1024]

  /// The matrix, for C.
  private static func memory() throws -> Memory<Float> {
    Memory(try Inputs(4).float32(shape), Float(0))
  }

  /// A case of a function of the matrix.
  private static func of(
    _ name: String, _ build: @escaping @Sendable (Variable) -> [Variable],
    hand: @escaping @Sendable () throws -> Job
  ) -> Case {
    .pure(name, hand: hand) {
      let values = try Inputs(4).float32(shape)
      return {
        let m = fmatrix("m")
        return Job(try function([m], build(m)), values)
      }
    }
  }

  /// The softmax of each row.
  private static let softmaxOfRows = of("softmax_f32_4096x1024") {
    [softmax($0, axis: 1)]
  } hand: {
    let (x, y) = (try memory(), Memory(shape[0] * shape[1], Float(0)))
    let call = { hand_softmax_rows(x.start, y.start, 4096, 1024) }
    return Job(call) {
      call()
      return [try y.array()]
    }
  }

  /// The mean and the variance of each row.
  private static let momentsOfRows = of("meanvar_f32_4096x1024_rows") {
    [$0.mean(axis: 1), $0.var(axis: 1)]
  } hand: {
    let (x, mean, variance) = (try memory(), Memory(shape[0], Float(0)), Memory(shape[0], Float(0)))
    let call = { hand_meanvar_rows(x.start, mean.start, variance.start, 4096, 1024) }
    return Job(call) {
      call()
      return [try mean.array(), try variance.array()]
    }
  }

  /// The sum of each column.
  private static let sumOfColumns = of("sum_axis0_f32_4096x1024") {
    [$0.sum(axis: 0)]
  } hand: {
    let (x, y) = (try memory(), Memory(shape[1], Float(0)))
    let call = { hand_sum_axis0(x.start, y.start, 4096, 1024) }
    return Job(call) {
      call()
      return [try y.array()]
    }
  }

  /// The sum of all squares.
  private static let sumOfSquares = of("sumsq_f32_4M") {
    [($0 * $0).sum()]
  } hand: {
    let (x, y) = (try memory(), Memory(1, Float(0)))
    let call = { y.start.pointee = hand_sumsq(x.start, 4096 * 1024) }
    return Job(call) {
      call()
      return [try y.array()]
    }
  }
}
