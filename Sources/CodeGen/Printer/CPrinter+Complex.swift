import TheanoArrays
import TheanoLoopIR

extension CPrinter {
  /// Prints the taking in of a complex number into a sum or product in a variable or in memory, part by part.
  mutating func combineComplex(
    _ target: String, _ combination: Combination, _ value: String, _ dtype: DType
  ) {
    let (real, imaginary) = ("\(target).real", "\(target).imaginary")
    let parts: (String, String)
    if combination == .product {
      parts = (
        "a * \(value).real - b * \(value).imaginary", "a * \(value).imaginary + b * \(value).real"
      )
      let type = dtype.realCounterpart.cType
      line("{")
      indent += 1
      line("const \(type) a = \(real), b = \(imaginary);")
    } else {
      parts = ("\(real) + \(value).real", "\(imaginary) + \(value).imaginary")
      line("{ THEANO_REASSOCIATE")
      indent += 1
    }
    line("\(real) = \(parts.0);")
    line("\(imaginary) = \(parts.1);")
    indent -= 1
    line("}")
  }
}
