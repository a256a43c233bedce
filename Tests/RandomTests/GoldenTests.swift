import Foundation
import Testing

@testable import TheanoRandom

/// The numbers of `Tests/Golden/philox.json`, made by `make_philox.py` without this code.
private struct Golden: Decodable {
  /// A counter, a key, and the words that belong to them.
  struct Block: Decodable {
    /// Four counter words, two key words, four result words; least significant first.
    let counter, key, words: [UInt32]
  }
  /// An element of a draw and what each sampler makes of it. 64-bit integers are in quotes.
  struct Case: Decodable {
    /// The stream, and where it stands.
    let key, position: String
    /// The element's number within the draw.
    let index: Int
    /// Its first six 64-bit words.
    let words: [String]
    /// Its uniform numbers, of its own words in [0, 1) and (0, 1) and of shared ones in [0, 1).
    let ownUnit, openUnit, unit: Double
    /// Its normal and exponential numbers.
    let normal, exponential: Double
    /// Its normal number in float32.
    let normalFloat: Double
    /// Its uniform float32 number in [0, 1).
    let unitFloat: Float
    /// Its throw of a die.
    let die: Int64
    /// The key of the child stream of this index.
    let child: String
  }
  /// Blocks of random counters and keys.
  let blocks: [Block]
  /// Elements of random streams.
  let cases: [Case]

  /// Reads the file beside the tests.
  init() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appending(path: "Golden/philox.json"))
    self = try JSONDecoder().decode(Golden.self, from: data)
  }
}

/// Blocks, words, splits and the simple samplers against a program written independently.
@Suite struct GoldenTests {
  /// Blocks are equal.
  @Test func blocks() throws {
    let blocks = try Golden().blocks
    #expect(blocks.count == 20)
    for block in blocks {
      let words = Philox.block(counter: SIMD4(block.counter), key: SIMD2(block.key))
      #expect(words == SIMD4(block.words))
    }
  }

  /// Words and uniform numbers are equal; normal and exponential ones are within 4 ulp of exact.
  @Test func elements() throws {
    let cases = try Golden().cases
    #expect(cases.count == 64)
    for golden in cases {
      let key = try #require(UInt64(golden.key))
      let position = try #require(UInt64(golden.position))
      let state = RandomState(key: key, position: position)
      var words = state.element(golden.index)
      #expect(golden.words == golden.words.map { _ in String(words.nextUInt64()) })
      let start = state.element(golden.index)
      var (a, b) = (start, start)
      #expect(a.nextUnit() == golden.ownUnit)
      #expect(b.nextOpenUnit() == golden.openUnit)
      let moved = state.advanced(by: golden.index)
      #expect(try moved.drawing(1, from: IntegersSampler(low: 1, high: 6)).values == [golden.die])
      #expect(try moved.drawing(1, from: UniformSampler()).values == [golden.unit])
      #expect(try moved.drawing(1, from: UniformFloatSampler()).values == [golden.unitFloat])
      let normal = try moved.drawing(1, from: NormalSampler()).values[0]
      #expect((normal - golden.normal).magnitude <= 4 * golden.normal.ulp)
      let normalFloat = try moved.drawing(1, from: NormalFloatSampler()).values[0]
      #expect((Double(normalFloat) - golden.normalFloat).magnitude <= 4 * Double(normalFloat.ulp))
      let exponential = try moved.drawing(1, from: ExponentialSampler()).values[0]
      #expect((exponential - golden.exponential).magnitude <= 2 * golden.exponential.ulp)
      #expect(String(state.split(UInt64(golden.index)).key) == golden.child)
    }
  }
}
