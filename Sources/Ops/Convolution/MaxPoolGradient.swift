import TheanoArrays
import TheanoGraph

/// What the gradient by the largest elements of windows is by all: given to each that equals the largest of its
/// window, as in Theano. Linear in the second operand.
package struct MaxPoolGradient: PoolOp, SampledOp {
  let form: PoolForm

  package var name: String { "MaxPoolGradient" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try form.checkDTypes(x, name)
    let output = try form.output(x[0].type.shape, name)
    if let problem = PoolForm.difference(output, x[1].type.shape, name) {
      throw GraphError(.shape, problem)
    }
    return [x[0].type.strong]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[0].length(ofAxis: axis)
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let windows = try PoolWindows(form, x[0].shape, name)
    if let problem = PoolForm.difference(windows.output.known, x[1].shape.known, name) {
      throw EvaluationError(problem)
    }
    let (elements, given) = (x[0].reals, x[1].reals)
    var result = [Double](repeating: 0, count: elements.count)
    for (number, window) in windows.enumerated() {
      let largest = windows.largest(window, elements)
      for place in window where elements[place] == largest { result[place] += given[number] }
    }
    return [NDArray(reals: result, shape: x[0].shape, dtype: x[0].dtype)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [nil, dy[0].map { form.atLargest(call.inputs[0], $0).broadcasting(like: call.inputs[1]) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[1].map { form.largestGradient(call.inputs[0], $0) }]
  }

  package var examples: [OpExample] {
    PoolForm.examples(inputs: 1, outputs: 1) { $0.largestGradient($2[0], $2[1]) }
  }
}

/// The sums of the second operand's elements in windows where those of the first equal the largest: the
/// derivative of `MaxPool` along a direction. Linear in the second operand.
package struct MaxPoolTangent: PoolOp, SampledOp {
  let form: PoolForm

  package var name: String { "MaxPoolTangent" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    try form.checkDTypes(x, name)
    if let problem = PoolForm.difference(x[0].type.shape, x[1].type.shape, name) {
      throw GraphError(.shape, problem)
    }
    return [TensorType(x[0].dtype, shape: try form.output(x[0].type.shape, name))]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let windows = try PoolWindows(form, x[0].shape, name)
    if let problem = PoolForm.difference(x[0].shape.known, x[1].shape.known, name) {
      throw EvaluationError(problem)
    }
    let (elements, direction) = (x[0].reals, x[1].reals)
    let values = windows.map { window in
      let largest = windows.largest(window, elements)
      return window.reduce(0.0) { elements[$1] == largest ? $0 + direction[$1] : $0 }
    }
    return [NDArray(reals: values, shape: windows.output, dtype: x[0].dtype)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    [nil, dy[0].map { form.largestGradient(call.inputs[0], $0) }]
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[1].map { form.atLargest(call.inputs[0], $0) }]
  }

  package var examples: [OpExample] {
    PoolForm.examples(inputs: 2, outputs: 0) { form, _, x in form.atLargest(x[0], x[1]) }
  }
}
