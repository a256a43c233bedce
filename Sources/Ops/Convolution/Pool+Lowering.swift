import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension MaxPool: LoweredOp {
  /// The largest element of each window.
  package func lowering(_ call: Apply) -> Lowering? {
    PoolLowering(form, call.inputs[0]).gathering(operands: 1) { b, x, window in
      try window.largest(b, x[0])
    }
  }
}

extension MaxPoolTangent: LoweredOp {
  /// For each window the largest element, then the sum of others where it is.
  package func lowering(_ call: Apply) -> Lowering? {
    PoolLowering(form, call.inputs[0]).gathering(operands: 2) { b, x, window in
      let largest = try window.largest(b, x[0])
      let zero = b.constant(0, largest.dtype)
      return try window.sum(b, largest.dtype) { cell in
        let isLargest = b.equal(b.convert(try cell.of(x[0], b), largest.dtype), largest)
        return b.select(isLargest, b.convert(try cell.of(x[1], b), largest.dtype), zero)
      }
    }
  }
}

extension SumPool: LoweredOp {
  /// The sum of each window.
  package func lowering(_ call: Apply) -> Lowering? {
    let dtype = call.inputs[0].dtype.computing
    return PoolLowering(form, call.inputs[0]).gathering(operands: 1) { b, x, window in
      try window.sum(b, dtype) { b.convert(try $0.of(x[0], b), dtype) }
    }
  }
}

extension MaxPoolGradient: LoweredOp {
  /// For each window the largest element, to whose places in the result the given one goes.
  package func lowering(_ call: Apply) -> Lowering? {
    let work = PoolLowering(form, call.inputs[0])
    return Lowering(
      lengths: { b, x in
        for (length, found) in zip(work.lengths(b, x[0].lengths), x[1].lengths) {
          b.unify(found, length)
        }
        return [x[0].lengths]
      },
      .statements(needsMemory: work.readsOnce ? [] : [0]) { b, x, results in
        try work.spreading(b, results[0], x[1].lengths) { window in
          let largest = try window.largest(b, x[0])
          let given = try x[1].at(window.place, b)
          return { cell in
            let isLargest = b.equal(b.convert(try cell.of(x[0], b), largest.dtype), largest)
            return b.select(isLargest, given, b.constant(0, given.dtype))
          }
        }
      })
  }
}

extension SumPoolGradient: LoweredOp {
  /// For each window the places in the result to which the given element goes.
  package func lowering(_ call: Apply) -> Lowering? {
    let work = PoolLowering(form, call.outputs[0])
    return Lowering(
      lengths: { [form] b, x in
        let own = try x[1...].map { tensor -> Value in
          let length = try tensor.scalar(b)
          b.checkLessOrEqual(b.constant(0), length)
          return length
        }
        let lengths = x[0].lengths.dropLast(form.rank) + own
        for (length, found) in zip(work.lengths(b, Array(lengths)), x[0].lengths) {
          b.unify(found, length)
        }
        b.checkSize(Array(lengths))
        return [Array(lengths)]
      },
      .statements(needsMemory: []) { b, x, results in
        try work.spreading(b, results[0], x[0].lengths) { window in
          let given = try x[0].at(window.place, b)
          return { _ in given }
        }
      })
  }
}
