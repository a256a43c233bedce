import Testing
import TheanoRandom

/// The order in which the words of an element are handed out.
@Suite struct ElementStreamTests {
  /// 32-bit words come in order, block after block.
  @Test func words() {
    var stream = ElementStream(key: 5, element: 9)
    for k in 0..<3 {
      let block = Philox.block(low: 9, high: UInt64(k), key: 5)
      for word in 0..<4 { #expect(stream.nextUInt32() == block[word]) }
    }
  }

  /// 64-bit words are aligned pairs: after one or three 32-bit words, one is skipped.
  @Test func pairs() {
    let first = Philox.block(low: 9, high: 0, key: 5)
    let second = Philox.block(low: 9, high: 1, key: 5)
    var stream = ElementStream(key: 5, element: 9)
    #expect(stream.nextUInt32() == first[0])
    #expect(stream.nextUInt64() == UInt64(first[3]) << 32 | UInt64(first[2]))
    #expect(stream.nextUInt64() == UInt64(second[1]) << 32 | UInt64(second[0]))
    #expect(stream.nextUInt32() == second[2])
    #expect(stream.nextUInt64() == ElementStream.word(0, ofBlock: 2))
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

extension ElementStream {
  /// Returns 64-bit word `half` (0 or 1) of block `k` of the stream these tests use.
  fileprivate static func word(_ half: Int, ofBlock k: UInt64) -> UInt64 {
    let block = Philox.block(low: 9, high: k, key: 5)
    return UInt64(block[2 * half + 1]) << 32 | UInt64(block[2 * half])
  }
}
