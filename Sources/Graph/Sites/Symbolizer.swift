import CTheanoFrames
import Glibc

/// One function that an address lies in: the function itself, or one inlined there.
struct SymbolFrame: Sendable, Hashable {
  /// The mangled name.
  var function: String

  /// The source file, as in the debug information.
  var path: String

  /// The line in it; 0 for what the compiler made up.
  var line: Int
}

/// A running `llvm-symbolizer`, asked one address at a time; it keeps what it read of the debug
/// information, so that the first address takes tens of milliseconds and the next ones a few
/// microseconds each. The toolchain's `Runtime` module needs milliseconds for every address.
struct Symbolizer: ~Copyable {
  /// The child.
  private let child: theano_symbolizer

  /// Takes charge of `child`.
  private init(_ child: theano_symbolizer) { self.child = child }

  /// Returns a symbolizer just started; nil where none is installed.
  static func start() -> Symbolizer? {
    guard let path = installed() else { return nil }
    let child = theano_symbolizer_start(path)
    return child.socket < 0 ? nil : Symbolizer(child)
  }

  /// Ends the child.
  deinit { theano_symbolizer_stop(child) }

  /// Returns the functions that `address` lies in, the innermost inlined one first; empty where its
  /// object file is not known, and nil where the child failed.
  borrowing func frames(at address: UInt) -> [SymbolFrame]? {
    var offset: UInt = 0
    let object = string(capacity: 4096) { theano_object_at(address, $0, $1, &offset) == 0 }
    guard let object, !object.contains(where: { $0 == "\"" || $0.isNewline }) else { return [] }
    let query = "CODE \"\(object)\" 0x\(String(offset, radix: 16))\n"
    let child = child
    let answer = string(capacity: 1 << 16) { out, capacity in
      let length = theano_symbolizer_ask(child, query, out, capacity - 1)
      if length >= 0 { out[length] = 0 }
      return length >= 0
    }
    return answer.map(Symbolizer.parse)
  }

  /// Returns the functions in an answer: two lines for each, `name` and `path:line:column`.
  static func parse(_ answer: String) -> [SymbolFrame] {
    let lines = answer.split(separator: "\n")
    return stride(from: 0, to: lines.count - 1, by: 2).map { i in
      let place = lines[i + 1].split(separator: ":", omittingEmptySubsequences: false)
      let line = place.count < 3 ? 0 : Int(place[place.count - 2]) ?? 0
      let path = place.dropLast(2).joined(separator: ":")
      return SymbolFrame(function: String(lines[i]), path: path, line: line)
    }
  }

  /// Returns the path of the toolchain's `llvm-symbolizer`, or of another on `PATH`: beside the
  /// Swift library that this process runs on, then beside `swift`, then anywhere.
  private static func installed() -> String? {
    var folders: [String] = []
    if let library = string(capacity: 4096, { theano_swift_library($0, $1) == 0 }),
      let end = library.range(of: "/lib/swift/")
    {
      folders.append(library[..<end] + "/bin")
    }
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let onPath = path.split(separator: ":").filter { $0.hasPrefix("/") }.map(String.init)
    folders += onPath.filter { access($0 + "/swift", X_OK) == 0 } + onPath
    return folders.lazy.map { $0 + "/llvm-symbolizer" }.first { access($0, X_OK) == 0 }
  }
}

extension String {
  /// Returns where `text` first begins; nil if it does not occur.
  fileprivate func range(of text: String) -> Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}

/// Returns the C string that `body` writes into a buffer of `capacity` bytes; nil if it says false.
func string(
  capacity: Int, _ body: (UnsafeMutablePointer<CChar>, Int) -> Bool
) -> String? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
    guard let start = buffer.baseAddress, body(start, capacity) else { return nil }
    return String(cString: start)
  }
}
