import TheanoArrays
import TheanoGraph

/// A tensor with other values in a part made of places and slices, or with values added there.
package struct IncSubtensor: PartWritingOp, ShapePreservingOp, SampledOp, LoweredOp {
  /// The part; its numbers not known when the graph is built are operands, after the tensor and the
  /// values.
  package let structure: IndexStructure
  /// Whether the values replace those of the tensor, instead of being added to them.
  package let isSet: Bool

  /// Creates the operation.
  package init(structure: IndexStructure, isSet: Bool) {
    self.structure = structure
    self.isSet = isSet
  }

  package var name: String { "IncSubtensor" }
  package var debugName: String {
    "IncSubtensor{\(isSet ? "Set" : "Inc");\(structure.debugText)}"
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: call.inputs.count - 2)
    guard let dy = dy[0], call.outputTypes[0].dtype.isContinuous else { return [nil, nil] + none }
    let (y, index) = (call.inputs[1], call.inputs.dropFirst(2))
    let part = Variable.apply(Subtensor(structure: structure), [dy] + index)
    let byTensor =
      isSet ? Variable.apply(self, [dy, dy.zeroForWriting(rank: y.ndim)] + index) : dy
    return [byTensor, part.summedToBroadcast(of: y)] + none
  }

  package var examples: [OpExample] {
    let number = OpExample.Operand([], 0...3, dtype: .int64)
    return [
      OpExample("set row", [.init([4, .m]), .init([.m])]) { setSubtensor($0[0][1], $0[1]) },
      OpExample("add to slice", [.init([4, .m]), .init([2, 1])]) { x in
        incSubtensor(x[0][1..<3, .stride(by: -2)], x[1])
      },
      OpExample("set slice", [.init([4, .m]), .init([])]) { setSubtensor($0[0][2...], $0[1]) },
      OpExample("variable place", [.init([4, .m]), .init([.m]), number]) { x in
        incSubtensor(x[0][x[2]], x[1])
      },
    ]
  }
}
