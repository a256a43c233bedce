import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Convolution: LoweredOp {
  /// For each image the product of filters and the matrix of what they meet.
  package func lowering(_ call: Apply) -> Lowering? {
    if call.outputTypes[0].dtype.isComplex { return nil }
    return Lowering(
      lengths: { [form] b, x in
        form.checkChannels(b, image: x[0].lengths[1], filters: x[1].lengths)
        let spatial = form.checkedOutput(b, image: x[0].lengths, filters: x[1].lengths)
        let lengths = [x[0].lengths[0], x[1].lengths[0]] + spatial
        b.checkSize(lengths)
        return [lengths]
      },
      .statements(needsMemory: [0, 1]) { [form] b, x, results in
        let work = try ConvolutionWork(b, form, image: x[0], filters: x[1], output: results[0])
        let matrices = try work.filterMatrices(b)
        try b.loops([work.sizes.batch]) { n in
          try work.forEachGroup(b) { group in
            try work.gather(b, n[0], group)
            try b.loops([work.patches.count], .serial) { k in
              b.multiply(
                work.dtype, m: work.sizes.outputs, n: work.columns, k: work.terms,
                try matrices(k[0], group), work.imageMatrix(b, k[0], n[0], group),
                into: work.outputMatrix(b, n[0], group),
                work.patches.slides ? .keptIf(b.less(b.constant(0), k[0])) : .replaced)
            }
          }
        }
      })
  }
}

extension ConvolutionInputGradient: LoweredOp {
  /// For each image the product of turned filters and the output's, added up where filters meet the image.
  package func lowering(_ call: Apply) -> Lowering? {
    if call.outputTypes[0].dtype.isComplex { return nil }
    return Lowering(
      lengths: { [form] b, x in
        let (filters, output) = (x[0].lengths, x[1].lengths)
        b.checkLessOrEqual(filters[1], b.constant(ConvolutionForm.largest))
        let image =
          [output[0], b.multiply(filters[1], b.constant(form.groups))]
          + (try form.checkedLengths(b, x[2...]))
        form.checkChannels(b, image: image[1], filters: filters)
        form.checkOutput(b, image: image, filters: filters, output: output)
        b.checkSize(image)
        return [image]
      },
      .statements(needsMemory: [0, 1]) { [form] b, x, results in
        let work = try ConvolutionWork(
          b, form, image: results[0], filters: x[0], output: x[1], isSum: true)
        let matrices = try work.filterMatrices(b)
        try b.loops([work.sizes.batch]) { n in
          try work.forEachGroup(b) { group in
            try work.clear(b, n[0], group)
            try b.loops([work.patches.count], .serial) { k in
              b.multiply(
                work.dtype, m: work.terms, n: work.columns, k: work.sizes.outputs,
                try matrices(k[0], group).transposed, work.outputMatrix(b, n[0], group),
                into: work.imageMatrix(b, k[0], n[0], group),
                work.patches.slides ? .kept : .replaced)
            }
            try work.scatter(b, n[0], group)
          }
        }
      })
  }
}

extension ConvolutionFilterGradient: LoweredOp {
  /// For each image the product of the output's and the turned matrix of what filters meet. The images are divided
  /// into parts, whose sums are added up at the end: always the same, whatever the number of threads.
  package func lowering(_ call: Apply) -> Lowering? {
    if call.outputTypes[0].dtype.isComplex { return nil }
    return Lowering(
      lengths: { [form] b, x in
        let (image, output) = (x[0].lengths, x[1].lengths)
        let groups = b.constant(form.groups)
        b.check(b.equal(b.rest(image[1], groups), b.constant(0)))
        b.check(b.equal(b.rest(output[1], groups), b.constant(0)))
        let filters =
          [output[1], b.quotient(image[1], groups)] + (try form.checkedLengths(b, x[2...]))
        form.checkOutput(b, image: image, filters: filters, output: output)
        b.checkSize(filters)
        return [filters]
      },
      .statements(needsMemory: [0, 1]) { [form] b, x, results in
        let work = try ConvolutionWork(b, form, image: x[0], filters: results[0], output: x[1])
        let parts = work.parts(b)
        let sums = b.scratch(
          "sums", work.dtype.computing, [parts.count] + work.filterLengths(b, results[0].lengths))
        try b.loops([parts.count]) { part in
          try b.loops(Array(sums.lengths[1...])) {
            try sums.set(part + $0, to: b.constant(0, sums.dtype), b)
          }
          try parts.images(part[0]) { n in
            try work.forEachGroup(b) { group in
              try work.gather(b, n, group)
              try b.loops([work.patches.count], .serial) { k in
                b.multiply(
                  work.dtype, m: work.sizes.outputs, n: work.terms, k: work.columns,
                  work.outputMatrix(b, n, group), work.imageMatrix(b, k[0], n, group).transposed,
                  into: try work.matrix(b, sums, part + k, group), .kept)
              }
            }
          }
        }
        try b.loops(results[0].lengths) { place in
          let total = b.register(b.constant(0, sums.dtype))
          try b.loops([parts.count]) { part in
            let value = try sums.at(part + work.filterPlace(b, place), b)
            b.add(.combine(total, .sum, value))
          }
          try results[0].set(place, to: b.convert(b.read(total), results[0].dtype), b)
        }
      })
  }
}
