import TheanoArrays
import TheanoGraph

/// A part of a tensor made of places that arrays name, along with slices.
package struct AdvancedSubtensor: PartReadingOp, ShapedOp, SampledOp, LoweredOp {
  /// What is taken of the axes; arrays, masks and numbers not known when the graph is built are operands,
  /// after the tensor.
  package let structure: IndexStructure

  /// Creates the operation.
  package init(structure: IndexStructure) { self.structure = structure }

  package var name: String { "AdvancedSubtensor" }
  package var debugName: String { "AdvancedSubtensor\(structure.arraySuffix)" }

  package func adding(_ values: Variable, to tensor: Variable, _ index: ArraySlice<Variable>)
    -> Variable
  {
    .apply(AdvancedIncSubtensor(structure: structure, isSet: false), [tensor, values] + index)
  }

  package var examples: [OpExample] {
    let places = OpExample.Operand([.n], 0...3, dtype: .int64)
    return [
      OpExample("rows", [.init([4, .m]), places]) { $0[0][$0[1]] },
      OpExample("pairs", [.init([4, 4]), places]) { $0[0][$0[1], $0[1]] },
      OpExample("separated", [.init([4, .m, 4]), places]) { $0[0][$0[1], .all, $0[1]] },
      OpExample("mixed", [.init([4, .m, 4]), places]) { $0[0][2, .stride(by: -1), $0[1]] },
      OpExample("new axis", [.init([4, .m]), places]) { $0[0][.newAxis, $0[1], .newAxis] },
      OpExample("mask", [.init([.n, .m])]) { $0[0][gt($0[0], 0)] },
      OpExample("mask of rows", [.init([.n, .m]), .init([.n])]) { $0[0][gt($0[1], 0), 0..<2] },
    ]
  }

  package func length(ofAxis axis: Int, output: Int, _ call: Apply) -> Variable? {
    structure.length(ofAxis: axis, of: call.inputs)
  }
}

extension IndexStructure {
  /// What tells structures with arrays apart in names: "1" for a vector of places alone, as in Theano,
  /// nothing for arrays alone.
  var arraySuffix: String {
    if entries == [.array(rank: 1)] { return "1" }
    if entries.allSatisfy(\.isArray) && !arraysComeFirst { return "" }
    return "{\(debugText)}"
  }
}
