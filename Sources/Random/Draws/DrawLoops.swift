import TheanoArrays
import TheanoLoopIR

/// How native code draws by loops of its own, where a draw is a list or is made of one; a ``CompiledDraw`` is for the
/// others. Draws have the bits of the sampler.
package struct DrawLoops {
  /// What all elements have in common.
  struct Work {
    /// The program.
    let b: LoopBuilder
    /// The parameters.
    let parameters: [Tensor]
    /// What is drawn; its last axes are those of one draw.
    let draw: Tensor
    /// Ends the program if something that elements are made of is not allowed, perhaps after they have been drawn.
    let check: (Value) -> Void
    /// The same at once, for what loops cannot do without.
    let checkFirst: (Value) -> Void
  }

  /// One of the elements.
  struct Element {
    /// The stream's key, and the number that the element has in the stream.
    let key, number: Value
    /// Where its draw is.
    let index: [Value]
    /// Where its number or list is in each parameter.
    let places: [[Value]]
  }

  /// The lengths of one draw's axes, for the parameters.
  let lengths: (LoopBuilder, [Tensor]) throws -> [Value]
  /// Does what all elements need, and returns what draws one.
  let prepare: (Work) throws -> (Element) throws -> Void
}

extension DrawLoops.Work {
  /// Returns the integer that an element has of a parameter; what is beyond int64 is not allowed.
  func integer(_ parameter: Int, of element: DrawLoops.Element) throws -> Value {
    let number = try parameters[parameter].at(element.places[parameter], b)
    if number.dtype == .uint64 {
      check(b.lessOrEqual(number, b.constant(Int128(Int64.max), .uint64)))
    }
    return b.convert(number, .int64)
  }
}

extension LoopBuilder {
  /// Calls `body` with each weight of the lists along the last axis of `p`, one after the other: where its list is, its
  /// number in it, itself, and the sum of the list up to it. Has it checked that lists are probabilities.
  func forEachWeight(
    of p: Tensor, check: (Value) -> Void,
    _ body: (_ list: [Value], _ number: Value, _ weight: Value, _ sum: Value) throws -> Void
  ) throws {
    try loops(p.lengths.dropLast()) { list in
      let sum = register(real(0, .float64))
      try loop(p.lengths[p.rank - 1], .serial) { number in
        let weight = convert(try p.at(list + [number], self), .float64)
        check(isNonnegative(weight))
        let next = add(read(sum), weight)
        add(.assign(sum, next))
        try body(list, number, weight, next)
      }
      check(isIn(-1e-6...1e-6, subtract(read(sum), real(1, .float64))))
    }
  }
}
