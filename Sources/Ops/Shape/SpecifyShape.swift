import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x`, and says that its axes have these lengths, nil where nothing is said: what follows may
/// rely on it. Numbers become part of the type; other lengths than said are an error at run time.
public func specifyShape(_ x: Variable, _ shape: [(any SymbolicLength)?]) -> Variable {
  let given = shape.compactMap { $0?.symbolicLength }
  return building("SpecifyShape", [x] + given) {
    let scalars = try given.enumerated().map {
      try $1.integerScalar("The length \($0) of specifyShape")
    }
    if scalars.isEmpty && shape.count == x.ndim { return x }
    return .apply(SpecifyShape(given: shape.map { $0 != nil }), [x] + scalars)
  }
}

/// Returns `x`, and says that its axes have the lengths in an integer vector; see the form with an array.
public func specifyShape(_ x: Variable, _ shape: Variable) -> Variable {
  building("SpecifyShape", [x, shape]) {
    try specifyShape(x, shape.scalars(count: x.ndim, op: "specifyShape").lengths)
  }
}

extension Variable {
  /// Returns the elements of this integer vector as scalars.
  /// - Throws: `GraphError` if it is none, or is known to have another length; if its length is not
  ///   known, that is checked at run time.
  func scalars(count: Int, op: String) throws -> [Variable] {
    try check()
    guard ndim == 1, dtype.isInteger else {
      throw GraphError(
        .type, "\(op) takes lengths as an integer vector, and \(self) is a \(type).")
    }
    if let length = type.shape[0], length != count {
      throw GraphError(.value, "\(op) needs \(count) lengths, and \(self) has \(length).")
    }
    if let owner, owner.op is MakeVector { return owner.inputs }
    if let constant {
      return constant.ints.map { Variable(constant: NDArray($0), site: .capture()) }
    }
    if type.shape[0] != nil { return (0..<count).map { self[$0] } }
    let parts = split(self, Array(repeating: 1, count: count))
    return parts.map { $0.dimshuffle([]) }
  }
}

/// A tensor of which some lengths are said.
package struct SpecifyShape: ShapePreservingOp, LinearOp, SampledOp, LoweredOp {
  /// The axes whose lengths are given; the operands are those of them in order.
  package let given: [Bool]

  package var name: String { "SpecifyShape" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    guard x[0].ndim == given.count else {
      throw GraphError(
        .type,
        "SpecifyShape: \(given.count) lengths are given for \(x[0]) of type \(x[0].type).")
    }
    var shape = x[0].type.shape
    for (axis, length) in zip(given.indices.filter { given[$0] }, x.dropFirst()) {
      guard let said = length.knownInteger else { continue }
      if let known = shape[axis], known != said {
        throw GraphError(.shape, sentence(axis, known, said))
      }
      if said < 0 {
        throw GraphError(.value, "SpecifyShape: dim \(axis) cannot have the length \(said).")
      }
      shape[axis] = said
    }
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func lowering(_ call: Apply) -> Lowering? {
    .elements(.move) { [given] b, x in
      for (axis, length) in zip(given.indices.filter { given[$0] }, x.dropFirst()) {
        b.unify(x[0].lengths[axis], b.convert(try length.scalar(b), .int64))
      }
      return x[0].lengths
    } _: { b, x, index in
      try x[0].at(index, b)
    }
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    for (axis, length) in zip(given.indices.filter { given[$0] }, x.dropFirst()) {
      let said = length.ints.first ?? -1
      if x[0].shape[axis] != said {
        throw EvaluationError(sentence(axis, x[0].shape[axis], said))
      }
    }
    return [x[0]]
  }

  /// Theano's sentence for another length than was said.
  private func sentence(_ axis: Int, _ length: Int, _ said: Int) -> String {
    "SpecifyShape: dim \(axis) of input has shape \(length), expected \(said)."
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [dy[0]] + call.inputs.dropFirst().map { _ in nil }
  }

  package var examples: [OpExample] {
    [
      OpExample("one axis", [.init([.n, 3])]) { specifyShape($0[0], [nil, 3]) },
      OpExample("symbolic", [.init([.n, .m])]) {
        specifyShape($0[0], [$0[0].length(ofAxis: 0), $0[0].length(ofAxis: 1)])
      },
    ]
  }
}
