import TheanoArrays
import TheanoGraph
import TheanoLoopIR

/// Returns the places of the elements of `x` that are not zero: for each axis an int64 vector, so that
/// `x[places[0], places[1]]` are those elements. A scalar is an error.
public func nonzero(_ x: Variable) -> [Variable] { Variable.applyAll(NonZero(), [x]) }

/// Returns the places of the elements of `x` that are not zero as a matrix with a row for each axis.
public func nonzeroMatrix(_ x: Variable) -> Variable {
  concatenate(nonzero(x).map { $0.error == nil ? expandDims($0, 0) : $0 })
}

/// Returns the places of the elements of `x` that are not zero among all its elements, as an int64 vector.
public func flatnonzero(_ x: Variable) -> Variable { nonzero(x.flatten())[0] }

/// Returns the elements of `x` that are not zero, as a vector.
public func nonzeroValues(_ x: Variable) -> Variable {
  let x = x.ndim == 0 ? x.flatten() : x
  return x[neq(x, 0)]
}

/// Returns the elements of `x` along `axis` where `condition`, a vector that may be shorter, is not zero.
/// Without an axis, `x` is flattened first.
public func compress(_ condition: Variable, _ x: Variable, axis: Int? = nil) -> Variable {
  x.take(flatnonzero(condition), axis: axis)
}

extension Variable {
  /// The places of the elements that are not zero, a vector for each axis; see the free function.
  public func nonzero() -> [Variable] { TheanoOps.nonzero(self) }

  /// The elements along `axis` where `condition` is not zero; see the free function.
  public func compress(_ condition: Variable, axis: Int? = nil) -> Variable {
    TheanoOps.compress(condition, self, axis: axis)
  }

  /// For each element of this, an integer, the element of the tensor in `choices` that it numbers; see the
  /// free function.
  public func choose(_ choices: [Variable], mode: IndexMode = .raise) -> Variable {
    TheanoOps.choose(self, choices, mode: mode)
  }
}

/// The places of the elements that are not zero, a vector for each axis.
package struct NonZero: ZeroDerivativeOp, SampledOp, LoweredOp {
  package let name = "Nonzero"

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    if x[0].ndim == 0 {
      throw GraphError(.value, "Nonzero only supports non-scalar arrays.")
    }
    return (0..<x[0].ndim).map { _ in TensorType(.int64, shape: [places(in: x[0])]) }
  }

  /// The number of elements that are not zero, if `x` is a constant or has none.
  private func places(in x: Variable) -> Int? {
    if x.type.shape.contains(0) { return 0 }
    return x.constant?.complexes.count { $0 != .zero }
  }

  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.inputs[0].dtype
    if dtype.isComplex { return nil }
    var lowering = Lowering { b, x in
      let count = b.register(b.constant(0))
      try b.loops(x[0].lengths) { index in
        let isFound = b.notEqual(try x[0].at(index, b), b.constant(0, dtype))
        b.add(.combine(count, .sum, b.convert(isFound, .int64)))
      }
      let length = b.read(count)
      return x[0].lengths.map { _ in [length] }
    } _: { b, x, results in
      let place = b.register(b.constant(0))
      try b.loops(x[0].lengths, .serial) { index in
        try b.branch(b.notEqual(try x[0].at(index, b), b.constant(0, dtype))) {
          let own = b.read(place)
          for (result, number) in zip(results, index) { try result.set([own], to: number, b) }
          b.add(.assign(place, b.add(own, b.constant(1))))
        }
      }
    }
    lowering.early = [0]
    lowering.repeats = true
    return lowering
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let strides = NDArray.strides(of: x[0].shape)
    let found = x[0].complexes.enumerated().compactMap { $1 != .zero ? $0 : nil }
    return zip(strides, x[0].shape).map { stride, length in
      NDArray(elements: found.map { $0 / stride % length }, shape: [found.count])
    }
  }

  package func isConnected(input: Int, output: Int) -> Bool { false }

  package var examples: [OpExample] {
    [
      OpExample("vector", [.init([.n])], isDifferentiable: false) { flatnonzero(gt($0[0], 0)) },
      OpExample("matrix", [.init([.n, .m])], isDifferentiable: false) { x in
        nonzero(gt(x[0], 0))[1]
      },
    ]
  }
}
