import TheanoArrays
import TheanoGraph
import TheanoOps

/// Places at equal distances are a slice.
let readProgressions = Rewrite(
  "x[[a, a + d, …]] → x[a:b:d]", at: .ops([AdvancedSubtensor.self]),
  examples: [
    RewriteExample("known places", [.init([6, .m])]) {
      $0[0][[1, 3, 5]]
    } to: {
      $0[0][.slice(from: 1, by: 2)]
    },
    RewriteExample("backwards", [.init([.m, 4], dtype: .int32)]) { $0[0][..<2, [3, 2, 1, 0]] },
    RewriteExample("one", [.init([4, .m])]) { $0[0][[-1]] },
    RewriteExample("all", [.init([.n, .m])]) {
      $0[0][arange($0[0].length(ofAxis: 0))]
    } to: {
      $0[0]
    },
  ]
) { node, _ in
  guard let op = node.op as? AdvancedSubtensor,
    op.structure.entries.allSatisfy(\.isSliceOrVector),
    let place = op.structure.entries.firstIndex(of: .array(rank: 1)),
    op.structure.entries.lastIndex(of: .array(rank: 1)) == place
  else { return nil }
  // The operands before the array are the bounds of slices before it.
  let before = op.structure.entries[..<place].reduce(0) { $0 + $1.operandCount }
  guard node.inputs.indices.contains(before + 1),
    let slice = node.inputs[before + 1].asSlice(of: node.inputs[0], axis: place)
  else { return nil }
  var structure = op.structure
  structure.entries[place] = .slice(slice)
  var operands = node.inputs.dropFirst()
  operands.remove(at: before + 1)
  let tensor = node.inputs[0]
  guard let index = PartIndex(structure, operands, ndim: tensor.ndim) else { return nil }
  return [index.normalised(for: tensor).read(tensor)]
}

extension IndexStructure.Entry {
  /// Whether this is a slice or a vector of places.
  fileprivate var isSliceOrVector: Bool {
    if case .slice = self { true } else { self == .array(rank: 1) }
  }

  /// The number of operands of a slice.
  fileprivate var operandCount: Int {
    guard case .slice(let slice) = self else { return 0 }
    return [slice.start, slice.stop, slice.step].count { $0 == .operand }
  }
}

extension Variable {
  /// The slice that takes the places in this vector of an axis of `tensor`; nil if there is none.
  fileprivate func asSlice(of tensor: Variable, axis: Int) -> IndexStructure.Slice? {
    if let owner, owner.op is ARange, owner.inputs[0].uniformNumber == 0,
      owner.inputs[2].uniformNumber == 1, let length = owner.inputs[1].owner,
      (length.op as? LengthOfAxis)?.axis == axis, length.inputs[0] == tensor
    {
      return .init()
    }
    // Of an axis of unknown length a place could be out of range, which is no error in a slice.
    guard let length = tensor.type.shape[axis], let constant, constant.count <= 1 << 16 else {
      return nil
    }
    let places = constant.integers.map { Int(clamping: $0) }
    guard places.allSatisfy({ $0 >= -length && $0 < length }), let first = places.first else {
      return nil
    }
    let inside = places.map { $0 < 0 ? $0 + length : $0 }
    let start = first < 0 ? first + length : first
    let step = inside.count > 1 ? inside[1] - start : 1
    guard step != 0, inside.enumerated().allSatisfy({ $1 == start + $0 * step }) else { return nil }
    let stop = start + inside.count * step
    return .init(
      start: .constant(start), stop: stop < 0 ? nil : .constant(stop), step: .constant(step))
  }
}
