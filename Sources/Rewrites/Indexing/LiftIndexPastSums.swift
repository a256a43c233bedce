import TheanoGraph
import TheanoOps

/// Indexing goes past products and reductions: rows that nobody reads are not computed.
package let liftIndicesPastSums = RuleFamily(at: Subtensor.self) {
  Rewrite(
    "dot(A, B)[i, j] → dot(A[i], B[:, j])", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("row", [.init([.n, .m]), .init([.m, 3])]) {
        dot($0[0], $0[1])[1]
      } to: {
        dot($0[0][1], $0[1])
      },
      RewriteExample("column", [.init([.n, .m]), .init([.m, 3])]) {
        dot($0[0], $0[1])[.all, 1]
      } to: {
        dot($0[0], $0[1][.all, 1])
      },
      RewriteExample("element", [.init([.n, .m], dtype: .float32), .init([.m, .n])]) {
        dot($0[0], $0[1])[0, -1]
      },
      RewriteExample("matrix, vector", [.init([.n, .m]), .init([.m])]) {
        dot($0[0], $0[1])[1...]
      },
      RewriteExample("vector, matrix", [.init([.n], dtype: .int32), .init([.n, .m])]) {
        dot($0[0], $0[1])[0]
      },
    ]
  ) { node, context in
    guard let call = node.inputs[0].owner, call.op is Dot, let index = node.readIndex,
      node.mayLiftIndex(index, context)
    else { return nil }
    let rows = call.inputs[0].ndim - 1
    let (a, b) = (index.axes[..<rows], index.axes[rows...])
    return [
      dot(
        PartIndex(a + [.full]).read(call.inputs[0]), PartIndex([.full] + b).read(call.inputs[1]))
    ]
  }
  Rewrite(
    "batchedDot(A, B)[i] → dot(A[i], B[i])", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("a product", [.init([.n, .m, 3]), .init([.n, 3, 2])]) {
        batchedDot($0[0], $0[1])[1]
      } to: {
        dot($0[0][1], $0[1][1])
      },
      RewriteExample("products", [.init([.n, .m]), .init([.n, .m])]) {
        batchedDot($0[0], $0[1])[1...]
      },
    ]
  ) { node, context in
    guard let call = node.inputs[0].owner, call.op is BatchedDot, let index = node.readIndex,
      !index.axes[0].isFull, node.mayLiftIndex(index, context)
    else { return nil }
    let first = PartIndex([index.axes[0]])
    let parts = call.inputs.map { PartIndex(first.axes + $0.restFull).read($0) }
    let isPlace = index.axes[0].isPlace
    let product = isPlace ? dot(parts[0], parts[1]) : batchedDot(parts[0], parts[1])
    return [PartIndex((isPlace ? [] : [.full]) + index.axes.dropFirst()).read(product)]
  }
  Rewrite(
    "sum(x, axis)[i] → sum(x[…, i], axis)", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("sum", [.init([.n, .m])]) {
        $0[0].sum(axis: 1)[0]
      } to: {
        $0[0][0].sum(axis: 0)
      },
      RewriteExample("of integers", [.init([.n, .m, 2], dtype: .int8)]) {
        $0[0].sum(axis: 0)[1..., 1]
      },
      RewriteExample("product", [.init([.n, .m], dtype: .float32)]) { $0[0].prod(axis: 0)[1] },
      RewriteExample("largest", [.init([3, .m])]) { max($0[0], axis: 0)[..<1] },
      RewriteExample("all", [.init([3, .m], dtype: .bool)]) { all($0[0], axis: 0)[1] },
      RewriteExample("place of the largest", [.init([3, .m])]) { argmax($0[0], axis: 0)[1] },
      RewriteExample("logsumexp", [.init([.n, .m])]) { logsumexp($0[0], axis: 1)[0] },
    ]
  ) { node, context in
    guard let call = node.inputs[0].owner, let axes = call.op.reducedAxes,
      let index = node.readIndex, node.mayLiftIndex(index, context)
    else { return nil }
    let x = call.inputs[0]
    var rest = index.axes.makeIterator()
    let inner = PartIndex((0..<x.ndim).map { axes.contains($0) ? .full : rest.next() ?? .full })
    let kept = inner.keptAxes
    let left = axes.compactMap { kept.firstIndex(of: $0) }
    return call.op.reducing(inner.read(x), axes: left).map { [$0] }
  }
  Rewrite(
    "softmax(x)[i] → softmax(x[i])", at: .ops([Subtensor.self]),
    examples: [
      RewriteExample("row", [.init([.n, .m])]) {
        softmax($0[0])[1]
      } to: {
        softmax($0[0][1])
      },
      RewriteExample("log, columns", [.init([.n, .m], dtype: .float32)]) {
        logSoftmax($0[0], axis: 0)[.all, 1...]
      },
      RewriteExample("element", [.init([.n, .m])]) { softmax($0[0])[0, 1] },
    ]
  ) { node, context in
    guard let call = node.inputs[0].owner, let index = node.readIndex,
      let axes = call.op.softmaxAxes,
      node.mayLiftIndex(index, context)
    else { return nil }
    // Along the axes of the sums all elements are needed.
    var (before, after) = (index, index)
    for axis in index.axes.indices {
      if axes.contains(axis) { before.axes[axis] = .full } else { after.axes[axis] = .full }
    }
    if before.isFull { return nil }
    let kept = before.keptAxes
    let places = axes.compactMap { kept.firstIndex(of: $0) }
    let part = before.read(call.inputs[0])
    let result = call.op is Softmax ? softmax(part, axis: places) : logSoftmax(part, axis: places)
    return [PartIndex(kept.map { after.axes[$0] }).read(result)]
  }
}

extension Variable {
  /// All of each axis but the first.
  fileprivate var restFull: [AxisIndex] { Array(repeating: .full, count: ndim - 1) }
}

extension Op {
  /// The axes over which this reduction goes, if it leaves others; nil for other operations.
  fileprivate var reducedAxes: [Int]? {
    switch self {
    case let op as Sum: op.axes
    case let op as Prod: op.axes
    case let op as Extremum: op.axes
    case let op as ArgExtremum: op.axes
    case let op as Quantifier: op.axes
    case let op as LogSumExp: op.axes
    default: nil
    }
  }

  /// Returns this reduction of `x` over `axes`.
  fileprivate func reducing(_ x: Variable, axes: [Int]) -> Variable? {
    switch self {
    case let op as Sum: sum(x, axis: axes, dtype: op.dtype, accDtype: op.accDtype)
    case let op as Prod:
      prod(
        x, axis: axes, dtype: op.dtype, accDtype: op.accDtype, noZerosInInput: op.noZerosInInput)
    case let op as Extremum: op.kind == .maximum ? max(x, axis: axes) : min(x, axis: axes)
    case let op as ArgExtremum: op.kind == .maximum ? argmax(x, axis: axes) : argmin(x, axis: axes)
    case let op as Quantifier: op.kind == .any ? any(x, axis: axes) : all(x, axis: axes)
    case is LogSumExp: logsumexp(x, axis: axes)
    default: nil
    }
  }
}
