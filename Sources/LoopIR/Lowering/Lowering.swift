import TheanoArrays

/// How native code computes the results of a node.
package struct Lowering {
  /// What an element costs to compute.
  package enum Cost: Int, Comparable, Sendable {
    /// Nothing: it is an element of an operand, or known.
    case move
    /// A few instructions.
    case cheap
    /// A function such as exp, or a draw.
    case costly

    /// Whether `a` costs less.
    package static func < (a: Cost, b: Cost) -> Bool { a.rawValue < b.rawValue }
  }

  /// Where the work is.
  package enum Body {
    /// One result, each element computed from the operands' elements when it is asked for.
    case elements(Cost, (LoopBuilder, [Tensor], [Value]) throws -> Value)
    /// One result: the first operand's elements combined over axes.
    case reduction(Reduction)
    /// Several results, each element computed from the operands' elements when it is asked for.
    case parts([Part])
    /// Statements that write the results; the operands named need memory.
    case statements(needsMemory: Set<Int>, (LoopBuilder, [Tensor], [Tensor]) throws -> Void)
  }

  /// One of several results.
  package struct Part {
    /// What an element costs to compute.
    package var cost: Cost
    /// The operands whose elements it is computed from.
    package var operands: Set<Int>
    /// Returns the element at a place.
    package var element: (LoopBuilder, [Tensor], [Value]) throws -> Value

    /// Creates the rule for a result.
    package init(
      _ cost: Cost, of operands: Set<Int>,
      _ element: @escaping (LoopBuilder, [Tensor], [Value]) throws -> Value
    ) {
      self.cost = cost
      self.operands = operands
      self.element = element
    }
  }

  /// Elements combined over axes.
  package struct Reduction {
    /// The axes, ascending.
    package var axes: [Int]
    package var combination: Combination
    /// What nothing combines to.
    package var identity: Double
    /// The dtype in which elements are combined.
    package var accumulator: DType

    /// Creates a reduction.
    package init(_ axes: [Int], _ combination: Combination, identity: Double, accumulator: DType) {
      self.axes = axes
      self.combination = combination
      self.identity = identity
      self.accumulator = accumulator
    }
  }

  /// The lengths of the axes of each result; checks those of the operands.
  package var lengths: (LoopBuilder, [Tensor]) throws -> [[Value]]
  /// The work.
  package var body: Body
  /// Whether an element of an operand may be read for several elements of the result, other than by
  /// broadcasting an axis of known length 1.
  package var repeats = false
  /// The operands that have to be in memory, or regular parts of something that is.
  package var regular: Set<Int> = []
  /// The operands of which only the lengths are read.
  package var unread: Set<Int> = []
  /// The operands of which `lengths` reads elements; those of integer vectors and scalars it may always read.
  package var early: Set<Int> = []
  /// The operand in whose memory the only result may be made, if nothing else needs that: a body of statements
  /// then finds both in one place.
  package var overwritten: Int?
  /// The operands that had better be in memory, because elements are computed with less work then.
  package var inMemory: Set<Int> = []

  /// Creates a lowering.
  package init(
    lengths: @escaping (LoopBuilder, [Tensor]) throws -> [[Value]], _ body: Body
  ) {
    self.lengths = lengths
    self.body = body
  }

  /// Creates the lowering of an operation that writes its results itself.
  package init(
    lengths: @escaping (LoopBuilder, [Tensor]) throws -> [[Value]],
    _ write: @escaping (LoopBuilder, [Tensor], [Tensor]) throws -> Void
  ) {
    self.init(lengths: lengths, .statements(needsMemory: [], write))
  }

  /// Creates the lowering of an operation of one result, each element of which is computed by itself.
  package static func elements(
    _ cost: Cost, lengths: @escaping (LoopBuilder, [Tensor]) throws -> [Value],
    _ element: @escaping (LoopBuilder, [Tensor], [Value]) throws -> Value
  ) -> Lowering {
    Lowering(lengths: { [try lengths($0, $1)] }, .elements(cost, element))
  }
}
