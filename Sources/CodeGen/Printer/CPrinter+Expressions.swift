import TheanoArrays
import TheanoLoopIR

extension CPrinter {
  /// A value where it is used.
  func text(_ value: Value) -> String {
    literals[value] ?? (indices.contains(value) ? "i\(value.id)" : "v\(value.id)")
  }

  /// The name of a buffer's pointer.
  func name(_ buffer: BufferID) -> String { names[buffer.index] }

  /// The name of a register.
  func name(_ register: Register) -> String { partials[register] ?? "r\(register.id)" }

  /// A product of lengths.
  func text(_ stride: Stride) -> String {
    var factors = stride.lengths.map(text)
    if stride.factor != 1 || factors.isEmpty { factors.append("\(stride.factor)l") }
    return factors.joined(separator: " * ")
  }

  /// An element in memory.
  func element(_ access: Access) -> String { "\(name(access.buffer))[\(place(access))]" }

  /// The place of an element.
  private func place(_ access: Access) -> String {
    let terms = access.terms.map { term -> String in
      term.stride == .one ? text(term.value) : "\(text(term.value)) * \(text(term.stride))"
    }
    return terms.isEmpty ? "0" : terms.joined(separator: " + ")
  }

  /// Prints the definition of a value.
  mutating func define(_ value: Value, _ instruction: Instruction) {
    switch instruction.operation {
    case .integer(let number): literals[value] = value.dtype.literal(number)
    case .real(let bits):
      literals[value] = "\(value.dtype.literal(Double(bitPattern: bits)))"
    default:
      let source = ahead[value] ?? expression(instruction, value.dtype)
      line("const \(value.dtype.cType) \(text(value)) = \(source);")
    }
  }

  /// An operation on values.
  private mutating func expression(_ instruction: Instruction, _ dtype: DType) -> String {
    let x = instruction.operands.map(text)
    switch instruction.operation {
    case .add: return wrapping(x, "+", dtype)
    case .subtract: return wrapping(x, "-", dtype)
    case .multiply: return wrapping(x, "*", dtype)
    case .divide: return "\(x[0]) / \(x[1])"
    case .remainder: return "\(x[0]) % \(x[1])"
    case .negate:
      return dtype.isFloat
        ? "-(\(x[0]))" : "(\(dtype.cType))(0 - (\(dtype.unsignedCType))\(x[0]))"
    case .absolute: return absolute(x[0], dtype)
    case .minimum: return extremum(x, "<", dtype)
    case .maximum: return extremum(x, ">", dtype)
    case .fusedMultiplyAdd:
      return "__builtin_fma\(dtype == .float32 ? "f" : "")(\(x.joined(separator: ", ")))"
    case .and: return "\(x[0]) & \(x[1])"
    case .or: return "\(x[0]) | \(x[1])"
    case .xor: return "\(x[0]) ^ \(x[1])"
    case .not: return dtype == .bool ? "!\(x[0])" : "(\(dtype.cType))~\(x[0])"
    case .shiftLeft: return "(\(dtype.cType))((\(dtype.unsignedCType))\(x[0]) << \(x[1]))"
    case .shiftRight: return "\(x[0]) >> \(x[1])"
    case .equal: return "\(x[0]) == \(x[1])"
    case .notEqual: return "\(x[0]) != \(x[1])"
    case .less: return "\(x[0]) < \(x[1])"
    case .lessOrEqual: return "\(x[0]) <= \(x[1])"
    case .select: return "\(x[0]) ? \(x[1]) : \(x[2])"
    case .complex: return "(\(dtype.cType)){\(x[0]), \(x[1])}"
    case .realPart: return "\(x[0]).real"
    case .imaginaryPart: return "\(x[0]).imaginary"
    case .convert: return conversion(x[0], instruction.operands[0].dtype, dtype)
    case .call(var name):
      let argument = instruction.operands.first
      if let argument, near.contains(argument),
        let variant = Self.nearVariant(name, argument.dtype)
      {
        name = variant
      }
      let function = Self.function(name, instruction, dtype)
      used.insert(function)
      return "\(function)(\(x.joined(separator: ", ")))"
    case .load(let access): return element(access)
    case .read(let register): return name(register)
    case .length(let input, let axis): return inputLength(input, axis)
    case .worker: return "worker"
    case .isSame(let a, let b): return "\(name(a)) == \(name(b))"
    case .integer, .real: return "0"
    }
  }

