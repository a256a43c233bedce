/// A piece of C that generated code uses: a function or a type, with the pieces that it uses itself.
///
/// Pieces need no headers and compile with clang and gcc as C11 with builtins. Names begin with `theano_`.
package struct PreludePiece: Sendable {
  /// The name of the function or type, by which others refer to it.
  package let name: String
  /// The names of the pieces that must come before.
  package let needs: [String]
  /// Makes the C text.
  private let make: @Sendable () -> String

  /// Creates a piece, whose text is made when it is asked for: programs use few pieces, and wait for them.
  package init(
    _ name: String, needs: [String] = [], _ text: @autoclosure @escaping @Sendable () -> String
  ) {
    self.name = name
    self.needs = needs
    make = text
  }

  /// The C text.
  package var text: String { make() }
}
