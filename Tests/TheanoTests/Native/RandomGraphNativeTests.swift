import Foundation
import TestSupport
import Testing
import TheanoCodeGen
import TheanoExecution

@testable import Theano

/// Random graphs as machine code compute what the reference evaluator computes: graphs as they were built and
/// graphs after all rewrites, on the arrays they were built with and on others of other lengths.
///
/// The environment variable `THEANO_RANDOM_GRAPHS` says how many, 1,500 by default.
@Suite("Random graphs as machine code", .enabled(if: NativeBatch.canRun))
struct RandomGraphNativeTests {
  private static let batchSize = 200
  private static let count =
    ProcessInfo.processInfo.environment["THEANO_RANDOM_GRAPHS"].flatMap(Int.init) ?? 1500

  @Test("Values agree", arguments: 0..<(count + batchSize - 1) / batchSize)
  func agree(batch: Int) throws {
    var native = NativeBatch()
    var graphs: [RandomGraph] = []
    for seed in batch * Self.batchSize..<(batch + 1) * Self.batchSize {
      let graph = RandomGraph(seed: seed)
      guard !graph.outputs.isEmpty else { continue }
      let count = native.items.count
      let outputs = seed % 2 == 0 ? graph.outputs : try rewritten(graph.outputs)
      native.add("seed \(seed)", graph.inputs, outputs)
      if native.items.count > count { graphs.append(graph) }
    }
    let memory = GuardedMemory()
    try native.forEachProgram { place, item, entry in
      for text in differences(item, graphs[place], entry, memory) {
        Issue.record("\(item.label): \(text)")
      }
    }
  }

  /// One graph by itself, with its program, if `THEANO_RANDOM_SEED` says which.
  @Test("One graph", .enabled(if: chosen != nil))
  func one() throws {
    guard let seed = Self.chosen else { return }
    let graph = RandomGraph(seed: seed)
    let outputs = seed % 2 == 0 ? graph.outputs : try rewritten(graph.outputs)
    for output in outputs { print(pp(output, limit: 4000)) }
    var native = NativeBatch()
    native.add("seed \(seed)", graph.inputs, outputs)
    for failure in native.failures { Issue.record("\(failure)") }
    guard let item = native.items.first else { return }
    print(item.plan.scheduled.program)
    print(try native.text())
    let library = try native.load()
    let entry = try library.function(NativeBatch.entry(0), as: NativeProgram.Entry.self)
    let texts = withExtendedLifetime(library) {
      differences(item, graph, entry, GuardedMemory())
    }
    #expect(texts == [])
  }

  private static let chosen =
    ProcessInfo.processInfo.environment["THEANO_RANDOM_SEED"].flatMap(Int.init)

  /// Returns outputs after all rewrites.
  private func rewritten(_ outputs: [Variable]) throws -> [Variable] {
    try Pipeline.optimiser(for: .fastRun).optimise(outputs).0
  }

  /// Says what is wrong with the results of a program.
  private func differences(
    _ item: NativeBatch.Item, _ graph: RandomGraph, _ entry: NativeProgram.Entry,
    _ memory: GuardedMemory
  ) -> [String] {
    // Wide and high: what is wrong with one may do no harm in the other.
    let others = [(0, 3), (4, 5), (7, 2), (1, 1)].map { graph.inputValues($0, $1) }
    var texts: [String] = []
    for values in [graph.inputValues] + others.compactMap({ $0 }) {
      let known = Dictionary(uniqueKeysWithValues: zip(item.inputs, values))
      let expected = RandomGraph.evaluated(item.outputs, knowing: known)
      NativeBatch.trace("\(item.label), shapes \(values.map(\.shape))")
      do {
        let results = try GuardedCall(item.plan, memory: memory).run(entry, values)
        guard let expected else {
          let shapes = values.map(\.shape)
          texts.append("computed, which the reference evaluator does not: shapes \(shapes)")
          continue
        }
        let comparison = ValueComparison(known: known, values: expected, double: 1e-11)
        texts += comparison.differences(of: results, for: item.outputs)
      } catch {
        if expected != nil || error is GuardedCall.Damage {
          texts.append("shapes \(values.map(\.shape)): \(error)")
        }
      }
    }
    if !texts.isEmpty {
      texts[0] += "\n  of \(item.outputs.map { pp($0, limit: 800) })"
    }
    return texts
  }
}
