import Testing
import TheanoRandom

/// Philox4x32-10 against the known answers published with Random123 (`kat_vectors`).
@Suite struct PhiloxTests {
  /// Counter and key of zeros.
  @Test func zeros() {
    let block = Philox.block(counter: .zero, key: .zero)
    #expect(block == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
  }

  /// Counter and key of ones.
  @Test func ones() {
    let block = Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
    #expect(block == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
  }

  /// Counter and key from the digits of π.
  @Test func digitsOfPi() {
    let block = Philox.block(
      counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      key: SIMD2(0xa409_3822, 0x299f_31d0))
    #expect(block == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  /// The 64-bit form puts the less significant half of each word first.
  @Test func wordOrder() {
    let block = Philox.block(
      low: 0x85a3_08d3_243f_6a88, high: 0x0370_7344_1319_8a2e, key: 0x299f_31d0_a409_3822)
    #expect(block == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }
}
