import TheanoArrays
import TheanoGraph

/// A tensor with other values in places that arrays name, or with values added there.
///
/// Where a place is named more than once, all values are added, or the last one stays.
package struct AdvancedIncSubtensor: PartWritingOp, ShapePreservingOp, SampledOp, LoweredOp {
  /// The part; arrays, masks and numbers not known when the graph is built are operands, after the tensor
  /// and the values.
  package let structure: IndexStructure
  /// Whether the values replace those of the tensor, instead of being added to them.
  package let isSet: Bool

  /// Creates the operation.
  package init(structure: IndexStructure, isSet: Bool) {
    self.structure = structure
    self.isSet = isSet
  }

  package var name: String { "AdvancedIncSubtensor" }
  package var debugName: String {
    let isVector = structure.arraySuffix == "1"
    let parts = isVector || structure.arraySuffix.isEmpty ? "" : ";\(structure.debugText)"
    return "\(name)\(isVector ? "1" : ""){no_inplace,\(isSet ? "set" : "inc")\(parts)}"
  }

  package func pullback(_ call: Apply, _ dy: [Variable?]) throws -> [Variable?] {
    let none = [Variable?](repeating: nil, count: call.inputs.count - 2)
    guard let dy = dy[0], call.outputTypes[0].dtype.isContinuous else { return [nil, nil] + none }
    let (y, index) = (call.inputs[1], call.inputs.dropFirst(2))
    var part = Variable.apply(AdvancedSubtensor(structure: structure), [dy] + index)
    if !isSet { return [dy, part.summedToBroadcast(of: y)] + none }
    if !namesEachPlaceOnce { part = survivors(among: part, call) * part }
    let byTensor = Variable.apply(self, [dy, dy.zeroForWriting(rank: y.ndim)] + index)
    return [byTensor, part.summedToBroadcast(of: y)] + none
  }

  /// Whether no place is named twice, because there are no places but those of masks.
  private var namesEachPlaceOnce: Bool {
    !structure.entries.contains { if case .array = $0 { true } else { false } }
  }

  /// Returns 1 for each value of a part that stays in the tensor, 0 where a later one replaces it: the
  /// values' numbers are written, and those that can be read back are the ones that stay.
  private func survivors(among part: Variable, _ call: Apply) -> Variable {
    let index = call.inputs.dropFirst(2)
    let numbers = Variable.apply(Positions(), [part])
    let tensor = call.inputs[0].zerosLike(dtype: .int64)
    let written = Variable.apply(self, [tensor, numbers] + index)
    let read = Variable.apply(AdvancedSubtensor(structure: structure), [written] + index)
    return cast(eq(read, numbers), part.dtype)
  }

  package var examples: [OpExample] {
    let places = OpExample.Operand([.n], 0...3, dtype: .int64)
    let (matrix, rows) = (OpExample.Operand([4, .m]), OpExample.Operand([.n, .m]))
    return [
      OpExample("add to rows", [matrix, rows, places]) { incSubtensor($0[0][$0[2]], $0[1]) },
      OpExample("set rows", [matrix, rows, places]) { setSubtensor($0[0][$0[2]], $0[1]) },
      OpExample("set twice", [matrix, .init([3, .m])]) { setSubtensor($0[0][[1, 2, 1]], $0[1]) },
      OpExample("add one number", [matrix, .init([]), places]) { x in
        incSubtensor(x[0][x[2], .stride(by: 2)], x[1])
      },
      OpExample("mask", [rows, .init([]), rows]) { setSubtensor($0[0][gt($0[2], 0)], $0[1]) },
    ]
  }
}
