/// Philox4x32-10: a bijection of 128-bit counters for every 64-bit key, with no state of its own.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// section 3.3. Tested against the known answers published with Random123.
public enum Philox {
  /// The multiplier of word 0 in each round.
  private static let multiplier0: UInt32 = 0xD251_1F53
  /// The multiplier of word 2 in each round.
  private static let multiplier1: UInt32 = 0xCD9E_8D57
  /// What key word 0 grows by after each round: 2^32 times the golden ratio less one.
  private static let weyl0: UInt32 = 0x9E37_79B9
  /// What key word 1 grows by after each round: 2^32 times the square root of 3 less one.
  private static let weyl1: UInt32 = 0xBB67_AE85

  /// Returns the four random words that belong to `counter` under `key`.
  ///
  /// Ten rounds; words are in the order of the paper, least significant first.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = (key.x, key.y)
    for _ in 0..<10 {
      let p0 = multiplier0.multipliedFullWidth(by: c0)
      let p1 = multiplier1.multipliedFullWidth(by: c2)
      (c0, c1, c2, c3) = (p1.high ^ c1 ^ k0, p1.low, p0.high ^ c3 ^ k1, p0.low)
      k0 &+= weyl0
      k1 &+= weyl1
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Returns the block whose counter is `high · 2^64 + low`, under a 64-bit `key`.
  public static func block(low: UInt64, high: UInt64, key: UInt64) -> SIMD4<UInt32> {
    let (c, d, k) = (halves(low), halves(high), halves(key))
    return block(counter: SIMD4(c.x, c.y, d.x, d.y), key: k)
  }

  /// Returns the two 32-bit halves of `word`, the less significant first.
  private static func halves(_ word: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32))
  }
}
