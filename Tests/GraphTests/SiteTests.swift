import Testing
import TheanoOps

@testable import TheanoGraph

/// The lines that sites report for code of this file, which is a user's.
@Suite struct SiteTests {
  @Test func operatorsSayTheirLine() {
    let a = dscalar()
    let sum = a + a
    #expect(sum.site.location?.line == #line - 1)
    #expect(sum.site.location?.description == "SiteTests.swift:\(#line - 2)")
    #expect(sum.site.location?.path == #filePath)
    #expect(sum.site.location?.function.hasPrefix("SiteTests.operatorsSayTheirLine()") == true)
  }

  @Test func macrosAndClosuresSayTheirLine() throws {
    let a = dscalar()
    #expect((a * a).site.location?.line == #line)
    try #require((a + a).site.location?.line == #line)
    let mapped = [a, a].map { $0 - a }
    #expect(mapped[1].site.location?.line == #line - 1)
  }

  @Test func tasksSayTheirLine() async {
    let a = dscalar()
    let node = await Task.detached { a + a }.value
    #expect(node.site.location?.line == #line - 1)
    async let other = a * a
    #expect(await other.site.location?.line == #line - 1)
  }

  @Test func unknownHasNoLocation() { #expect(Site.unknown.location == nil) }

  @Test func sitesOfOneLineDifferFromOthers() {
    let site = Site.capture(), other = Site.capture()
    #expect(
      site == site && site != other && site != .unknown && Set([site, other, site]).count == 2)
    #expect(site.hashValue == site.hashValue)
  }

  @Test func capturesOnManyThreads() async {
    let lines = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<200 { group.addTask { dscalar().site.location?.line } }
      return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
    }
    #expect(lines == [#line - 3])
  }

  /// The library is a user like another of its symbolizer: it may die, and must not hang us.
  @Test func aSecondSymbolizerAnswersAlike() throws {
    guard let symbolizer = Symbolizer.start() else { return }
    let address = try #require(Site.capture().addresses.dropFirst().first)
    let frames = symbolizer.frames(at: address - 1)
    #expect(frames?.contains { $0.path == #filePath } == true)
    #expect(symbolizer.frames(at: 1) == [])
  }

  @Test func answersAreParsed() {
    let frames = Symbolizer.parse("f\n/a b/c:d.swift:12:3\ng\n??:0:0\n\n")
    #expect(frames.map(\.line) == [12, 0])
    #expect(frames.map(\.path) == ["/a b/c:d.swift", "??"] && frames[0].function == "f")
    #expect(Symbolizer.parse("\n").isEmpty && Symbolizer.parse("").isEmpty)
  }
}
