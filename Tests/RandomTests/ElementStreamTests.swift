import Testing
import TheanoRandom

/// The words of an element: its own in their order, and those it shares.
@Suite struct ElementStreamTests {
  /// Words are pairs of those of own blocks, in order, block after block.
  @Test func words() {
    var stream = ElementStream(key: 5, element: 9)
    for k in 0..<3 {
      let block = Philox.block(low: 9, high: UInt64(k), key: 5)
      for half in 0..<2 {
        #expect(stream.nextUInt64() == UInt64(block[2 * half + 1]) << 32 | UInt64(block[2 * half]))
      }
    }
  }

  /// Four elements share the words of a block, two its pairs, also across the last element of all.
  @Test(arguments: [0, 8, UInt64.max - 3]) func sharedWords(_ first: UInt64) {
    let streams = (0..<4).map { ElementStream(key: 5, element: first + $0) }
    let words = Philox.block(low: first >> 2, high: .max - 1, key: 5)
    #expect(streams.map(\.sharedUInt32) == (0..<4).map { words[$0] })
    let pairs = [0, 1].map { Philox.block(low: first >> 1 + $0, high: .max - 2, key: 5) }
    let expected = pairs.flatMap {
      [UInt64($0.y) << 32 | UInt64($0.x), UInt64($0.w) << 32 | UInt64($0.z)]
    }
    #expect(streams.map(\.sharedUInt64) == expected)
  }

  /// Bounded integers stay below the bound and are unbiased, where a quarter of words is rejected.
  ///
  /// Without rejection, half of the numbers would be multiples of 3.
  @Test func boundedIntegers() {
    var stream = ElementStream(key: 5, element: 9)
    #expect(stream.nextInteger(below: 1) == 0)
    let bound: UInt64 = 3 << 62
    var thirds: [Int64] = []
    for _ in 0..<3000 {
      let value = stream.nextInteger(below: bound)
      #expect(value < bound)
      thirds.append(Int64(value % 3))
    }
    expectFrequencies(thirds, probabilities: [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }
}