  /// The C name of the prelude function `name` for the operands of an instruction, or a result of a dtype.
  static func function(_ name: String, _ instruction: Instruction, _ dtype: DType) -> String {
    "theano_\(name)_\((instruction.operands.first?.dtype ?? dtype).suffix)"
  }

  /// The length of an axis of an input.
  func inputLength(_ input: Int, _ axis: Int) -> String {
    "frame->input_lengths[\(firstLengths[input] + axis)]"
  }

  /// A number in another dtype.
  private mutating func conversion(_ x: String, _ source: DType, _ dtype: DType) -> String {
    let function: String
    switch (source.isFloat, dtype) {
    case (true, _) where dtype.isDiscrete:
      function = "theano_to_\(dtype.size < 8 ? "i32" : "i64")_\(source == .float64 ? "f64" : "f32")"
    case (true, .float16) where source == .float64: function = "theano_to_f16_f64"
    default: return "(\(dtype.cType))\(x)"
    }
    used.insert(function)
    return "(\(dtype.cType))\(function)(\(x))"
  }

  /// Arithmetic in which integers wrap; lengths and places do not come near the ends of int64.
  private func wrapping(_ x: [String], _ sign: String, _ dtype: DType) -> String {
    if dtype.isFloat { return "\(x[0]) \(sign) \(x[1])" }
    if dtype == .bool { return sign == "*" ? "\(x[0]) & \(x[1])" : "\(x[0]) | \(x[1])" }
    let type = dtype.size < 4 ? "uint32_t" : dtype.unsignedCType
    return "(\(dtype.cType))((\(type))\(x[0]) \(sign) (\(type))\(x[1]))"
  }

  /// The absolute value.
  private func absolute(_ x: String, _ dtype: DType) -> String {
    switch dtype {
    case .float32: "__builtin_fabsf(\(x))"
    case .float64: "__builtin_fabs(\(x))"
    case _ where dtype.isUnsigned || dtype == .bool: x
    default: "\(x) < 0 ? (\(dtype.cType))(0 - (\(dtype.unsignedCType))\(x)) : \(x)"
    }
  }

  /// The smaller or larger of two; of floats, a NaN if one is.
  private func extremum(_ x: [String], _ sign: String, _ dtype: DType) -> String {
    let choice = "\(x[0]) \(sign) \(x[1]) ? \(x[0]) : \(x[1])"
    return dtype.isFloat ? "\(x[0]) != \(x[0]) ? \(x[0]) : (\(choice))" : choice
  }

  /// Prints the taking in of an element into memory.
  mutating func accumulate(_ access: Access, _ combination: Combination, _ value: Value) {
    let target = element(access)
    let dtype = program[access.buffer].dtype
    if dtype.isComplex { return combineComplex(target, combination, text(value), dtype) }
    let sum = expression(combination, target, text(value), dtype)
    line("\(target) = \(sum);")
  }

  /// Two numbers combined.
  func expression(
    _ combination: Combination, _ a: String, _ b: String, _ dtype: DType
  ) -> String {
    switch combination {
    case .sum: wrapping([a, b], "+", dtype)
    case .product: wrapping([a, b], "*", dtype)
    case .maximum: extremum([b, a], ">", dtype)
    case .minimum: extremum([b, a], "<", dtype)
    case .and: "\(a) & \(b)"
    case .or: "\(a) | \(b)"
    }
  }
}
