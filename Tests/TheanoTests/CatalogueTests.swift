import Foundation
import Testing
import Theano

/// The catalogues name every operation, so that one added without examples is noticed.
@Suite struct CatalogueTests {
  /// The text of all files under `Sources/<folder>`, by name.
  private func sources(_ folder: String) throws -> [String: String] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/\(folder)")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var result: [String: String] = [:]
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let code = lines.filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }
      result[file.lastPathComponent] = code.joined(separator: "\n")
    }
    return result
  }

  /// The protocols and types that texts declare, with the names of what they conform to or extend.
  private func declarations(_ texts: some Sequence<String>) throws -> [(
    isProtocol: Bool, name: String, bases: [String]
  )] {
    let pattern = try Regex(
      #"\b(struct|enum|class|actor|protocol|extension)\s+(\w+)(?:<[^{]*?>)?\s*:\s*([^{]*)\{"#,
      as: (Substring, Substring, Substring, Substring).self)
    return texts.flatMap { text in
      text.matches(of: pattern).map { match in
        let bases = match.output.3.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return (match.output.1 == "protocol", String(match.output.2), bases.map(String.init))
      }
    }
  }

  @Test func everyOperationIsInACatalogue() throws {
    let ops = try sources("Ops")
    let all = try declarations(sources("Graph").values) + declarations(ops.values)
    var protocols: Set = ["Op", "ScalarOp"]
    for _ in 0..<5 {
      protocols.formUnion(
        all.filter { $0.isProtocol && !protocols.isDisjoint(with: $0.bases) }.map(\.name))
    }
    #expect(protocols.isSuperset(of: ["Op", "LazyOp", "ScalarOp", "MathFunction"]))
    let names = Set(
      try declarations(ops.values).filter {
        !$0.isProtocol && !protocols.isDisjoint(with: $0.bases)
      }.map(\.name))
    #expect(names.count > 120)
    let catalogues = ops.filter { $0.key.contains("Catalogue") }.values
    let words = Set(
      catalogues.flatMap {
        $0.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
      })
    // Every scalar operation's wrapper.
    let missing = names.subtracting(words).subtracting(["Elementwise"])
    #expect(missing.isEmpty, "not in a catalogue file: \(missing.sorted())")
  }

  @Test func everyOperationHasExamples() {
    for op in sampledOps {
      #expect(!op.examples.isEmpty, "\(type(of: op))")
    }
  }
}
