import TheanoArrays
import TheanoGraph

/// A part of a tensor made of places that arrays name, along with slices.
package struct AdvancedSubtensor: ParametricOp, SampledOp {
  /// What is taken of the axes; arrays, masks and numbers not known when the graph is built are operands,
  /// after the tensor.
  package let structure: IndexStructure

  /// Creates the operation.
  package init(structure: IndexStructure) { self.structure = structure }

  package var name: String { "AdvancedSubtensor" }
  package var debugName: String { "AdvancedSubtensor\(structure.arraySuffix)" }

  package func printedOperands(_ inputs: [Variable]) -> [PrintedOperand] {
    structure.printedOperands(inputs, after: 1)
  }

  package func infer(_ x: [Variable]) throws -> [TensorType] {
    let shape = try structure.resultShape(of: x[0].type.shape, operands: Array(x.dropFirst()))
    return [TensorType(x[0].dtype, shape: shape)]
  }

  package func evaluate(_ x: [NDArray], _ call: Apply) throws -> [NDArray] {
    let selection = try Selection(structure, of: x, call, operandsFrom: 1)
    return [try x[0].gathered(selection.offsets, shape: selection.shape)]
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: call.inputs.count - 1)
    guard let dy = dy[0], call.outputTypes[0].dtype.isContinuous else { return [nil] + none }
    let x = call.inputs[0]
    let op = AdvancedIncSubtensor(structure: structure, isSet: false)
    return [.apply(op, [x.zerosLike(), dy] + call.inputs.dropFirst())] + none
  }

  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    [dx[0].map { .apply(self, [$0] + call.inputs.dropFirst()) }]
  }

  package func isConnected(input: Int, output: Int) -> Bool { input == 0 }

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
