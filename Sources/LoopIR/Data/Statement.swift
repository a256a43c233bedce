import TheanoArrays

/// A step of a program.
package indirect enum Statement: Sendable {
  /// Computes a value.
  case define(Value, Instruction)
  /// Makes a register with its first value.
  case declare(Register, Value)
  /// Changes a register.
  case assign(Register, Value)
  /// Takes an element into a register. In a sum of floats the order is free; a float32 may go into a
  /// float64, parts of the sum then being added up in float32.
  case combine(Register, Combination, Value)
  /// Writes an element.
  case store(Access, Value)
  /// Takes an element into one in memory.
  case accumulate(Access, Combination, Value)
  /// Repeats.
  case loop(Loop)
  /// Runs one of two lists.
  case branch(Value, [Statement], [Statement])
  /// Ends the innermost serial loop if the value is true.
  case exit(Value)
  /// Asks for a buffer's memory, of this many elements.
  case reserve(BufferID, Stride)
  /// Ends the program, which has changed nothing, if the value is false. What follows may rely on it for its
  /// places in memory, unless it is `isLate`.
  case check(Value, Int, isLate: Bool)
  /// Multiplies matrices.
  case product(MatrixProduct)
  /// Evaluates a node outside the program.
  case evaluate(Evaluation)
  /// Sets the lengths of a result's axes.
  case lengths(result: Int, [Value])
  /// Says what follows.
  case comment(String)
}

/// A loop over 0..<count.
package struct Loop: Sendable {
  /// How the iterations may run.
  package enum Kind: Hashable, Sendable {
    /// One after the other: a step needs the one before.
    case serial
    /// In any order, and at the same time, save for registers that they are combined into.
    case free
    /// In any order, but not at the same time: elements of memory are combined into.
    case summing
    /// In any order, split over the workers.
    case parallel
  }

  /// The value that counts.
  package var index: Value
  /// How often.
  package var count: Value
  package var kind: Kind
  package var body: [Statement]

  /// Creates a loop.
  package init(_ index: Value, count: Value, kind: Kind, body: [Statement]) {
    self.index = index
    self.count = count
    self.kind = kind
    self.body = body
  }
}

/// c = alpha · a · b + beta · c, with c `[m, n]`.
package struct MatrixProduct: Sendable {
  /// A matrix in memory: its first element, and the distances of neighbouring rows and columns.
  package struct Operand: Sendable {
    package var start: Access
    package var rowStride: Stride
    package var columnStride: Stride

    /// Creates an operand.
    package init(start: Access, rowStride: Stride, columnStride: Stride) {
      self.start = start
      self.rowStride = rowStride
      self.columnStride = columnStride
    }
  }

  package var dtype: DType
  package var m: Value
  package var n: Value
  package var k: Value
  package var alpha: Value
  package var beta: Value
  package var a: Operand
  package var b: Operand
  package var c: Operand

  /// Creates a product.
  package init(
    _ dtype: DType, m: Value, n: Value, k: Value, alpha: Value, beta: Value, a: Operand, b: Operand,
    c: Operand
  ) {
    self.dtype = dtype
    self.m = m
    self.n = n
    self.k = k
    self.alpha = alpha
    self.beta = beta
    self.a = a
    self.b = b
    self.c = c
  }
}

/// A node evaluated by the operation's own `evaluate`.
package struct Evaluation: Sendable {
  /// The number of the node in the program's table of nodes.
  package var node: Int
  /// The first elements of the operands, which are dense, with the lengths of their axes.
  package var operands: [(start: Access, lengths: [Value])]
  /// The results, with the values that become the lengths of their axes.
  package var results: [(buffer: BufferID, lengths: [Value])]

  /// Creates an evaluation.
  package init(
    node: Int, operands: [(start: Access, lengths: [Value])],
    results: [(buffer: BufferID, lengths: [Value])]
  ) {
    self.node = node
    self.operands = operands
    self.results = results
  }
}
