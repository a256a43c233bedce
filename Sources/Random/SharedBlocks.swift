// What one block is enough for is taken from blocks that neighbouring elements share, so that whole blocks of
// them take as few of Philox's rounds as there are words. Each is still a function of the key and the element's
// number alone. Blocks of each kind have counters of their own, so that draws of different kinds that follow
// each other share nothing.

/// Kinds of blocks that elements share: the high 64 bits of their counters.
///
/// All ones are `RandomState.split`'s, and the own blocks of elements count from 0.
private enum SharedBlock {
  /// One of the four words for each of four elements.
  static let words: UInt64 = 0xFFFF_FFFF_FFFF_FFFE
  /// One of the two pairs of words for each of two elements.
  static let pairs: UInt64 = 0xFFFF_FFFF_FFFF_FFFD
  /// Two float32 normal numbers from each pair of words.
  static let normalFloats: UInt64 = 0xFFFF_FFFF_FFFF_FFFC
  /// Two float64 normal numbers from the four words.
  static let normals: UInt64 = 0xFFFF_FFFF_FFFF_FFFB
}

extension ElementStream {
  /// 32 random bits: word `element mod 4` of a block that four neighbours share.
  ///
  /// It is independent of all that the `next…` functions return, as are the other shared numbers.
  public var sharedUInt32: UInt32 {
    Philox.block(low: element >> 2, high: SharedBlock.words, key: key)[Int(element & 3)]
  }

  /// 64 random bits: pair `element mod 2` of a block that two neighbours share, its first word the less
  /// significant.
  public var sharedUInt64: UInt64 {
    let block = Philox.block(low: element >> 1, high: SharedBlock.pairs, key: key)
    return element & 1 == 0 ? block.firstPair : block.secondPair
  }

  /// A uniform multiple of 2^-53 in [0, 1): the top 53 of ``sharedUInt64``.
  public var sharedUnit: Double { Double(sharedUInt64 >> 11) * 0x1p-53 }

  /// A uniform multiple of 2^-24 in [0, 1): the top 24 of ``sharedUInt32``.
  public var sharedUnitFloat: Float { Float(sharedUInt32 >> 8) * 0x1p-24 }

  /// A draw from the standard normal distribution; its magnitude is at most 8.58.
  ///
  /// Box and Muller (1958): of two neighbours, the even one has `√(-2 log u) cos(2πv)`, the odd one
  /// `√(-2 log u) sin(2πv)`. `u` in (0, 1] is made of the top 53 bits of their block's first pair of words, `v` in
  /// [0, 1) of those of the second. The same bits on every machine.
  public var sharedNormal: Double {
    let block = Philox.block(low: element >> 1, high: SharedBlock.normals, key: key)
    let turn = block.secondPair >> 11
    // The sine is the cosine of a quarter turn less.
    let quarter: UInt64 = element & 1 == 0 ? 0 : 3 << 51
    return normal(of: block.firstPair, turn: (turn + quarter) & (1 << 53 - 1))
  }

  /// A float32 draw from the standard normal distribution; its magnitude is at most 6.66.
  ///
  /// As ``sharedNormal``, in float32: elements 0 and 1 of four have the first pair of words of their block, 2 and
  /// 3 the second; `u` in (0, 1] is made of the top 31 bits of the pair's first word, plus a half, and `v` in
  /// [0, 1) of its second word.
  public var sharedNormalFloat: Float {
    let block = Philox.block(low: element >> 2, high: SharedBlock.normalFloats, key: key)
    let pair = element & 2 == 0 ? block.lowHalf : block.highHalf
    let u = (Float(Int32(pair.x >> 1)) + 0.5) * 0x1p-31
    let radius = (-2 * unitLogarithm(u)).squareRoot()
    return radius * turnCosine(element & 1 == 0 ? pair.y : pair.y &- 1 << 30)
  }
}

extension SIMD4<UInt32> {
  /// The first two words, the first of them the less significant.
  var firstPair: UInt64 { UInt64(y) << 32 | UInt64(x) }

  /// The last two words.
  var secondPair: UInt64 { UInt64(w) << 32 | UInt64(z) }
}
