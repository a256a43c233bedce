import Synchronization
import TheanoArrays
import TheanoGraph

/// Machine code of a function's graph, in versions for the lengths that its shared variables have had: with
/// lengths that are known small products are written out, and states of loops stay in registers.
///
/// Lengths of arguments, such as a batch's or a sequence's, are known to no version.
final class NativeVersions: Sendable {
  /// Compiles the graph for lengths of shared variables.
  typealias Compiler = @Sendable ([SharedVariable: [Int?]]) throws -> NativeFunction

  /// The lengths that a version may know: 0 and 1 are often not there to stay, and what is long gains nothing.
  private static let knownLengths = 2...1024
  /// How many versions for certain lengths there may be, before one for all lengths is compiled.
  private static let most = 3

  private let compile: Compiler
  /// The version for the lengths that there were when the function was compiled.
  private let first: NativeFunction
  /// All versions, the one that was used last at the end.
  private let versions: Mutex<[NativeFunction]>

  /// Compiles the version for the present lengths of the shared variables.
  /// - Throws: `GraphError` if the graph cannot be computed; `ToolchainError` if there is no compiler.
  init(of shared: [SharedVariable], _ compile: @escaping Compiler) throws {
    let present = shared.compactMap { variable in
      // A variable whose value was not accepted says so when it is read.
      (try? variable.container.read()).map { (variable, $0.shape) }
    }
    self.compile = compile
    first = try compile(NativeVersions.known(present))
    versions = Mutex([first])
  }

  /// What a version for these shapes knows.
  private static func known(_ shapes: [(SharedVariable, [Int])]) -> [SharedVariable: [Int?]] {
    let pairs = shapes.map { variable, shape in
      let lengths = zip(variable.type.shape, shape).map { known, length in
        known ?? (knownLengths.contains(length) ? length : nil)
      }
      return (variable, lengths)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// The version for all lengths, if the first is that.
  var only: NativeFunction? { first.isForAllLengths ? first : nil }

  /// The version that was used last.
  var current: NativeFunction {
    first.isForAllLengths ? first : versions.withLock { $0[$0.count - 1] }
  }

  /// The most memory that a call of any version has held, in bytes.
  var peakBytes: Int { all.reduce(0) { max($0, $1.peakBytes) } }

  /// What calls of all versions have taken so far; nil if they are not measured.
  func profile(_ name: String) -> FunctionProfile? {
    let records = all.compactMap(\.profile)
    return records.isEmpty ? nil : ProfileRecord.summary(name, of: records)
  }

  /// All versions.
  private var all: [NativeFunction] { versions.withLock { $0 } }

  /// Returns the version for values of the shared variables, which is compiled if there is none yet.
  /// - Throws: as the initializer.
  func version(for values: some Collection<NDArray>) throws -> NativeFunction {
    if let known = find(values) { return known }
    let isFull = versions.withLock { $0.count >= NativeVersions.most }
    let shapes = zip(first.shared, values).map { ($0, $1.shape) }
    let new = try compile(isFull ? [:] : NativeVersions.known(shapes))
    // Another call may have been quicker.
    if let known = find(values) { return known }
    versions.withLock { $0.append(new) }
    return new
  }

  /// The version for values among those that there are.
  private func find(_ values: some Collection<NDArray>) -> NativeFunction? {
    versions.withLock { versions in
      guard let place = versions.lastIndex(where: { $0.fits(values) }) else { return nil }
      versions.append(versions.remove(at: place))
      return versions.last
    }
  }
}
