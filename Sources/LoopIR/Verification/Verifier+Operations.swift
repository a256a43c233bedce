import TheanoArrays

extension Verifier {
  /// Checks the operands of an instruction, and the dtype of its result.
  mutating func verify(_ instruction: Instruction, _ result: Value) {
    let operands = instruction.operands
    for operand in operands { read(operand) }
    let dtype = result.dtype
    switch instruction.operation {
    case .real:
      count(operands, 0)
      if !dtype.isFloat { report(.notDefined(on: dtype)) }
    case .integer:
      count(operands, 0)
      if !dtype.isDiscrete { report(.notDefined(on: dtype)) }
    case .add, .subtract, .multiply, .divide, .remainder, .minimum, .maximum:
      uniform(operands, 2, dtype)
      if dtype.isComplex { report(.notDefined(on: dtype)) }
    case .negate, .absolute:
      uniform(operands, 1, dtype)
      if dtype.isComplex { report(.notDefined(on: dtype)) }
    case .fusedMultiplyAdd:
      uniform(operands, 3, dtype)
      if !dtype.isFloat { report(.notDefined(on: dtype)) }
    case .and, .or, .xor, .shiftLeft, .shiftRight:
      uniform(operands, 2, dtype)
      if !dtype.isDiscrete { report(.notDefined(on: dtype)) }
    case .not:
      uniform(operands, 1, dtype)
      if !dtype.isDiscrete { report(.notDefined(on: dtype)) }
    case .equal, .notEqual, .less, .lessOrEqual:
      let operand = operands.first?.dtype ?? .bool
      uniform(operands, 2, operand)
      if operand.isComplex { report(.notDefined(on: operand)) }
      expect(dtype, .bool)
    case .select:
      count(operands, 3)
      if let condition = operands.first { expect(condition.dtype, .bool) }
      for operand in operands.dropFirst() { expect(operand.dtype, dtype) }
    case .convert:
      count(operands, 1)
      // A number is true if it is not 0, which is a comparison.
      if dtype == .bool && operands.first?.dtype != .bool { report(.notDefined(on: dtype)) }
      for type in operands.map(\.dtype) + [dtype] where type.isComplex {
        report(.notDefined(on: type))
      }
    case .complex:
      uniform(operands, 2, dtype.realCounterpart)
      if !dtype.isComplex { report(.notDefined(on: dtype)) }
    case .realPart, .imaginaryPart:
      count(operands, 1)
      for type in operands.map(\.dtype) {
        if !type.isComplex { report(.notDefined(on: type)) }
        expect(dtype, type.realCounterpart)
      }
    // What functions there are is known to whoever prints the program; see `callProblems`.
    case .call: break
    case .load(let access):
      if let buffer = read(access) { expect(dtype, buffer.dtype) }
    case .read(let register):
      use(register)
      expect(dtype, register.dtype)
    case .length(let input, let axis):
      let inputs = program.interface.inputs
      if !inputs.indices.contains(input) || axis < 0 || axis >= inputs[input].rank {
        report(.noPort(input))
      }
      expect(dtype, .int64)
    case .worker: expect(dtype, .int64)
    case .isSame: expect(dtype, .bool)
    }
  }

  /// Checks the number of operands.
  private mutating func count(_ operands: [Value], _ expected: Int) {
    if operands.count != expected {
      report(.wrongOperandCount(operands.count, expected: expected))
    }
  }

  /// Checks that there are as many operands, all of a dtype.
  private mutating func uniform(_ operands: [Value], _ expected: Int, _ dtype: DType) {
    count(operands, expected)
    for operand in operands { expect(operand.dtype, dtype) }
  }

  /// Checks that elements can be taken into something.
  mutating func verify(_ combination: Combination, _ element: DType, into total: DType) {
    // Parts of a sum may be added up in less precision than the whole.
    let isNarrow = combination == .sum && element == .float32 && total == .float64
    if !isNarrow { expect(element, total) }
    switch combination {
    case .and, .or: if !total.isDiscrete { report(.notDefined(on: total)) }
    case .maximum, .minimum: if total.isComplex { report(.notDefined(on: total)) }
    case .sum, .product: break
    }
  }

  /// Checks a product of matrices.
  mutating func verify(_ product: MatrixProduct) {
    if product.dtype != .float32 && product.dtype != .float64 {
      report(.notDefined(on: product.dtype))
    }
    for size in [product.m, product.n, product.k] { read(size, .int64) }
    read(product.alpha, product.dtype)
    read(product.beta, product.dtype)
    for operand in [product.a, product.b, product.c] {
      read(operand.rowStride)
      read(operand.columnStride)
    }
    for operand in [product.a, product.b] {
      if let buffer = read(operand.start) { expect(buffer.dtype, product.dtype) }
      // A row of a history may be made of another.
      if operand.start == product.c.start {
        report(.notWritable(product.c.start.buffer.index))
      }
    }
    if let buffer = read(product.c.start, writes: true) { expect(buffer.dtype, product.dtype) }
  }
}
