import TheanoGraph

extension PoolForm {
  /// Forms with lengths of axes, for the suites over all operations.
  static var examples: [(label: String, form: PoolForm, lengths: [Int])] {
    let all: [(String, [Int], [Int]?, [Int]?, Bool, [Int])] = [
      ("whole", [2, 3], nil, nil, true, [4, 6]),
      ("rest", [2, 2], nil, nil, true, [5, 7]),
      ("border", [2, 3], nil, nil, false, [5, 7]),
      ("overlap", [3, 2], [2, 1], nil, true, [6, 5]),
      ("overlap, border", [3, 3], [2, 2], nil, false, [6, 4]),
      ("apart", [2, 1], [3, 2], nil, false, [7, 4]),
      ("padding", [3, 2], [2, 2], [1, 1], true, [5, 6]),
      ("padding, overlap", [3, 4], [1, 2], [2, 3], true, [3, 5]),
      ("large", [6, 7], [1, 1], nil, true, [7, 8]),
      ("volume", [2, 1, 2], nil, nil, true, [4, 2, 3]),
      ("row", [3], [2], [1], true, [8]),
    ]
    // Every number above makes sense.
    return all.compactMap { label, window, strides, padding, ignoresBorder, lengths in
      let form = try? PoolForm(
        window: window, strides: strides, padding: padding, ignoresBorder: ignoresBorder)
      return form.map { (label, $0, lengths) }
    }
  }

  /// Examples of an operation on tensors of the operand's shape, after which `outputs` of the result's follow.
  static func examples(
    inputs: Int, outputs: Int,
    _ build: @escaping @Sendable (PoolForm, [Int], [Variable]) -> Variable
  ) -> [OpExample] {
    let known = examples.map { label, form, lengths in
      let spatial = lengths.enumerated().map { form.output(axis: $0, length: $1) ?? 0 }
      let input = OpExample.Operand([.n] + lengths.map { .fixed($0) })
      let output = OpExample.Operand([.n] + spatial.map { .fixed($0) })
      let operands =
        [OpExample.Operand](repeating: input, count: inputs)
        + [OpExample.Operand](repeating: output, count: outputs)
      return OpExample(label, operands) { build(form, lengths, $0) }
    }
    guard outputs == 0, let open = try? PoolForm(window: [2, 3], ignoresBorder: false) else {
      return known
    }
    let input = OpExample.Operand([2, .n, .m])
    return known + [
      OpExample("any lengths", .init(repeating: input, count: inputs)) { build(open, [], $0) }
    ]
  }
}
