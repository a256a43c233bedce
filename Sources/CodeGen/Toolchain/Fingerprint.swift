/// A short number that stands for some bytes: names files by what is in them, and finds damage.
///
/// Two 64-bit halves, each FNV-1a (Fowler, Noll, Vo) over words instead of bytes with a xorshift
/// added. For a given word a step maps states one to one, and for a given state it maps words one to
/// one, so damage within one word always shows; other damage goes unseen with probability 2^-128, about.
/// It is no defence against somebody who looks for collisions: who compares fingerprints of texts
/// also compares the texts.
struct Fingerprint: Hashable, Sendable {
  /// The two halves.
  let high: UInt64, low: UInt64

  /// Creates the fingerprint of some bytes. Fast also where the optimiser did not run.
  init(_ bytes: UnsafeRawBufferPointer) {
    var (a, b) = (UInt64(0xcbf2_9ce4_8422_2325), UInt64(0x9e37_79b9_7f4a_7c15))
    func add(_ word: UInt64) {
      a = (a ^ word) &* 0x0000_0100_0000_01b3
      a ^= a >> 29
      b = (b ^ word) &* 0xff51_afd7_ed55_8ccd
      b ^= b >> 32
    }
    let whole = bytes.count & ~7
    var offset = 0
    while offset < whole {
      add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    var rest: UInt64 = 0
    for byte in bytes[whole...] { rest = rest << 8 | UInt64(byte) }
    add(rest)
    // The length, so that zeros at the end count; then rounds in which the last words spread.
    add(UInt64(bytes.count))
    add(0)
    add(0)
    (high, low) = (a, b)
  }

  /// Creates the fingerprint of a text in UTF-8.
  init(_ text: String) {
    var text = text
    self = text.withUTF8 { Fingerprint(UnsafeRawBufferPointer($0)) }
  }

  /// 32 hexadecimal digits.
  var digits: String { Fingerprint.digits(high) + Fingerprint.digits(low) }

  /// 16 hexadecimal digits.
  static func digits(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
