import CTheanoFrames
import Synchronization

/// Finds the line of the user's code that a site lies under, and remembers what it learned.
final class LocationResolver: Sendable {
  /// The process's resolver. It is shared because the answers are facts about this process's code,
  /// the same for everyone, and because the symbolizer behind it is slow to start.
  static let shared = LocationResolver()

  /// What is behind the lock.
  private struct State: ~Copyable {
    /// The symbolizer, once it was needed.
    var symbolizer: Symbolizer?

    /// How often it was started: a second time if it fails once, and not again.
    var starts = 0

    /// The user's location for each return address; nil for one without.
    var known: [UInt: SourceLine?] = [:]
  }

  /// The symbolizer and the answers it gave.
  private let state = Mutex(State())

  /// Returns the innermost location outside the library among return `addresses`, innermost first.
  func location(of addresses: [UInt]) -> SourceLine? {
    state.withLock { state in
      for address in addresses {
        if let found = LocationResolver.location(of: address, &state) { return found }
      }
      return nil
    }
  }

  /// Returns the location for one return address.
  private static func location(of address: UInt, _ state: inout State) -> SourceLine? {
    if let known = state.known[address] { return known }
    guard let frames = frames(of: address, &state) else { return nil }
    let location = frames.first(where: isUser).map { frame in
      SourceLine(path: frame.path, line: frame.line, function: readable(frame.function))
    }
    state.known[address] = .some(location)
    return location
  }

  /// Returns the functions around one return address; nil if there is no symbolizer.
  private static func frames(of address: UInt, _ state: inout State) -> [SymbolFrame]? {
    while true {
      if state.symbolizer == nil {
        if state.starts == 2 { return nil }
        state.starts += 1
        state.symbolizer = .start()
      }
      // The call is the instruction before the one returned to, which may be another line's.
      if let frames = state.symbolizer?.frames(at: address &- 1) { return frames }
      state.symbolizer = nil
    }
  }

  /// Returns whether a frame is a line that somebody wrote, and not in this library.
  ///
  /// What decides is the file and not the symbol's module: an extension that the user writes of the
  /// library's `Variable` has a symbol beginning with the library's module, and a closure of the
  /// user's, inlined into `map`, one of the standard library's. Code of another module that was
  /// inlined or specialised here has line 0, as have thunks.
  static func isUser(_ frame: SymbolFrame) -> Bool {
    frame.line > 0 && frame.path.hasSuffix(".swift") && !frame.path.hasPrefix(sources)
      && !frame.path.contains("@__swiftmacro_") && !isExpansion(frame.function)
  }

  /// Returns whether a mangled name is that of a macro's expansion, such as `#expect`'s: optimised
  /// code counts its lines from the macro's own start. The caller of it has the right line.
  private static func isExpansion(_ name: String) -> Bool {
    guard name.hasSuffix("_"), let end = name.dropLast().lastIndex(where: { !$0.isNumber }) else {
      return false
    }
    return name[...end].hasSuffix("fMf")
  }

  /// The folder that holds the sources of every target of the library: the parent of this target's.
  static let sources: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/"
  }()

  /// Returns the readable form of a function's mangled name, or that name where there is none.
  private static func readable(_ mangled: String) -> String {
    var name = string(capacity: 1024) { theano_demangle(mangled, $0, $1) == 0 } ?? mangled
    for made in ["partial apply for ", "merged ", "specialized "] where name.hasPrefix(made) {
      name.removeFirst(made.count)
    }
    return name
  }
}

extension Site {
  /// The line of the user's code that built the node: the innermost caller outside the library.
  /// It is nil, "line unknown", without debug information or without a symbolizer, and where more
  /// than twelve callers are the library's.
  ///
  /// It is the line of a caller further out where the user's function has no frame or no lines: in
  /// optimised code, if it ends in a call, as in `func f(_ x: Variable) -> Variable { sin(x) }`, which
  /// the compiler turns into a jump; and in an autoclosure, for which it writes no lines.
  /// - Complexity: the first asked for in a process takes about 0.1 s, others 0.05 ms.
  public var location: SourceLine? { LocationResolver.shared.location(of: addresses) }
}
