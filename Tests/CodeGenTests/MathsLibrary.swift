import TestSupport

@testable import TheanoCodeGen

/// The vector maths as machine code: a loop over each function, compiled and loaded.
struct MathsLibrary {
  /// A C compiler, and flags after the usual ones.
  struct Compiler: Sendable, CustomStringConvertible {
    var path: String
    var flags: [String]

    var description: String { "\(path) \(flags)" }
  }

  /// The code.
  private let library: NativeLibrary

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
    let flags = ["-std=c11"] + compiler.flags
    library = try Toolchain.forTests(compiler: compiler.path, flags: flags).load([text])
  }

  /// The results of `name` on one operand or two.
  func map<T: BitwiseCopyable>(_ name: String, _ x: [[T]], zero: T) -> [T]? {
    typealias Unary = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
    typealias Binary =
      @convention(c) (
        UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer, Int
      ) -> Void
    guard let loop = try? library.symbol("loop_\(name)") else { return nil }
    let count = x[0].count
    var result = [T](repeating: zero, count: count)
    if x.count == 1 {
      unsafeBitCast(loop, to: Unary.self)(x[0], &result, count)
    } else {
      unsafeBitCast(loop, to: Binary.self)(x[0], x[1], &result, count)
    }
    return result
  }

  /// The compilers on this machine, with flags of all kinds that matter: with and without fused
  /// multiply-adds, with and without optimisation.
  static let compilers = compilerPaths.flatMap { path in
    [[], ["-ffp-contract=off"], ["-O0"] + plainProcessor].map {
      Compiler(path: path, flags: $0)
    }
  }

  /// What keeps code to instructions that all processors have.
  private static var plainProcessor: [String] {
    #if arch(x86_64)
      ["-march=x86-64"]
    #else
      []
    #endif
  }
}
