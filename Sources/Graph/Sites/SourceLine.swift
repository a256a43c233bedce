/// A line of somebody's source file.
public struct SourceLine: Sendable, Hashable {
  /// The file, as the compiler was given it: normally an absolute path.
  public let path: String

  /// The line, counted from 1.
  public let line: Int

  /// The function that the line is in, such as `tower(_:)`, or as the linker knows it where its
  /// readable name is not to be had.
  public let function: String

  /// Makes a location.
  public init(path: String, line: Int, function: String) {
    self.path = path
    self.line = line
    self.function = function
  }

  /// The last component of `path`.
  public var file: String {
    path.lastIndex(of: "/").map { String(path[$0...].dropFirst()) } ?? path
  }
}

extension SourceLine: CustomStringConvertible {
  /// The file's name and the line: `model.swift:12`.
  public var description: String { "\(file):\(line)" }
}
