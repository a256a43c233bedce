/// A prefix code of a deflate stream, given by the lengths of its words (RFC 1951, section 3.2.2).
struct HuffmanCode {
  /// The longest word, in bits.
  private static let maxLength = 15
  /// The words that `fast` knows, in bits.
  private static let fastLength = 9

  /// What each possible next 9 bits start with: the symbol times 16 plus its length; 0 for a longer word.
  private var fast = [UInt16](repeating: 0, count: 1 << fastLength)
  /// The number of words of each length.
  private var counts = [Int](repeating: 0, count: maxLength + 1)
  /// The symbols, ordered by length and then by value.
  private var symbols: [UInt16]

  /// Creates the code in which symbol `i` has a word of `lengths[i]` bits, none if that is 0.
  ///
  /// - Throws: `ArrayError` if there are more words of these lengths than prefix codes have.
  init(lengths: ArraySlice<UInt8>) throws {
    symbols = [UInt16](repeating: 0, count: lengths.count)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var left = 1
    for count in counts.dropFirst() {
      left = left * 2 - count
      if left < 0 { throw ArrayError(.format, "a deflate stream has an impossible prefix code") }
    }
    // The place of the next symbol, and its word, for each length.
    var places = [Int](repeating: 0, count: HuffmanCode.maxLength + 2)
    var words = places
    for length in 1...HuffmanCode.maxLength {
      places[length + 1] = places[length] + counts[length]
      words[length + 1] = (words[length] + counts[length]) * 2
    }
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      symbols[places[length]] = UInt16(symbol)
      places[length] += 1
      enter(symbol: symbol, word: words[length], length: length)
      words[length] += 1
    }
  }

  /// Enters a short word into the table, followed by all possible other bits.
  private mutating func enter(symbol: Int, word: Int, length: Int) {
    if length > HuffmanCode.fastLength { return }
    var reversed = 0
    for bit in 0..<length where word >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
    for rest in stride(from: reversed, to: fast.count, by: 1 << length) {
      fast[rest] = UInt16(symbol << 4 | length)
    }
  }

  /// Reads a word, and returns its symbol.
  ///
  /// - Throws: `ArrayError` if the stream ends, or the bits are no word of the code.
  func read(from bits: inout BitReader) throws -> Int {
    let entry = Int(fast[Int(bits.peek(HuffmanCode.fastLength))])
    if entry > 0 {
      try bits.skip(entry & 15)
      return entry >> 4
    }
    var (word, first, place) = (0, 0, 0)
    for length in 1...HuffmanCode.maxLength {
      word |= Int(try bits.read(1))
      let count = counts[length]
      if word - first < count { return Int(symbols[place + word - first]) }
      place += count
      first = (first + count) * 2
      word *= 2
    }
    throw ArrayError(.format, "a deflate stream has bits that are no word of its prefix code")
  }

  /// Reads the lengths of `count` words of further codes, run-length encoded, of which this is the code.
  ///
  /// - Throws: `ArrayError` if the stream ends, or is malformed.
  func readLengths(_ count: Int, from bits: inout BitReader) throws -> [UInt8] {
    var lengths: [UInt8] = []
    while lengths.count < count {
      let symbol = try read(from: &bits)
      var (value, times) = (UInt8(0), 1)
      switch symbol {
      case 16:
        guard let last = lengths.last else {
          throw ArrayError(.format, "a deflate stream repeats a length before the first")
        }
        (value, times) = (last, 3 + Int(try bits.read(2)))
      case 17: times = 3 + Int(try bits.read(3))
      case 18: times = 11 + Int(try bits.read(7))
      default: value = UInt8(symbol)
      }
      guard lengths.count + times <= count else {
        throw ArrayError(.format, "a deflate stream has too many lengths")
      }
      lengths += repeatElement(value, count: times)
    }
    return lengths
  }
}
