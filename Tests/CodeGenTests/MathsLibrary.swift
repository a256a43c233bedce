import Foundation

@testable import TheanoCodeGen

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The vector maths as machine code: a loop over each function, compiled and loaded.
struct MathsLibrary {
  /// A C compiler and how it is called.
  struct Compiler: Sendable, CustomStringConvertible {
    var path: String
    var flags: [String]

    var description: String { "\((path as NSString).lastPathComponent) \(flags)" }
  }

  /// What the loader gave.
  private let handle: UnsafeMutableRawPointer

  /// The C text of all pieces, each after those that it needs.
  static func source() -> String {
    let pieces = Dictionary(uniqueKeysWithValues: mathsPrelude.map { ($0.name, $0) })
    var (seen, text): (Set<String>, String) = ([], "")
    func add(_ piece: PreludePiece) {
      guard seen.insert(piece.name).inserted else { return }
      piece.needs.compactMap { pieces[$0] }.forEach(add)
      text += piece.text + "\n\n"
    }
    mathsPrelude.forEach(add)
    return text
  }

  /// The beginning of a call: `polygamma_2_f64` is `polygamma` with 2 as first argument.
  private static func call(_ name: String) -> String {
    let parts = name.split(separator: "_")
    guard parts.count == 3, let order = Int(parts[1]) else { return "theano_\(name)(" }
    return "theano_\(parts[0])_\(parts[2])(\(order), "
  }

  /// Compiles loops over `unary` and `binary`, names of functions with their width.
  init(_ compiler: Compiler, unary: [String], binary: [String]) throws {
    var text = Self.source()
    for name in unary {
      let type = name.hasSuffix("f32") ? "float" : "double"
      text += """
        void loop_\(name)(const \(type) *x, \(type) *result, long count) {
          for (long i = 0; i < count; i++) result[i] = \(Self.call(name))x[i]);
        }

        """
    }
    for name in binary {
      let type = name.hasSuffix("f32") ? "float" : "double"
      text += """
        void loop_\(name)(const \(type) *x, const \(type) *y, \(type) *result, long count) {
          for (long i = 0; i < count; i++) result[i] = theano_\(name)(x[i], y[i]);
        }

        """
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("theano-maths-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, object) = (
      folder.appendingPathComponent("maths.c"), folder.appendingPathComponent("maths.so")
    )
    try text.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler.path)
    process.arguments =
      compiler.flags
      + [
        "-std=c11", "-fno-math-errno", "-fno-trapping-math", "-w", "-fPIC", "-shared", "-o",
        object.path, file.path, "-lm",
      ]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0, let handle = dlopen(object.path, RTLD_NOW | RTLD_LOCAL)
    else { throw CompilationFailed() }
    self.handle = handle
  }

  /// The results of `name` on `x`.
  func map<T: BitwiseCopyable>(_ name: String, _ x: [T], zero: T) -> [T]? {
    typealias Loop = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
    guard let symbol = dlsym(handle, "loop_\(name)") else { return nil }
    var result = [T](repeating: zero, count: x.count)
    unsafeBitCast(symbol, to: Loop.self)(x, &result, x.count)
    return result
  }

  /// The results of `name` on `x` and `y`.
  func map<T: BitwiseCopyable>(_ name: String, _ x: [T], _ y: [T], zero: T) -> [T]? {
    typealias Loop =
      @convention(c) (
        UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer, Int
      ) -> Void
    guard let symbol = dlsym(handle, "loop_\(name)") else { return nil }
    var result = [T](repeating: zero, count: x.count)
    unsafeBitCast(symbol, to: Loop.self)(x, y, &result, x.count)
    return result
  }

  /// The compilers on this machine, with flags of all kinds that matter: with and without fused
  /// multiply-adds, with and without optimisation.
  static let compilers: [Compiler] = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    func find(_ name: String) -> String? {
      path.split(separator: ":").map { "\($0)/\(name)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
    let fast = ["-O2", "-march=native", "-ffp-contract=fast"]
    let plain = ["-O2", "-march=native", "-ffp-contract=off"]
    let clang = find("clang").map { path in
      [fast, plain, ["-O0"]].map { Compiler(path: path, flags: $0) }
    }
    let gcc = find("gcc").map { path in [fast, ["-O0"]].map { Compiler(path: path, flags: $0) } }
    return (clang ?? []) + (gcc ?? [])
  }()

  /// The compiler gave up.
  struct CompilationFailed: Error {}
}
