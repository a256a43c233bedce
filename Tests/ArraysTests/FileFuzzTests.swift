import FoundationEssentials
import TestSupport
import Testing
import TheanoArrays

/// Damaged files give an error or an array, never a trap.
@Suite struct FileFuzzTests {
  /// Choices that are the same in every run.
  struct Generator: SplitMix {
    var state: UInt64
  }

  /// Reads damaged contents, and checks that a failure is an `ArrayError`.
  func read(_ data: Data) {
    do { _ = try NDArray.load(npy: data) } catch { #expect(error is ArrayError) }
    do { _ = try NDArray.load(npz: data) } catch { #expect(error is ArrayError) }
  }

  /// Whole files: plain, with a long header, and archives.
  func samples() throws -> [Data] {
    let golden = try NpyGolden.load()
    let plain = golden.read.filter { $0.file.count < 300 }
    let archives = golden.archives.map(\.file).filter { $0.count < 4000 }
    return [golden.written[1].file] + plain.suffix(4).map(\.file) + archives
  }

  @Test func truncation() throws {
    for sample in try samples() {
      for count in 0..<sample.count where sample.count < 600 || count % 7 == 0 {
        read(sample.prefix(count))
      }
    }
  }

  @Test func corruption() throws {
    var random = Generator(state: 1)
    let samples = try samples()
    for _ in 0..<2000 {
      guard var data = samples.randomElement(using: &random) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<data.count, using: &random)
        data[place] =
          Bool.random(using: &random)
          ? .random(in: 0...255, using: &random) : [0, 255, 1].randomElement(using: &random) ?? 0
      }
      read(data)
    }
  }

  /// Damages the fields of directories and headers, where sizes and places are.
  @Test func damagedDirectories() throws {
    var random = Generator(state: 2)
    let extremes: [UInt8] = [0, 1, 127, 128, 254, 255]
    for sample in try samples() where sample.starts(with: "PK".utf8) {
      for _ in 0..<400 {
        var data = sample
        let width = [1, 2, 4, 8].randomElement(using: &random) ?? 1
        let start = max(0, data.count - Int.random(in: 8..<200, using: &random))
        for place in start..<min(start + width, data.count) {
          data[place] = extremes.randomElement(using: &random) ?? 0
        }
        read(data)
      }
    }
  }

  @Test func damagedStreams() throws {
    var random = Generator(state: 3)
    for test in try NpyGolden.load().deflated where test.size < 6000 && !test.packed.isEmpty {
      for _ in 0..<20 {
        var packed = test.packed
        packed[Int.random(in: 0..<min(packed.count, 200), using: &random)] = .random(
          in: 0...255, using: &random)
        _ = packed.withUnsafeBytes { bytes in
          error { try inflate(bytes, size: test.size) }
        }
      }
      for count in stride(from: 0, to: test.packed.count, by: 1 + test.packed.count / 20) {
        let failure = test.packed.prefix(count).withUnsafeBytes { bytes in
          error { try inflate(bytes, size: test.size) }
        }
        #expect(failure != nil)
      }
    }
  }
}
