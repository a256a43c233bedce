import TestSupport
import Testing
import TheanoExecution

@testable import Theano

/// Random loops, with gradients, as machine code: as they were built and after all rewrites, for several
/// numbers of steps, among them none.
@Suite("Random loops as machine code", .enabled(if: NativeBatch.canRun))
struct RandomLoopNativeTests {
  private static let batchSize = 50

  @Test("Values agree", arguments: 0..<8)
  func agree(batch: Int) throws {
    var native = NativeBatch()
    var values: [[[NDArray]]] = []
    for seed in batch * Self.batchSize..<(batch + 1) * Self.batchSize {
      var numbers = RandomNumbers("native loop \(seed)")
      let built = try randomLoop(&numbers)
      let all = built.outputs + built.gradients
      let outputs =
        seed % 2 == 0 ? all : try Pipeline.optimiser(for: .fastRun).optimise(all).0
      let count = native.items.count
      native.add("loop \(seed)", built.inputs, outputs)
      if native.items.count > count {
        values.append([0, 1, 2, 5].map { n in built.shapes(n).map { numbers.array($0) } })
      }
    }
    let memory = GuardedMemory()
    try native.forEachProgram { place, item, entry in
      for values in values[place] {
        NativeBatch.trace("\(item.label), shapes \(values.map(\.shape))")
        for text in differences(item, values, entry, memory) {
          Issue.record("\(item.label), shapes \(values.map(\.shape)): \(text)")
        }
      }
    }
  }

  /// Says what is wrong with the results of a program.
  private func differences(
    _ item: NativeBatch.Item, _ values: [NDArray], _ entry: NativeProgram.Entry,
    _ memory: GuardedMemory
  ) -> [String] {
    let expected = try? evaluate(item.outputs, item.inputs, values)
    do {
      let results = try GuardedCall(item.plan, memory: memory).run(entry, values)
      guard let expected else { return ["computed, which the reference evaluator does not"] }
      return zip(results, expected).enumerated().compactMap { place, pair in
        pair.0.difference(from: pair.1, relative: 1e-9, absolute: 1e-11).map {
          "output \(place): \($0)"
        }
      }
    } catch {
      return expected == nil && !(error is GuardedCall.Damage) ? [] : ["\(error)"]
    }
  }
}
