import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns scalars as a vector `[count]`, of the dtype to which they are promoted; literals take that of the
/// others. Without scalars: an empty int64 vector.
package func makeVector(_ scalars: [Variable]) -> Variable {
  building("MakeVector", scalars) {
    let strong = scalars.withLiteralsResolved
    let constants = strong.compactMap(\.constant)
    guard constants.count == strong.count, strong.allSatisfy({ $0.ndim == 0 }) else {
      return .apply(MakeVector(), strong)
    }
    let dtype = constants.map(\.dtype).promoted ?? .int64
    return Variable(constant: NDArray(stackedScalars: constants, dtype: dtype), site: .capture())
  }
}

extension Array where Element == DType {
  /// The dtype to which all are promoted; nil for none.
  package var promoted: DType? { first.map { dropFirst().reduce($0, DType.promote) } }
}

extension Array where Element == Variable {
  /// These variables with literals cast to the dtype that they have beside the others.
  package var withLiteralsResolved: [Variable] {
    let strong = filter { !$0.type.isWeak }.map(\.dtype).promoted
    return map { variable in
      guard variable.type.isWeak else { return variable }
      guard let strong else { return variable.strengthened }
      return cast(variable, variable.dtype.asLiteral(beside: strong))
    }
  }
}

extension NDArray {
  /// Creates a vector of scalar arrays, converted to `dtype`.
  init(stackedScalars scalars: [NDArray], dtype: DType) {
    let shape = [scalars.count]
    switch dtype.kind {
    case .bool, .integer:
      self.init(integers: scalars.flatMap(\.integers), shape: shape, dtype: dtype)
    case .real: self.init(reals: scalars.flatMap(\.reals), shape: shape, dtype: dtype)
    case .complex: self.init(complexes: scalars.flatMap(\.complexes), shape: shape, dtype: dtype)
    }
  }
}

/// Scalars as a vector.
package struct MakeVector: ShapedOp, SampledOp, LoweredOp {
  package let name = "MakeVector"

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if let odd = x.first(where: { $0.ndim != 0 }) {
      throw GraphError(
        .type, "All inputs of MakeVector must be scalars, and \(odd) is \(odd.type).")
    }
    return [TensorType(x.map(\.dtype).promoted ?? .int64, shape: [x.count])]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    .length(call.inputs.count)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.outputTypes[0].dtype
    return .elements(.move) { b, x in
      [b.constant(x.count)]
    } _: { b, x, index in
      b.choose(index[0], among: try x.map { b.convert(try $0.scalar(b), dtype) })
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    [NDArray(stackedScalars: x, dtype: call.outputTypes[0].dtype)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    guard let dy = dy[0] else { return call.inputs.map { _ in nil } }
    let ones = call.inputs.map { _ in 1 }
    return split(dy, ones).map { $0.dimshuffle([]) }
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    if dx.allSatisfy({ $0 == nil }) { return [nil] }
    return [makeVector(zip(call.inputs, dx).map { $1 ?? $0.zerosLike() })]
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    "[\(x.joined(separator: ", "))]"
  }

  package var examples: [OpExample] {
    [OpExample("three", [.init([]), .init([]), .init([])]) { .apply(MakeVector(), $0) }]
  }
}
