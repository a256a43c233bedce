import Synchronization

/// Makes C texts into code in this process: from the memory of what is loaded, else from the cache,
/// else with the compiler.
package final class Toolchain: Sendable {
  /// What the user says.
  package let options: ToolchainOptions
  /// The compiler, or why there is none.
  package let compiler: Result<CCompiler, ToolchainError>
  /// The cache, nil if nothing is kept.
  package let cache: CodeCache?
  /// The processor for which code is made, "any" if it is not known.
  private let processor = Processor.identity ?? "any"
  /// What each text was made into, as long as somebody uses it.
  private let libraries = Mutex(LoadedLibraries())
  /// How often something was compiled.
  private let compilations = Atomic(0)

  /// Creates a toolchain. Looks for a compiler, but runs none.
  package init(_ options: ToolchainOptions = ToolchainOptions()) {
    self.options = options
    do throws(ToolchainError) {
      compiler = .success(try CCompiler(options))
    } catch {
      compiler = .failure(error)
    }
    cache = options.resolvedCacheFolder.map { CodeCache(folder: $0, limit: options.cacheLimit) }
  }

  /// How often this object ran the compiler for a library, rather than find it.
  package var compilationCount: Int { compilations.load(ordering: .relaxed) }

  /// Returns the library of these C texts, which are compiled one by one, several at once, and
  /// linked together. May be called from many threads; the same texts are loaded once, and who asks
  /// for them meanwhile waits.
  /// - Throws: without a compiler, unless the cache has the code; when the compiler refuses.
  package func load(_ texts: [String]) throws(ToolchainError) -> NativeLibrary {
    let key = key(for: texts)
    let place = libraries.withLock { $0.place(for: key) }
    return try place.library.withLock { (known) throws(ToolchainError) in
      if let library = known.value { return library }
      let library: NativeLibrary
      if let found = loadCached(key) {
        library = found
      } else {
        library = try build(texts, key: key)
      }
      known.value = library
      return library
    }
  }

  /// Returns what decides about the machine code of C texts.
  private func key(for texts: [String]) -> CacheKey {
    var program = "processor \(processor)\n"
    program += "flags \(options.flags)\n"
    // With the lengths, no other list of texts looks the same.
    for text in texts { program += "text \(text.utf8.count)\n\(text)\n" }
    return CacheKey(program: program, compiler: (try? compiler.get())?.identity)
  }

  /// Returns the cache's library for a key. Should the entry go away just now, there is none.
  private func loadCached(_ key: CacheKey) -> NativeLibrary? {
    cache?.find(key).flatMap { path in try? NativeLibrary(path: path) }
  }

  /// Compiles and links C texts, loads the result, and keeps it in the cache.
  private func build(_ texts: [String], key: CacheKey) throws(ToolchainError) -> NativeLibrary {
    let compiler = try compiler.get()
    compilations.add(1, ordering: .relaxed)
    let folder = try WorkFolder(in: options.workFolders)
    let objects = try compiler.compile(texts, in: folder.path, options: options)
    var refusal = ToolchainError.cannotLoad(reason: "nothing was linked")
    for linker in compiler.linkers {
      // Loaders know libraries by their paths: each gets a new one.
      let path = "\(folder.path)/\(linker)-\(key.fingerprint.digits).so"
      do throws(ToolchainError) {
        try compiler.link(objects, to: path, with: linker, in: folder.path, options: options)
        let library = try NativeLibrary(path: path)
        cache?.store(path, for: key)
        return library
      } catch {
        // What only the compiler knows where to find is found by the next linker.
        refusal = error
      }
      // The folder may be one from which nothing is executed; the cache's need not be.
      if let kept = cache?.store(path, for: key), let library = try? NativeLibrary(path: kept) {
        return library
      }
    }
    throw refusal
  }
}

/// The libraries of a toolchain by what they were made from. They stay only while used, so that a program
/// that makes functions all day does not grow; loading one again from the cache takes little.
private struct LoadedLibraries {
  /// The place of one library; whoever makes the library holds its lock.
  final class Place: Sendable {
    let library = Mutex(Weak())
  }

  /// A reference that does not keep its object.
  struct Weak {
    weak var value: NativeLibrary?
  }

  /// The places, with what the libraries are made from. Among a thousand one is found within a microsecond; the first
  /// use of a dictionary of these keys takes fifty.
  private var places: [(key: CacheKey, place: Place)] = []
  /// How many places there may be before those without a library are removed.
  private var limit = 32

  /// Returns the place for a key.
  mutating func place(for key: CacheKey) -> Place {
    if let known = places.first(where: { $0.key == key }) { return known.place }
    if places.count >= limit { removeUnused() }
    let place = Place()
    places.append((key, place))
    return place
  }

  /// Removes the places without a library.
  private mutating func removeUnused() {
    for index in places.indices.reversed() {
      // Whoever is about to fill a place refers to it, and nobody gets another reference meanwhile.
      let isFree =
        isKnownUniquelyReferenced(&places[index].place)
        && places[index].place.library.withLock { $0.value == nil }
      if isFree { places.remove(at: index) }
    }
    limit = 2 * places.count + 32
  }
}
