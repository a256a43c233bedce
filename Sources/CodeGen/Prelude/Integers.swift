/// Arithmetic of integers that C has no operators for, without undefined behaviour.
let integerPrelude: [PreludePiece] =
  IntegerType.all.flatMap { [$0.floorDivide, $0.mod] }
  + IntegerType.all.dropFirst().map(\.power)

/// An integer type of C, for which functions are written.
private struct IntegerType {
  /// The end of functions' names.
  var suffix: String
  /// The type.
  var name: String
  /// The unsigned type in which its arithmetic wraps: at least as wide, and no narrower than `int`.
  var wide: String
  /// Whether there are negative numbers.
  var isSigned: Bool

  /// All of them, truth values first.
  static let all =
    [IntegerType(suffix: "b", name: "uint8_t", wide: "uint32_t", isSigned: false)]
    + [8, 16, 32, 64].flatMap { bits in
      let wide = bits == 64 ? "uint64_t" : "uint32_t"
      return [
        IntegerType(suffix: "i\(bits)", name: "int\(bits)_t", wide: wide, isSigned: true),
        IntegerType(suffix: "u\(bits)", name: "uint\(bits)_t", wide: wide, isSigned: false),
      ]
    }

  /// The quotient rounded down.
  var floorDivide: PreludePiece {
    let signed = #"""
      // a / b rounded down; 0 if b is 0.
      static inline \#(name) theano_floor_divide_\#(suffix)(\#(name) a, \#(name) b) {
        if (b == 0) return 0;
        // The least number has no quotient by -1: it stays.
        if (b == -1) return (\#(name))(0 - (\#(wide))a);
        return (\#(name))(a / b - ((a % b != 0) & ((a < 0) != (b < 0))));
      }
      """#
    let unsigned = #"""
      // a / b rounded down; 0 if b is 0.
      static inline \#(name) theano_floor_divide_\#(suffix)(\#(name) a, \#(name) b) {
        return b ? (\#(name))(a / b) : 0;
      }
      """#
    return PreludePiece("theano_floor_divide_\(suffix)", isSigned ? signed : unsigned)
  }

  /// The remainder that belongs to the quotient rounded down.
  var mod: PreludePiece {
    let signed = #"""
      // a less b times a / b rounded down, which has the sign of b; 0 if b is 0.
      static inline \#(name) theano_mod_\#(suffix)(\#(name) a, \#(name) b) {
        if ((b == 0) | (b == -1)) return 0;
        \#(name) rest = (\#(name))(a % b);
        return (\#(name))(rest + (((rest != 0) & ((rest < 0) != (b < 0))) ? b : 0));
      }
      """#
    let unsigned = #"""
      // The remainder of a / b; 0 if b is 0.
      static inline \#(name) theano_mod_\#(suffix)(\#(name) a, \#(name) b) {
        return b ? (\#(name))(a % b) : 0;
      }
      """#
    return PreludePiece("theano_mod_\(suffix)", isSigned ? signed : unsigned)
  }

  /// The power, which wraps.
  var power: PreludePiece {
    let negative =
      isSigned ? "  if (n < 0) return a == 1 ? 1 : a == -1 ? (n & 1 ? -1 : 1) : 0;\n" : ""
    return PreludePiece(
      "theano_pow_\(suffix)",
      #"""
      // a to the power n by squaring; for negative n 0, or 1 or -1 if a is one of these.
      static inline \#(name) theano_pow_\#(suffix)(\#(name) a, \#(name) n) {
      \#(negative)  \#(wide) result = 1, square = (\#(wide))a;
        for (\#(wide) rest = (\#(wide))n; rest; rest >>= 1) {
          result = rest & 1 ? result * square : result;
          square *= square;
        }
        return (\#(name))result;
      }
      """#)
  }
}
