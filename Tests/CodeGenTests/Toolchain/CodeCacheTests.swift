import Glibc
import TestSupport
import Testing

@testable import TheanoCodeGen

@Suite(.enabled(if: hasCompiler))
struct CodeCacheTests {
  let sandbox = Result { try Sandbox() }

  @Test func entriesServeLaterToolchains() throws {
    let sandbox = try sandbox.get()
    _ = try Toolchain(sandbox.options).load([answerText(1)])
    let later = Toolchain(sandbox.options)
    #expect(try answer(later.load([answerText(1)])) == 1)
    #expect(later.compilationCount == 0)
    #expect(later.cache?.count == 1 && (later.cache?.byteCount ?? 0) > 500)
  }

  /// Ways to damage an entry.
  enum Damage: CaseIterable {
    case empty, footerOnly, truncated, lastByte, firstByte, code, key, zeros, longer, otherFile
    case writableByAll
  }

  @Test(arguments: Damage.allCases)
  func damagedEntriesAreMadeAgain(_ damage: Damage) throws {
    let sandbox = try sandbox.get()
    _ = try Toolchain(sandbox.options).load([answerText(1)])
    let entry = try #require(sandbox.entries.first)
    let good = try sandbox.bytes(entry)
    var bad = good
    switch damage {
    case .empty: bad = []
    case .footerOnly: bad = Array(good.suffix(48))
    case .truncated: bad = Array(good.prefix(good.count / 2))
    case .lastByte: bad.removeLast()
    case .firstByte: bad.removeFirst()
    case .code: bad[good.count / 4] ^= 1
    case .key: bad[good.count - 60] ^= 1
    case .zeros: bad = Array(repeating: 0, count: good.count)
    case .longer: bad.append(0)
    case .otherFile:
      let other = try Sandbox()
      _ = try Toolchain(other.options).load([answerText(2)])
      bad = try other.bytes(try #require(other.entries.first))
    case .writableByAll: break
    }
    try sandbox.replace(entry, bad)
    if damage == .writableByAll { chmod(entry, 0o666) }
    let toolchain = Toolchain(sandbox.options)
    #expect(try answer(toolchain.load([answerText(1)])) == 1)
    #expect(toolchain.compilationCount == 1)
    // And the entry is as it was.
    let again = Toolchain(sandbox.options)
    #expect(try answer(again.load([answerText(1)])) == 1)
    #expect(again.compilationCount == 0)
  }

  @Test func foldersThatCannotBeWrittenToAreNoError() throws {
    var options = try sandbox.get().options
    // The kernel lets nobody make anything here, not even the system's own user.
    for folder in ["/proc/theano", "/proc", ""] {
      options.cacheFolder = folder
      let toolchain = Toolchain(options)
      #expect(try answer(toolchain.load([answerText(3)])) == 3)
      #expect(toolchain.cache?.isWritable != true)
    }
  }

  @Test func readersOfAFolderUseWhatIsThere() throws {
    let sandbox = try sandbox.get()
    _ = try Toolchain(sandbox.options).load([answerText(1)])
    chmod(sandbox.cacheFolder, 0o500)
    defer { chmod(sandbox.cacheFolder, 0o700) }
    let toolchain = Toolchain(sandbox.options)
    #expect(try answer(toolchain.load([answerText(1)])) == 1)
    #expect(toolchain.compilationCount == 0)
    #expect(try answer(toolchain.load([answerText(2)])) == 2)
  }

  @Test func whatWasNotUsedForLongestGoes() throws {
    let sandbox = try sandbox.get()
    let cache = CodeCache(folder: sandbox.cacheFolder, limit: 100_000)
    let library = "\(sandbox.path)/library"
    #expect(Files.write(library, text: String(repeating: "x", count: 10_000)))
    let keys = (0..<20).map { CacheKey(program: "program \($0)", compiler: "compiler") }
    for (age, key) in keys.prefix(9).enumerated() {
      let path = try #require(cache.store(library, for: key))
      setAge(path, seconds: 1000 - age)
    }
    // Files of others, and drafts of those who died and of those who still write.
    let others = ["notes.txt", "libm.so", "\(CodeCache.draftPrefix)1", "\(CodeCache.draftPrefix)2"]
    for name in others { #expect(Files.write("\(cache.folder)/\(name)", text: "")) }
    setAge("\(cache.folder)/\(others[2])", seconds: 10_000)
    // Used now, so it stays, although it is the oldest.
    #expect(cache.find(keys[0]) != nil)
    for key in keys[9...10] { #expect(cache.store(library, for: key) != nil) }
    #expect(cache.byteCount <= 100_000)
    let there = keys.map { cache.find($0) != nil }
    #expect(there[0] && !there[1] && !there[2] && there[7...10].allSatisfy { $0 })
    let names = Files.names(in: cache.folder)
    #expect(others.map(names.contains) == [true, true, false, true])
  }

  @Test func evictedLibrariesStayLoaded() throws {
    let sandbox = try sandbox.get()
    _ = try Toolchain(sandbox.options).load([answerText(1)])
    let toolchain = Toolchain(sandbox.options)
    let library = try toolchain.load([answerText(1)])
    #expect(toolchain.compilationCount == 0)
    for entry in sandbox.entries { unlink(entry) }
    #expect(try answer(library) == 1)
    // Smaller than any entry: each goes as soon as it is there, and everything works.
    var options = sandbox.options
    options.cacheLimit = 1
    #expect(try answer(Toolchain(options).load([answerText(2)])) == 2)
    #expect(sandbox.entries.isEmpty)
  }

  /// Says of a file that it was used this long ago.
  private func setAge(_ path: String, seconds: Int) {
    let then = timespec(tv_sec: time(nil) - seconds, tv_nsec: 0)
    utimensat(AT_FDCWD, path, [then, then], 0)
  }
}
