import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// On which side of equal elements `searchsorted` finds a place.
public enum SearchSide: String, Sendable, Hashable {
  /// Before them.
  case left
  /// After them.
  case right
}

/// Returns for each element of `values` the place in the vector `x`, which is in ascending order,
/// where it could be inserted, as int64 of `values`' shape.
///
/// - Parameters:
///   - side: on which side of equal elements.
///   - sorter: an integer vector that sorts `x`, such as `argsort(x)`, if `x` is not in order.
/// - Complexity: O(m log n)
public func searchsorted(
  _ x: Variable, _ values: Variable, side: SearchSide = .left, sorter: Variable? = nil
) -> Variable {
  .apply(SearchSorted(side: side), [x, values] + (sorter.map { [$0] } ?? []))
}

extension Variable {
  /// The places in this ordered vector where `values` could be inserted; see the free function.
  public func searchsorted(
    _ values: Variable, side: SearchSide = .left, sorter: Variable? = nil
  ) -> Variable {
    TheanoOps.searchsorted(self, values, side: side, sorter: sorter)
  }
}

/// Places of values in an ordered vector.
package struct SearchSorted: ShapedOp, ZeroDerivativeOp, SampledOp, LoweredOp {
  package let side: SearchSide

  package var name: String { "SearchsortedOp" }
  package var debugName: String { "SearchsortedOp{\(side.rawValue)}" }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x[0].ndim != 1 {
      throw GraphError(.type, "searchsorted needs a vector to search in, not \(x[0].type).")
    }
    for operand in x { try operand.dtype.checkOrdered("searchsorted") }
    if x.count > 2, x[2].ndim != 1 || !x[2].dtype.isInteger {
      throw GraphError(.type, "sorter must be an integer vector, not \(x[2].type).")
    }
    return [x[1].type.with(dtype: .int64)]
  }

  /// That of the values.
  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    call.inputs[1].length(ofAxis: axis)
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtypes = call.inputs.prefix(2).map(\.dtype)
    let isDiscrete = dtypes.allSatisfy(\.isDiscrete)
    // Signed and unsigned 64-bit integers have no dtype together.
    if isDiscrete, dtypes.contains(.uint64), dtypes[0] != dtypes[1] { return nil }
    let dtype = isDiscrete ? (dtypes.contains(.uint64) ? DType.uint64 : .int64) : .float64
    return Lowering(
      lengths: { b, x in
        if x.count > 2 {
          let length = x[0].lengths[0]
          b.unify(length, x[2].lengths[0])
          try b.checkEach(x[2].lengths) { index in
            let place = try x[2].integer(at: index, b)
            return b.and(b.lessOrEqual(b.constant(0), place), b.less(place, length))
          }
        }
        return [x[1].lengths]
      },
      .statements(needsMemory: call.inputs.count > 2 ? [0, 2] : [0]) { [side] b, x, results in
        try b.loops(x[1].lengths) { index in
          let value = b.convert(try x[1].at(index, b), dtype)
          let (low, high) = (b.register(b.constant(0)), b.register(x[0].lengths[0]))
          // Each step halves what is left, so that there are no more than bits in a length.
          try b.loop(b.constant(64), .serial) { _ in
            let (from, to) = (b.read(low), b.read(high))
            b.add(.exit(b.lessOrEqual(to, from)))
            let middle = b.quotient(b.add(from, to), b.constant(2))
            let place = x.count > 2 ? try x[2].integer(at: [middle], b) : middle
            let element = b.convert(try x[0].at([place], b), dtype)
            let isBefore =
              side == .left
              ? b.precedes(element, value) : b.not(b.precedes(value, element))
            b.add(.assign(low, b.select(isBefore, b.add(middle, b.constant(1)), from)))
            b.add(.assign(high, b.select(isBefore, to, middle)))
          }
          try results[0].set(index, to: b.read(low), b)
        }
      })
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    var ordered = x[0]
    if x.count > 2 {
      let places = x[2].ints
      if places.count != x[0].count {
        throw EvaluationError("sorter has \(places.count) elements, x \(x[0].count).")
      }
      if let bad = places.first(where: { !(0..<x[0].count).contains($0) }) {
        throw EvaluationError("sorter holds \(bad), which is no index of x.")
      }
      ordered = x[0].picking(places, shape: x[0].shape)
    }
    let isDiscrete = x[0].dtype.isDiscrete && x[1].dtype.isDiscrete
    let places =
      isDiscrete ? places(ordered.integers, x[1].integers) : places(ordered.reals, x[1].reals)
    return [NDArray(elements: places, shape: x[1].shape)]
  }

  private func places<N: OrderedNumber>(_ ordered: [N], _ values: [N]) -> [Int] {
    values.map { value in
      var (low, high) = (0, ordered.count)
      while low < high {
        let middle = (low + high) / 2
        let isBefore =
          side == .left ? ordered[middle].precedes(value) : !value.precedes(ordered[middle])
        if isBefore { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  package var examples: [OpExample] {
    [
      OpExample("searchsorted", [.init([.n]), .init([.m, 2])], isDifferentiable: false) {
        searchsorted($0[0].sort(), $0[1])
      }
    ]
  }
}
