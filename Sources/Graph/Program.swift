import TheanoArrays

/// A graph made ready for the reference evaluator: its nodes in order, each reading and writing numbered
/// slots, each calling its operation's own `evaluate`.
package final class Program: Sendable {
  private struct Step: Sendable {
    var call: Apply
    var inputs: [Int]
    var outputs: [Int]
    /// The slots that no later step reads.
    var dying: [Int]
  }

  /// The shared variables that the graph reads, in the order in which `run` takes their values.
  package let shared: [SharedVariable]
  private let inputSlots: [Int]
  private let sharedSlots: [Int]
  private let outputSlots: [Int]
  private let constants: [(slot: Int, value: NDArray)]
  private let steps: [Step]
  private let slotCount: Int
  private let producer: [Int?]

  /// Prepares the graph that computes `outputs` from `inputs`.
  ///
  /// - Throws: `GraphError` if an output carries an error, or if a variable is needed that is not among
  ///   `inputs` and has no value.
  /// - Complexity: O(nodes + edges)
  package init(inputs: [Variable], outputs: [Variable]) throws {
    for output in outputs { try output.check() }
    var slots: [Variable: Int] = [:]
    var shared: [SharedVariable] = []
    var constants: [(slot: Int, value: NDArray)] = []
    inputSlots = inputs.map { input in
      let slot = slots.count
      return slots.updateValue(slots[input] ?? slot, forKey: input) ?? slot
    }

    func slot(of variable: Variable, in reader: Apply?) throws -> Int {
      if let slot = slots[variable] { return slot }
      let slot = slots.count
      if let value = variable.constant {
        constants.append((slot, value))
      } else if let variable = variable as? SharedVariable {
        shared.append(variable)
      } else {
        throw Program.missing(variable, in: reader)
      }
      slots[variable] = slot
      return slot
    }

    var steps: [Step] = []
    for node in toposort(outputs, blockers: Set(inputs)) {
      let reads = try node.inputs.map { try slot(of: $0, in: node) }
      let writes = node.outputs.map { output in
        let fresh = slots.count
        if slots[output] == nil { slots[output] = fresh }
        return slots[output] == fresh ? fresh : -1
      }
      steps.append(Step(call: node, inputs: reads, outputs: writes, dying: []))
    }
    outputSlots = try outputs.map { try slot(of: $0, in: nil) }
    self.shared = shared
    self.constants = constants
    sharedSlots = shared.compactMap { slots[$0] }
    slotCount = slots.count

    var producer = [Int?](repeating: nil, count: slots.count)
    for (index, step) in steps.enumerated() {
      for slot in step.outputs where slot >= 0 { producer[slot] = index }
    }
    self.producer = producer
    Program.markLastUses(in: &steps, keeping: Set(outputSlots))
    self.steps = steps
  }

  private static func markLastUses(in steps: inout [Step], keeping kept: Set<Int>) {
    var seen = kept
    for index in steps.indices.reversed() {
      let step = steps[index]
      steps[index].dying = (step.inputs + step.outputs).filter {
        $0 >= 0 && seen.insert($0).inserted
      }
    }
  }

  private static func missing(_ variable: Variable, in reader: Apply?) -> GraphError {
    let name = variable.name.map { "'\($0)'" } ?? "\(variable)"
    let use = reader.map { ", used to compute \($0)," } ?? ""
    return GraphError(
      .missingInput,
      "Input \(name) of the graph\(use) was not provided and not given a value.",
      site: variable.site)
  }

  /// Whether a result with a NaN or an infinity is an error in the programs that operations run.
  @TaskLocal package static var guardsNaN = false

  /// Computes the outputs.
  ///
  /// - Parameters:
  ///   - inputs: the values of the inputs, in order.
  ///   - sharedValues: the values of `shared`, in order.
  ///   - guardingNaN: whether a result with a NaN or an infinity is an error, also in what operations run.
  /// - Throws: `EvaluationError`
  package func run(
    _ inputs: [NDArray], shared sharedValues: [NDArray], guardingNaN: Bool = Program.guardsNaN
  ) throws -> [NDArray] {
    if guardingNaN != Program.guardsNaN {
      return try Program.$guardsNaN.withValue(guardingNaN) { try run(inputs, shared: sharedValues) }
    }
    var slots = [NDArray?](repeating: nil, count: slotCount)
    for (slot, value) in constants { slots[slot] = value }
    for (slot, value) in zip(sharedSlots, sharedValues) { slots[slot] = value }
    for (slot, value) in zip(inputSlots, inputs) { slots[slot] = value }
    // Looked for only here: most programs are replaced by machine code, and never run.
    let isLazy = steps.contains { $0.call.op is any LazyOp }
    if isLazy { try runOnDemand(&slots, guardingNaN) } else { try runInOrder(&slots, guardingNaN) }
    return outputSlots.compactMap { slots[$0] }
  }

  private func runInOrder(_ slots: inout [NDArray?], _ guardingNaN: Bool) throws {
    for step in steps {
      let values = step.inputs.compactMap { slots[$0] }
      let results: [NDArray]
      do {
        results = try step.call.checked(step.call.op.evaluate(values, step.call))
        if guardingNaN { try EvaluationError.requireFinite(results) }
      } catch {
        throw EvaluationError.locating(error, call: step.call, inputs: values)
      }
      for (slot, result) in zip(step.outputs, results) where slot >= 0 { slots[slot] = result }
      for slot in step.dying { slots[slot] = nil }
    }
  }

  /// Computes what the outputs need, and of lazy operations' operands only those they ask for.
  private func runOnDemand(
    _ slots: inout [NDArray?], _ guardingNaN: Bool
  ) throws {
    var stack = outputSlots.reversed().compactMap { producer[$0] }
    while let index = stack.last {
      let step = steps[index]
      if step.outputs.allSatisfy({ $0 < 0 || slots[$0] != nil }) {
        stack.removeLast()
        continue
      }
      let available = step.inputs.map { slots[$0] }
      do {
        let lazy = step.call.op as? any LazyOp
        let needed =
          try lazy?.demand(available) ?? available.indices.filter { available[$0] == nil }
        if needed.isEmpty {
          let results = try step.call.checked(
            lazy?.evaluateLazily(available, step.call)
              ?? step.call.op.evaluate(available.compactMap { $0 }, step.call))
          if guardingNaN { try EvaluationError.requireFinite(results) }
          for (slot, result) in zip(step.outputs, results) where slot >= 0 { slots[slot] = result }
          stack.removeLast()
        } else {
          stack.append(contentsOf: needed.compactMap { producer[step.inputs[$0]] })
        }
      } catch {
        throw EvaluationError.locating(error, call: step.call, inputs: available.compactMap { $0 })
      }
    }
  }
}

extension Apply {
  /// Returns `results` if they are what the operation promised. A literal with new axes keeps its
  /// exact value, in whatever dtype of its kind.
  /// - Throws: `EvaluationError` if their number, or a dtype or rank, is another.
  package func checked(_ results: [NDArray]) throws -> [NDArray] {
    if results.count != outputTypes.count {
      throw EvaluationError(
        "\(op.name) gave \(results.count) results instead of \(outputTypes.count).")
    }
    for (result, type) in zip(results, outputTypes)
    where result.ndim != type.ndim
      || (type.isWeak ? result.dtype.kind != type.dtype.kind : result.dtype != type.dtype)
    {
      throw EvaluationError(
        "\(op.name) gave a result of dtype \(result.dtype) and shape \(shapeText(result.shape)), which "
          + "its type \(type) does not allow.")
    }
    return results
  }
}
