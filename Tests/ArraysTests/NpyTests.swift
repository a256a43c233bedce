import FoundationEssentials
import Testing
import TheanoArrays

/// Files made by NumPy, and what is in them.
struct NpyGolden: Decodable {
  struct Array: Decodable {
    var dtype: DType
    var shape: [Int]
    var data: Data

    /// The array itself.
    func value() throws -> NDArray { try NDArray(data: data, shape: shape, dtype: dtype) }
  }
  struct File: Decodable {
    var file: Data
    var array: Array
  }
  struct Refused: Decodable {
    var file: Data
    var because: String
  }
  struct Archive: Decodable {
    var file: Data
    var arrays: [String: Array]
  }
  struct Deflated: Decodable {
    var packed: Data
    var size: Int
    var checksum: UInt32
  }
  var written, read: [File]
  var refused, refusedArchives: [Refused]
  var archives: [Archive]
  var deflated: [Deflated]

  static func load() throws -> NpyGolden { try golden("npy.json", as: NpyGolden.self) }
}

/// Calls `body` with the path of a file that does not exist yet, and removes it afterwards.
func withTemporaryFile(_ body: (String) throws -> Void) throws {
  let path = temporaryFolder() + "/theano-\(UInt64.random(in: 0 ... .max))"
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}

/// The folder of temporary files.
func temporaryFolder() -> String { FileManager.default.temporaryDirectory.path }

@Suite struct NpyTests {
  @Test func readsAndWritesAsNumPy() throws {
    let golden = try NpyGolden.load()
    for test in golden.written + golden.read {
      #expect(try NDArray.load(npy: test.file) == test.array.value())
    }
    for test in golden.written { #expect(try test.array.value().npy == test.file) }
  }

  @Test func refuses() throws {
    for test in try NpyGolden.load().refused {
      let refusal = error { try NDArray.load(npy: test.file) }
      #expect(refusal?.description.contains(test.because) == true, "\(refusal as Any)")
    }
  }

  @Test func archives() throws {
    for test in try NpyGolden.load().archives {
      let arrays = try test.arrays.mapValues { try $0.value() }
      #expect(try NDArray.load(npz: test.file) == arrays)
      #expect(try NDArray.load(npz: NDArray.npz(arrays)) == arrays)
    }
  }

  @Test func refusesArchives() throws {
    for test in try NpyGolden.load().refusedArchives {
      let refusal = error { try NDArray.load(npz: test.file) }
      #expect(refusal?.description.contains(test.because) == true, "\(refusal as Any)")
    }
  }

  @Test func inflates() throws {
    let known = Swift.Array("123456789".utf8)
    #expect(known.withUnsafeBytes(CRC32.checksum) == 0xCBF4_3926)
    for test in try NpyGolden.load().deflated {
      try test.packed.withUnsafeBytes { packed in
        let bytes = try inflate(packed, size: test.size)
        #expect(bytes.withUnsafeBytes(CRC32.checksum) == test.checksum)
        #expect(error { try inflate(packed, size: test.size + 1) } != nil)
        if test.size > 0 { #expect(error { try inflate(packed, size: test.size - 1) } != nil) }
      }
    }
  }

  @Test func files() throws {
    let a = try NDArray([[1.5, 2], [3, .nan]])
    try withTemporaryFile { path in
      #expect(error { try NDArray.load(npy: path) }?.kind == .file)
      try a.save(npy: path)
      #expect(try NDArray.load(npy: path) == a)
      #expect(error { try NDArray.load(npz: path) }?.kind == .format)
      try NDArray.save(["a": a, "a.npy": NDArray(1), "": NDArray(true)], npz: path)
      #expect(try NDArray.load(npz: path) == ["a": a, "a.npy": NDArray(1), "": NDArray(true)])
    }
    #expect(error { try a.save(npy: "/no/such/folder/a.npy") }?.kind == .file)
    #expect(error { try NDArray.load(npy: temporaryFolder()) }?.kind == .file)
    let name = String(repeating: "x", count: 70000)
    #expect(error { try NDArray.npz([name: a]) }?.kind == .format)
  }
}
