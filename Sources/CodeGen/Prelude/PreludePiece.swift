/// A piece of C that generated code uses: a function or a type, with the pieces that it uses itself.
///
/// Pieces need no headers and compile with clang and gcc as C11 with builtins. Names begin with `theano_`.
package struct PreludePiece: Sendable {
  /// The name of the function or type, by which others refer to it.
  package let name: String
  private let makeNeeds: @Sendable () -> [String]
  private let makeText: @Sendable () -> String

  /// Creates a piece, which is made when it is asked for: programs use few pieces, and wait for them.
  package init(
    _ name: String, needs: @autoclosure @escaping @Sendable () -> [String] = [],
    _ text: @autoclosure @escaping @Sendable () -> String
  ) {
    self.name = name
    makeNeeds = needs
    makeText = text
  }

  /// The names of the pieces that must come before.
  package var needs: [String] { makeNeeds() }

  /// The C text.
  package var text: String { makeText() }
}
