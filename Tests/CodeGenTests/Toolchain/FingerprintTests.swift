import Testing

@testable import TheanoCodeGen

struct FingerprintTests {
  @Test func everySingleChangeShows() {
    let text = Array("The quick brown fox jumps over the lazy dog. 0123456789".utf8)
    var seen: Set<Fingerprint> = [fingerprint(text)]
    for place in text.indices {
      for bit in 0..<8 {
        var other = text
        other[place] ^= 1 << bit
        seen.insert(fingerprint(other))
      }
      seen.insert(fingerprint(Array(text[..<place])))
    }
    #expect(seen.count == 1 + 9 * text.count)
  }

  @Test func zerosCountByNumber() {
    let all = (0..<100).map { fingerprint(Array(repeating: 0, count: $0)) }
    #expect(Set(all).count == 100 && Set(all.map(\.high)).count == 100)
    #expect(Set(all.map(\.low)).count == 100)
  }

  @Test func digitsAreOfOneLength() {
    #expect(Fingerprint.digits(0x1f) == "000000000000001f")
    #expect(Fingerprint("text").digits.utf8.count == 32)
    #expect(Fingerprint("text") == fingerprint(Array("text".utf8)))
  }

  private func fingerprint(_ bytes: [UInt8]) -> Fingerprint {
    bytes.withUnsafeBytes { Fingerprint($0) }
  }
}
