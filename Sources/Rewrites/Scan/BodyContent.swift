import TheanoArrays
import TheanoGraph
import TheanoScan

/// What the body of a loop computes, without regard to which variables it is made of: equal bodies have equal
/// contents.
struct BodyContent: Hashable {
  /// A variable: by its place among the inputs or among the results of earlier nodes; or a constant.
  private enum Term: Hashable {
    case number(Int)
    case constant(TensorType, [UInt8])
    /// Something of which only identity says whether it is equal.
    case variable(Variable)
  }

  /// A node.
  private struct Step: Hashable {
    var op: any Op
    var types: [TensorType]
    var inputs: [Term]

    static func == (a: Step, b: Step) -> Bool {
      a.inputs == b.inputs && a.types == b.types && a.op.isEqual(to: b.op)
    }

    func hash(into hasher: inout Hasher) {
      op.hash(into: &hasher)
      hasher.combine(inputs)
    }
  }

  private let inputTypes: [TensorType]
  private var steps: [Step] = []
  private var outputs: [Term] = []
  private let sequenceCount: Int
  private let states: [Scan.State]
  private let hasUntil: Bool

  /// Describes the body of a loop.
  ///
  /// - Complexity: O(nodes + edges)
  init(_ loop: Loop) {
    let inputs = loop.bodyInputs
    inputTypes = inputs.map(\.type)
    sequenceCount = loop.sequences.count
    states = loop.states.map { Scan.State(taps: $0.taps) }
    hasUntil = loop.until != nil
    var numbers: [Variable: Int] = [:]
    for input in inputs { numbers[input] = numbers.count }
    func term(_ variable: Variable) -> Term {
      if let number = numbers[variable] { return .number(number) }
      guard let value = variable.constant, value.byteCount <= 4096 else {
        return .variable(variable)
      }
      return .constant(variable.type, value.withUnsafeBytes { Array($0) })
    }
    for node in toposort(loop.bodyOutputs) {
      steps.append(
        Step(op: node.op, types: node.outputTypes, inputs: node.inputs.map(term)))
      for place in node.outputTypes.indices { numbers[node.output(place)] = numbers.count }
    }
    outputs = loop.bodyOutputs.map(term)
  }
}
