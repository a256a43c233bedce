/// Returns the bytes that a deflate stream (RFC 1951) stands for; there must be `size` of them.
///
/// Written to be safe on any input: it reads nothing outside `stream`, and stops at `size` bytes.
///
/// - Throws: `ArrayError` if the stream is malformed, or holds more or fewer bytes.
/// - Complexity: O(`stream.count` + `size`)
package func inflate(_ stream: UnsafeRawBufferPointer, size: Int) throws -> [UInt8] {
  var inflater = Inflater(stream, size: size)
  try inflater.run()
  return inflater.output
}

/// A deflate stream while it is read.
private struct Inflater {
  /// The stream.
  private var bits: BitReader
  /// The number of bytes that must come out.
  private let size: Int
  /// The bytes that came out so far.
  private(set) var output: [UInt8] = []

  /// The order in which the lengths of the words for lengths are stored.
  private static let lengthOrder: [Int] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
  /// The shortest match of each symbol from 257 on, and the number of extra bits.
  private static let matches = steps(count: 28, each: 4, from: 3) + [(base: 258, extra: 0)]
  /// The shortest distance of each symbol, and the number of extra bits.
  private static let distances = steps(count: 30, each: 2, from: 1)

  /// Returns numbers at growing distances: after the first `2·each`, one extra bit more every `each`.
  private static func steps(count: Int, each: Int, from first: Int) -> [(base: Int, extra: Int)] {
    (0..<count).map { symbol in
      let extra = max(symbol / each - 1, 0)
      let base = extra == 0 ? symbol : (each + symbol % each) << extra
      return (base: base + first, extra: extra)
    }
  }

  /// Creates an inflater; memory is reserved for what the stream can hold at most.
  init(_ stream: UnsafeRawBufferPointer, size: Int) {
    bits = BitReader(stream)
    self.size = size
    output.reserveCapacity(Swift.min(size, 1 << 20))
  }

  /// Reads all blocks.
  mutating func run() throws {
    var isLast = false
    while !isLast {
      isLast = try bits.read(1) == 1
      switch try bits.read(2) {
      case 0: try copyStored()
      case 1: try readFixed()
      case 2: try readDynamic()
      default: throw ArrayError(.format, "a deflate stream has a block of unknown type 3")
      }
    }
    guard output.count == size else {
      throw ArrayError(
        .format, "a deflate stream holds \(output.count) bytes, and should hold \(size)")
    }
  }

  /// Adds a byte.
  private mutating func append(_ byte: UInt8) throws {
    guard output.count < size else {
      throw ArrayError(.format, "a deflate stream holds more than the \(size) bytes it should")
    }
    output.append(byte)
  }

  /// Reads a block of bytes stored as they are.
  private mutating func copyStored() throws {
    try bits.alignToByte()
    let length = try bits.read(16)
    guard try bits.read(16) == ~length & 0xFFFF else {
      throw ArrayError(.format, "a deflate stream has a stored block of contradictory length")
    }
    for _ in 0..<length { try append(UInt8(try bits.read(8))) }
  }

  /// Reads a block with the code that the standard fixes.
  private mutating func readFixed() throws {
    let lengths = (0..<288).map { UInt8($0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8) }
    try readBlock(
      HuffmanCode(lengths: lengths[...]),
      HuffmanCode(lengths: [UInt8](repeating: 5, count: 30)[...]))
  }

  /// Reads a block that starts with its own code.
  private mutating func readDynamic() throws {
    let literals = Int(try bits.read(5)) + 257
    let distances = Int(try bits.read(5)) + 1
    let coded = Int(try bits.read(4)) + 4
    guard literals <= 286, distances <= 30 else {
      throw ArrayError(.format, "a deflate stream has a code of too many symbols")
    }
    var lengths = [UInt8](repeating: 0, count: 19)
    for place in Inflater.lengthOrder.prefix(coded) { lengths[place] = UInt8(try bits.read(3)) }
    lengths = try HuffmanCode(lengths: lengths[...]).readLengths(literals + distances, from: &bits)
    try readBlock(
      HuffmanCode(lengths: lengths[..<literals]), HuffmanCode(lengths: lengths[literals...]))
  }

  /// Reads literals and matches up to the end of a block.
  private mutating func readBlock(_ literals: HuffmanCode, _ far: HuffmanCode) throws {
    while true {
      let symbol = try literals.read(from: &bits)
      if symbol < 256 {
        try append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol - 257 < Inflater.matches.count else {
        throw ArrayError(.format, "a deflate stream has a match of unknown length")
      }
      let (shortest, extra) = Inflater.matches[symbol - 257]
      let length = shortest + Int(try bits.read(extra))
      let distanceSymbol = try far.read(from: &bits)
      guard distanceSymbol < Inflater.distances.count else {
        throw ArrayError(.format, "a deflate stream has a match of unknown distance")
      }
      let (nearest, extraDistance) = Inflater.distances[distanceSymbol]
      let distance = nearest + Int(try bits.read(extraDistance))
      guard distance <= output.count else {
        throw ArrayError(.format, "a deflate stream refers to bytes before its start")
      }
      for _ in 0..<length { try append(output[output.count - distance]) }
    }
  }
}
