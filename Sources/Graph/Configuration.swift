#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import TheanoArrays

/// What computes functions.
public enum Linker: String, Sendable {
  /// Machine code, by way of C.
  case c
  /// Each operation's own `evaluate`: slow, and the measure of what is right.
  case py
}

/// The settings that the environment variable `THEANO_FLAGS` holds, as in
/// `THEANO_FLAGS='floatX=float32,mode=reference'`. It is read once.
public struct Configuration: Sendable {
  /// The dtype of float literals on their own and of results for which nothing else says one.
  public var floatX: DType = .float64
  /// The name of the compilation mode that `function` uses when it is given none.
  public var mode: String?
  /// What computes functions of the default mode: the flag `linker`.
  public var linker = Linker.c
  /// The C compiler for native code, a path or a name on PATH: the flag `cxx`. Nil means to look for
  /// one, and "" to use none.
  public var compiler: String?
  /// Flags for the C compiler besides the usual ones: the flag `gcc.cxxflags`, words between spaces.
  public var compilerFlags: [String] = []
  /// The folder in which native code is kept for other runs: the flag `base_compiledir`. Nil means the
  /// usual one, and "" to keep none.
  public var cacheFolder: String?
  /// The BLAS library that multiplies matrices, as in `-lopenblas`: the flag `blas.ldflags`. Nil and ""
  /// mean our own code, which is as fast where that was measured.
  public var blasFlags: String?
  /// What the flags say that this version does not know, as written.
  public var unknownFlags: [String] = []

  /// Creates the default settings.
  public init() {}

  /// Creates settings from the text of `THEANO_FLAGS`.
  public init(flags: String) {
    for flag in flags.split(separator: ",") {
      let parts = flag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.trimmed }
      switch (parts[0], parts.dropFirst().first) {
      case ("floatX", let value?): setFloatX(value, flag: String(flag))
      case ("mode", let value?): mode = value
      case ("linker", let value?): setLinker(value, flag: String(flag))
      case ("cxx", let value?): compiler = value
      case ("gcc.cxxflags", let value?):
        compilerFlags = value.split(separator: " ").map(String.init)
      case ("blas.ldflags", let value?): blasFlags = value
      case ("base_compiledir", let value?): cacheFolder = value
      default: unknownFlags.append(String(flag))
      }
    }
  }

  private mutating func setLinker(_ value: String, flag: String) {
    if let known = Linker(rawValue: value) {
      linker = known
    } else {
      unknownFlags.append(flag)
    }
  }

  private mutating func setFloatX(_ value: String, flag: String) {
    if let dtype = DType(rawValue: value), dtype.isFloat {
      floatX = dtype
    } else {
      unknownFlags.append(flag)
    }
  }

  /// The settings in force: those of `THEANO_FLAGS` unless a task overrides them with
  /// `Configuration.$current.withValue(…) { … }`.
  @TaskLocal public static var current = environment

  /// The settings of `THEANO_FLAGS`.
  package static let environment = Configuration(
    flags: getenv("THEANO_FLAGS").map { String(cString: $0) } ?? "")
}

extension Substring {
  /// This text without spaces at its ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
