import TestSupport
import Testing
import Theano

/// Mistakes that Theano refuses.
@Suite struct GoldenErrorTests {
  @Test func sectionIsComplete() throws {
    let errors = try GoldenTheano.file.get().errors
    #expect(errors.count == 117)
    let names = Set(errors.map(\.name))
    #expect(Set(Self.messages.keys).isSubset(of: names))
    #expect(Set(Self.impossible.keys).isSubset(of: names))
    #expect(Self.messages.keys.allSatisfy { Self.impossible[$0] == nil })
  }

  @Test(arguments: GoldenTheano.section(\.errors))
  func mistakes(_ golden: GoldenTheano.Failure) throws {
    if Self.impossible[golden.name] != nil { return }
    let isCallError = golden.message.hasPrefix("Bad input argument")
    let theano = isCallError ? golden.more?.first ?? "" : golden.message
    let expected = Self.messages[golden.name] ?? String(theano.prefix { $0 != "." })
    let message: String
    let site: Site
    do {
      try GoldenNames().mistake(golden.name)
      Issue.record("no error for \(golden.name)")
      return
    } catch let error as GraphError {
      (message, site) = (error.message, error.site)
    } catch let error as EvaluationError {
      (message, site) = (error.message, error.site)
    }
    #expect(!expected.isEmpty && message.contains(expected))
    if !Self.placeless.contains(golden.name) {
      #expect(site.location?.file.hasPrefix("Golden") == true, "place of: \(message)")
    }
  }
}
