import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns `x` with each element along `axis` repeated: by a number, or each its own number of times, by an
/// integer vector of the axis's length. Without an axis, `x` is flattened first.
public func `repeat`(_ x: Variable, _ repeats: any SymbolicLength, axis: Int? = nil) -> Variable {
  x.repeat(repeats, axis: axis)
}

/// Returns `x` with each element along `axis` repeated its own number of times.
public func `repeat`(_ x: Variable, _ repeats: [any SymbolicLength], axis: Int? = nil) -> Variable {
  x.repeat(repeats, axis: axis)
}

extension Variable {
  /// This tensor with each element along `axis` repeated its own number of times; see the free function.
  public func `repeat`(_ repeats: [any SymbolicLength], axis: Int? = nil) -> Variable {
    building("repeat", [self] + repeats.variables) {
      self.repeat(makeVector(try repeats.integerScalars("repeat: the count")), axis: axis)
    }
  }

  /// This tensor with each element along `axis` repeated, by a number or by a vector of numbers; see the
  /// free function.
  public func `repeat`(_ repeats: any SymbolicLength, axis: Int? = nil) -> Variable {
    let count = repeats.symbolicLength
    return building("repeat", [self, count]) {
      guard let axis else { return flatten().repeat(count, axis: 0) }
      let place = try normalizedAxis(axis, ndim: ndim)
      guard count.dtype.isInteger, count.ndim <= 1 else {
        throw GraphError(
          .type,
          "repeat: the repeats must be an integer scalar or vector, and \(count) is a \(count.type)."
        )
      }
      if count.ndim == 1 { return .apply(Repeat(axis: place), [self, count]) }
      return repeated(try count.integerScalar("repeat: the count"), along: place)
    }
  }

  /// This tensor with each element along an axis repeated `count` times: a new axis after it, repeated,
  /// and made into one with it.
  private func repeated(_ count: Variable, along axis: Int) -> Variable {
    var lengths = lengths(of: 0..<ndim)
    let merged = [lengths[axis], count].product
    lengths.insert(count, at: axis + 1)
    let full = alloc(expandDims(self, axis + 1), lengths.lengths)
    lengths.replaceSubrange(axis...axis + 1, with: [merged])
    return full.reshape(lengths.lengths)
  }
}

/// A tensor with each element along an axis repeated its own number of times.
package struct Repeat: ShapedOp, LinearOp, SampledOp, LoweredOp {
  /// The axis, counted from the start.
  package let axis: Int

  package var name: String { "Repeat" }
  package var debugName: String { "Repeat{axis=\(axis)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    [x[0].type.strong.with(length: try repeatedLength(x), axis: axis)]
  }

  /// Returns the length of the repeated axis, if it is known, and checks what else is.
  private func repeatedLength(_ x: [Variable]) throws -> Int? {
    if let m = x[0].type.shape[axis], let n = x[1].type.shape[0], m != n {
      throw GraphError(.shape, countMismatch(n, m))
    }
    guard let counts = x[1].knownElements else { return nil }
    let known = counts.compactMap { $0 }
    if let negative = known.first(where: { $0 < 0 }) {
      throw GraphError(.value, "repeats may not contain negative values: \(negative).")
    }
    let total = known.reduce(Int128(0)) { $0 + Int128($1) }
    return known.count == counts.count ? Int(exactly: total) : nil
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    axis == self.axis
      ? cast(call.inputs[1], .int64).sum() : call.inputs[0].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    Lowering(
      lengths: { [axis] b, x in
        b.unify(x[0].lengths[axis], x[1].lengths[0])
        var lengths = x[0].lengths
        lengths[axis] = try b.checkedTotal(of: x[1])
        b.checkSize(lengths)
        return [lengths]
      },
      .statements(needsMemory: [0, 1]) { [axis] b, x, results in
        let lengths = x[0].lengths
        try b.loops(Array(lengths[..<axis])) { outer in
          try b.runs(x[1]) { row, start, count in
            try b.loops([count] + lengths[(axis + 1)...]) { index in
              let inner = index.dropFirst()
              let value = try x[0].at(outer + [row] + inner, b)
              try results[0].set(outer + [b.add(start, index[0])] + inner, to: value, b)
            }
          }
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let counts = try checkedCounts(x[1], length: x[0].shape[axis])
    var shape = x[0].shape
    shape[axis] = counts.reduce(0, +)
    var result = try NDArray(checked: shape, dtype: x[0].dtype)
    let inner = shape[(axis + 1)...].reduce(x[0].dtype.size, *)
    var (from, to) = (0, 0)
    x[0].withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        for _ in 0..<(inner == 0 ? 0 : shape[..<axis].reduce(1, *)) {
          for count in counts {
            for _ in 0..<count {
              target[to..<to + inner].copyBytes(from: source[from..<from + inner])
              to += inner
            }
            from += inner
          }
        }
      }
    }
    return [result]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let (x, counts) = (call.inputs[0], call.inputs[1])
    return [
      dy[0].map { .apply(SumRepeated(axis: axis), [$0, counts]).broadcasting(like: x) }, nil,
    ]
  }

  package var examples: [OpExample] {
    let counts = OpExample.Operand([.n], 0...4, dtype: .int64)
    return [
      OpExample("rows", [.init([.n, .m]), counts]) { $0[0].repeat($0[1], axis: 0) },
      OpExample("columns", [.init([2, .n]), counts]) { $0[0].repeat($0[1], axis: -1) },
    ]
  }
}

/// Returns how often each element is repeated.
/// - Throws: `EvaluationError` if there is not one count for each of `length` elements, or one is negative.
func checkedCounts(_ counts: NDArray, length: Int) throws -> [Int] {
  let values = counts.ints
  if values.count != length { throw EvaluationError(countMismatch(values.count, length)) }
  var total = 0
  for value in values {
    let (sum, overflow) = total.addingReportingOverflow(value)
    if value < 0 { throw EvaluationError("repeats may not contain negative values: \(value).") }
    if overflow { throw EvaluationError("repeat: the result is too large.") }
    total = sum
  }
  return values
}

/// The sentence for counts that are not as many as elements.
private func countMismatch(_ counts: Int, _ length: Int) -> String {
  "repeat: there are \(counts) repeats for an axis of length \(length)."
}

extension TensorType {
  /// This type with another length of an axis.
  func with(length: Int?, axis: Int) -> TensorType {
    var type = self
    type.shape[axis] = length
    return type
  }
}

extension LoopBuilder {
  /// Returns the sum of the elements of an integer vector, none of which may be negative.
  func checkedTotal(of counts: Tensor) throws -> Value {
    // So many of such numbers do not overflow.
    let most = constant(1 << 31)
    try checkEach(counts.lengths) { index in
      let count = try counts.integer(at: index, self)
      return and(lessOrEqual(constant(0), count), lessOrEqual(count, most))
    }
    let total = register(constant(0))
    try loops(counts.lengths) { index in
      add(.combine(total, .sum, try counts.integer(at: index, self)))
    }
    return read(total)
  }

  /// Adds a loop over the runs that lie one behind the other, of these lengths: their numbers, starts and
  /// lengths.
  func runs(_ counts: Tensor, _ body: (Value, Value, Value) throws -> Void) throws {
    let position = register(constant(0))
    try loop(counts.lengths[0], .serial) { row in
      let start = read(position)
      let count = try counts.integer(at: [row], self)
      try body(row, start, count)
      add(.assign(position, add(start, count)))
    }
  }
}
