import TheanoArrays
import TheanoGraph

extension Variable {
  /// Returns a part of this tensor: `x[1..<3, .stride(by: 2), i]`, by NumPy's rules.
  ///
  /// An integer takes one place of an axis and drops the axis; a range takes several; a negative number
  /// counts from the end. `.all` takes an axis whole, `.ellipsis` all those in between, `.newAxis` adds
  /// one of length 1. An array of integers takes the places it names, an array of bools those where it is
  /// true; the axes that several of them make together come where they stand, or first if something
  /// stands between them. Axes at the end that are not mentioned are taken whole.
  ///
  /// A Swift range is never descending: write `.slice(from: 5, to: 1, by: -2)` or, up to the one before
  /// the last, `.slice(from: 0, to: -1)`.
  ///
  /// A place outside its axis is an error: where the expression is built if the length and the place are
  /// known then, else when it is computed. Bounds of slices may lie outside.
  public subscript(_ items: any IndexConvertible...) -> Variable {
    indexed(items.map(\.tensorIndex))
  }

  /// Returns what `items` take of this tensor.
  package func indexed(_ items: [TensorIndex]) -> Variable {
    if error != nil { return self }
    if case .item(let first)? = items.first?.content, first.ndim == 0,
      let row = first.constantInteger, let history = history(forRow: row)
    {
      return history.indexed(items)
    }
    do {
      let index = try PreparedIndex(items, ndim: ndim)
      return applying(index)
    } catch {
      return invalidIndex(error, operation: "Subtensor")
    }
  }

  /// Returns what a prepared index takes of this tensor.
  func applying(_ index: PreparedIndex) -> Variable {
    if index.structure.isAdvanced {
      return .apply(AdvancedSubtensor(structure: index.structure), [self] + index.operands)
    }
    let isWhole = index.structure.entries.allSatisfy(\.isFullSlice)
    let part =
      isWhole && !index.newAxes.isEmpty
      ? self : Variable.apply(Subtensor(structure: index.structure), [self] + index.operands)
    return part.error == nil ? part.insertingAxes(index.newAxes) : part
  }

  /// Returns the variable that carries the error in an index of this tensor.
  func invalidIndex(_ error: any Error, operation: String) -> Variable {
    let cause = error as? GraphError ?? GraphError(.index, "\(error)")
    return Variable(invalid: cause.located(op: operation, inputs: [self], site: .capture()))
  }

  /// Returns this tensor with axes of length 1 inserted, which are the result's axes `places`.
  func insertingAxes(_ places: [Int]) -> Variable {
    if places.isEmpty { return self }
    var axis = 0
    return dimshuffle(
      (0..<(ndim + places.count)).map { place -> DimPattern in
        if places.contains(place) { return .new }
        defer { axis += 1 }
        return .axis(axis)
      })
  }
}

/// A part of a tensor made of places and slices of its axes.
package struct Subtensor: PartReadingOp, ShapedOp, SampledOp, LoweredOp {
  /// What is taken of each axis; its numbers not known when the graph is built are operands, after the
  /// tensor.
  package let structure: IndexStructure

  /// Creates the operation.
  package init(structure: IndexStructure) { self.structure = structure }

  package var name: String { "Subtensor" }
  package var debugName: String { "Subtensor{\(structure.debugText)}" }

  package func adding(_ values: Variable, to tensor: Variable, _ index: ArraySlice<Variable>)
    -> Variable
  {
    .apply(IncSubtensor(structure: structure, isSet: false), [tensor, values] + index)
  }

  package func description(_ x: [String], _ call: Apply) -> String {
    "\(x[0])[\(structure.text(Array(x.dropFirst())))]"
  }

  package var examples: [OpExample] {
    let number = OpExample.Operand([], 0...3, dtype: .int64)
    return [
      OpExample("places", [.init([4, .n, 3])]) { $0[0][1, .all, -1] },
      OpExample("slices", [.init([.n, .m])]) { $0[0][1..<3, .stride(by: -2)] },
      OpExample("new axes", [.init([.n, 3])]) { $0[0][.newAxis, .ellipsis, 2, .newAxis] },
      OpExample("variable place", [.init([4, .m]), number]) { $0[0][$0[1]] },
      OpExample("variable bounds", [.init([.n, .m]), number]) { x in
        x[0][.slice(to: x[1]), .slice(from: x[1], by: -1)]
      },
    ]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    structure.length(ofAxis: axis, of: call.inputs)
  }
}

extension Selection {
  /// Creates the selection that `structure` makes of the first of `x`, the operands of `call`, those of
  /// the structure being the ones from `first` on.
  init(_ structure: IndexStructure, of x: [NDArray], _ call: Apply, operandsFrom first: Int) throws
  {
    try self.init(
      structure, of: x[0].shape, operands: Array(x.dropFirst(first)),
      variables: Array(call.inputs.dropFirst(first)))
  }
}
