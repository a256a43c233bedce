import TheanoArrays
import TheanoGraph

/// The sums of windows' elements.
package struct SumPool: PoolOp, LinearOp, SampledOp {
  let form: PoolForm

  package var name: String { "SumPool" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x[0].dtype == .bool { throw GraphError(.type, "\(name) is not defined for bool.") }
    return [TensorType(x[0].dtype, shape: try form.output(x[0].type.shape, name))]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let windows = try PoolWindows(form, x[0].shape, name)
    /// The sums of a kind of numbers.
    func sums<N: HostNumber>(_: N.Type) -> NDArray {
      let elements = N.elements(of: x[0])
      let values = windows.map { $0.reduce(N.zero) { N.sum($0, elements[$1]) } }
      return N.array(values, shape: windows.output, dtype: x[0].dtype)
    }
    return switch x[0].dtype.kind {
    case .real: [sums(Double.self)]
    case .complex: [sums(Complex<Double>.self)]
    case .integer, .bool: [sums(Int128.self)]
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let x = call.inputs[0]
    let lengths = x.lengths(of: (x.ndim - form.rank)..<x.ndim)
    return [dy[0].map { form.spread($0, lengths).broadcasting(like: x) }]
  }

  package var examples: [OpExample] {
    PoolForm.examples(inputs: 1, outputs: 0) { form, _, x in .apply(SumPool(form: form), x) }
  }
}

/// For each element the sum over the windows in which it is: what the gradient by sums of windows is by all, for
/// tensors whose last axes have the lengths given.
package struct SumPoolGradient: PoolOp, SampledOp {
  let form: PoolForm

  package var name: String { "SumPoolGradient" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    guard x[0].ndim >= form.rank, x.count == form.rank + 1,
      x.dropFirst().allSatisfy({ $0.ndim == 0 && $0.dtype == .int64 })
    else {
      throw GraphError(
        .type, "\(name) takes a tensor of at least \(form.rank) axes and as many lengths.")
    }
    let shape = x[0].type.shape.dropLast(form.rank) + x[1...].map(\.knownLength)
    let output = try form.output(Array(shape), name)
    if let problem = PoolForm.difference(output, x[0].type.shape, name) {
      throw GraphError(.shape, problem)
    }
    return [TensorType(x[0].dtype, shape: Array(shape))]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    let first = call.inputs[0].ndim - form.rank
    return axis < first ? call.inputs[0].length(ofAxis: axis) : call.inputs[axis - first + 1]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let shape = x[0].shape.dropLast(form.rank) + x[1...].map { $0.ints[0] }
    let windows = try PoolWindows(form, Array(shape), name)
    if let problem = PoolForm.difference(windows.output.known, x[0].shape.known, name) {
      throw EvaluationError(problem)
    }
    _ = try NDArray(checked: Array(shape), dtype: .complex128)
    /// The sums of a kind of numbers.
    func sums<N: HostNumber>(_: N.Type) -> NDArray {
      let given = N.elements(of: x[0])
      var result = [N](repeating: .zero, count: shape.reduce(1, *))
      for (number, window) in windows.enumerated() {
        for place in window { result[place] = .sum(result[place], given[number]) }
      }
      return N.array(result, shape: Array(shape), dtype: x[0].dtype)
    }
    return switch x[0].dtype.kind {
    case .real: [sums(Double.self)]
    case .complex: [sums(Complex<Double>.self)]
    case .integer, .bool: [sums(Int128.self)]
    }
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: form.rank)
    return [
      dy[0].map {
        Variable.apply(SumPool(form: form), [$0]).broadcasting(like: call.inputs[0])
      }
    ] + none
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { form.spread($0, Array(call.inputs[1...])) }]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input == 0 }

  package var examples: [OpExample] {
    PoolForm.examples(inputs: 0, outputs: 1) { $0.spread($2[0], $1.map { .length($0) }) }
  }
}

extension PoolForm {
  /// The sums of windows' values over the windows in which elements are.
  func spread(_ dy: Variable, _ lengths: [Variable]) -> Variable {
    .apply(SumPoolGradient(form: self), [dy] + lengths)
  }
}
