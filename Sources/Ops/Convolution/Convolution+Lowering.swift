import TheanoArrays
import TheanoGraph
import TheanoLoopIR

extension Convolution: LoweredOp {
  /// For each image the product of filters and the matrix of what they meet.
  package func lowering(_ call: Apply) -> Lowering? {
    Lowering(
      lengths: { [form] b, x in
        form.checkChannels(b, image: x[0].lengths[1], filters: x[1].lengths)
        let spatial = form.checkedOutput(b, image: x[0].lengths, filters: x[1].lengths)
        let lengths = [x[0].lengths[0], x[1].lengths[0]] + spatial
        b.checkSize(lengths)
        return [lengths]
      },
      .statements(needsMemory: [0, 1]) { [form] b, x, results in
        let ways = try ConvolutionWork.ways(
          b, form, image: x[0], filters: x[1], output: results[0], result: .output)
        let matrices = try ways[0].filterMatrices(b)
        try ConvolutionWork.forEachGroup(b, ways) { work, block, group in
          try work.gather(b, block, group)
          try b.loops([work.patches.count], .serial) { k in
            b.multiply(
              work.dtype, m: work.sizes.outputs, n: work.columns(b, block), k: work.terms,
              try matrices(k[0], group), work.imageMatrix(b, k[0], block, group),
              into: work.outputMatrix(b, block, group),
              work.patches.slides ? .keptIf(b.less(b.constant(0), k[0])) : .replaced)
          }
          try work.scatterOutputs(b, block, group)
        }
      })
  }
}

extension ConvolutionInputGradient: LoweredOp {
  /// For each image the product of turned filters and the output's, added up where filters meet the image.
  package func lowering(_ call: Apply) -> Lowering? {
    Lowering(
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
        let ways = try ConvolutionWork.ways(
          b, form, image: results[0], filters: x[0], output: x[1], result: .image)
        let matrices = try ways[0].filterMatrices(b)
        try ConvolutionWork.forEachGroup(b, ways) { work, block, group in
          try work.clear(b, block, group)
          try work.gatherOutputs(b, block, group)
          try b.loops([work.patches.count], .serial) { k in
            b.multiply(
              work.dtype, m: work.terms, n: work.columns(b, block), k: work.sizes.outputs,
              try matrices(k[0], group).transposed, work.outputMatrix(b, block, group),
              into: work.imageMatrix(b, k[0], block, group),
              work.patches.slides ? .kept : .replaced)
          }
          try work.scatter(b, block, group)
        }
      })
  }
}

extension ConvolutionFilterGradient: LoweredOp {
  /// For each image the product of the output's and the turned matrix of what filters meet. The images are divided
  /// into parts, whose sums are added up at the end: always the same, whatever the number of threads.
  package func lowering(_ call: Apply) -> Lowering? {
    Lowering(
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
        let ways = try ConvolutionWork.ways(
          b, form, image: x[0], filters: results[0], output: x[1], result: .filters)
        let counts = ConvolutionWork.partCounts(b, ways)
        let lengths = ways[0].filterLengths(b, results[0].lengths)
        let parts = b.sum(counts)
        let sums = b.scratch("sums", ways[0].dtype.computing, [parts] + lengths)
        for (way, (work, count)) in zip(ways, counts).enumerated() {
          try b.loops([count]) { number in
            let part = [b.add(b.sum(Array(counts[..<way])), number[0])]
            try b.loops(lengths) { try sums.set(part + $0, to: b.constant(0, sums.dtype), b) }
            try work.forEachBlock(b, ofPart: number[0], of: count) { block in
              try work.forEachGroup(b) { group in
                try work.gather(b, block, group)
                try work.gatherOutputs(b, block, group)
                try b.loops([work.patches.count], .serial) { k in
                  b.multiply(
                    work.dtype, m: work.sizes.outputs, n: work.terms, k: work.columns(b, block),
                    work.outputMatrix(b, block, group),
                    work.imageMatrix(b, k[0], block, group).transposed,
                    into: try work.matrix(b, sums, part + k, group), .kept)
                }
              }
            }
          }
        }
        try ways[0].addParts(b, sums)
        try b.loops(results[0].lengths) { place in
          let value = try sums.at([b.constant(0)] + ways[0].filterPlace(b, place), b)
          try results[0].set(place, to: b.convert(value, results[0].dtype), b)
        }
      })
  }
}
