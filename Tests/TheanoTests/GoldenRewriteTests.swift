import Foundation
import TestSupport
import Testing
import Theano

/// What Theano's optimiser makes of expressions, and what ours does.
@Suite("Rewrites beside Theano's") struct GoldenRewriteTests {
  /// An expression of `rewrites.json`.
  struct Golden: Decodable {
    var expr: String
    var nodes: Int
    var ops: [String: Int]
  }

  /// Operations that cost next to nothing, whatever the size of the tensors: other views of a tensor, lengths,
  /// and conversions of indices.
  private static let free: Set<String> = [
    "DimShuffle", "Reshape", "Shape_i", "LengthOfAxis", "Shape", "ScalarFromTensor", "AllocEmpty",
    "Subtensor", "MakeVector",
  ]

  @Test("As few operations as Theano")
  func sizes() throws {
    let all = try JSONDecoder().decode([Golden].self, from: GoldenFile.data("rewrites.json"))
    #expect(all.count == 197)
    for golden in all {
      let outputs = try GoldenNames().rewritten(golden.expr)
      let found = try compiled(outputs)
      let ours = toposort(found).map(\.op.name).filter { !Self.free.contains($0) }
      let theirs = golden.ops.filter { !Self.free.contains($0.key) }.map(\.value).reduce(0, +)
      let text = found.map { pp($0, limit: 300) }.joined(separator: ", ")
      if let (count, _) = Self.larger[golden.expr] {
        #expect(ours.count == count && count > theirs, "\(golden.expr): \(text)")
      } else {
        #expect(ours.count <= theirs, "\(golden.expr): \(text); \(golden.ops)")
      }
    }
    #expect(Set(Self.larger.keys).isSubset(of: all.map(\.expr)))
  }

  @Test("Texts of compiled functions")
  func texts() throws {
    let file = try GoldenTheano.file.get()
    #expect(file.ppOptimised.count == 24)
    for golden in file.ppOptimised {
      let text = pp(try compiled(GoldenNames().rewritten(golden.expr))[0])
      #expect(text == Self.texts[golden.expr] ?? plain(golden.text), "\(golden.expr)")
    }
    #expect(Set(Self.texts.keys).isSubset(of: file.ppOptimised.map(\.expr)))
  }

  /// Returns the graphs of `outputs` as a function has them.
  private func compiled(_ outputs: [Variable]) throws -> [Variable] {
    let leaves = graphInputs(outputs).filter { $0.constant == nil }
    return try function(leaves, outputs, mode: .fastRun).graph
  }

  /// A text without the copy that Theano makes of what it does not own.
  private func plain(_ text: String) -> String {
    text.hasPrefix("DeepCopyOp(") ? String(text.dropFirst(11).dropLast()) : text
  }
}
