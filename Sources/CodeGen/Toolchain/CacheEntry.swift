import Glibc

/// What a piece of compiled code was made from: equal keys mean the same machine code.
struct CacheKey: Equatable, Sendable {
  /// The C texts, and the processor.
  let program: String
  /// The compiler and its flags; nil if there is none, which code of any compiler then fits.
  let compiler: String?
  /// What stands for the program.
  let fingerprint: Fingerprint

  /// Creates a key.
  init(program: String, compiler: String?) {
    self.program = program
    self.compiler = compiler
    fingerprint = Fingerprint(program)
  }

  /// Compares fingerprints first: programs are long.
  static func == (a: CacheKey, b: CacheKey) -> Bool {
    a.fingerprint == b.fingerprint && a.program == b.program && a.compiler == b.compiler
  }

  /// What the names of the program's entries begin with.
  var prefix: String { fingerprint.digits + "-" }

  /// The name of the entry of this compiler.
  var name: String? { compiler.map { prefix + Fingerprint.digits(Fingerprint($0).high) + ".so" } }
}

/// The file of an entry: a library as the linker made it, then the two texts of its key, then a footer.
/// Loaders do not look behind what they need, so the file is itself the library, and one rename
/// puts everything in place.
enum CacheEntry {
  /// The footer: a mark, the lengths of the three parts, and the fingerprint of all before it.
  private static let footerBytes = 6 * 8

  /// "theano 1", by which we know our own; the number changes when files of before no longer serve.
  private static let mark: UInt64 = 0x7468_6561_6e6f_2031

  /// Returns the bytes of an entry.
  static func bytes(library: UnsafeRawBufferPointer, key: CacheKey) -> [UInt8] {
    let compiler = key.compiler ?? ""
    var bytes = Array(library)
    bytes += key.program.utf8
    bytes += compiler.utf8
    func add(_ word: UInt64) {
      withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
    }
    add(mark)
    add(UInt64(library.count))
    add(UInt64(key.program.utf8.count))
    add(UInt64(compiler.utf8.count))
    let check = bytes.withUnsafeBytes { Fingerprint($0) }
    add(check.high)
    add(check.low)
    return bytes
  }

  /// Whether these are the bytes of an undamaged entry for this very key.
  static func isValid(_ bytes: UnsafeRawBufferPointer, for key: CacheKey) -> Bool {
    let footer = bytes.count - footerBytes
    guard footer > 0 else { return false }
    func word(_ index: Int) -> UInt64 {
      UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: footer + 8 * index, as: UInt64.self))
    }
    guard word(0) == mark,
      let library = Int(exactly: word(1)), let program = Int(exactly: word(2)),
      let compiler = Int(exactly: word(3)),
      (0...footer).contains(library), (0...footer).contains(program),
      (0...footer).contains(compiler), library + program + compiler == footer
    else { return false }
    let check = Fingerprint(UnsafeRawBufferPointer(rebasing: bytes[..<(footer + 4 * 8)]))
    guard check.high == word(4), check.low == word(5) else { return false }
    // Fingerprints of different texts can be equal; then the texts tell.
    func holds(_ text: String?, _ range: Range<Int>) -> Bool {
      guard var text else { return true }
      return text.withUTF8 { utf8 in
        guard let start = bytes.baseAddress, let text = utf8.baseAddress else {
          return range.isEmpty
        }
        return utf8.count == range.count
          && memcmp(start + range.lowerBound, text, range.count) == 0
      }
    }
    return holds(key.program, library..<(library + program))
      && holds(key.compiler, (library + program)..<footer)
  }
}
