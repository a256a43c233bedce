import TheanoGraph

extension ConvolutionForm {
  /// Forms with the lengths of the images' spatial axes and the shape of filters, for the suites over all
  /// operations: every border mode, strides, dilations, groups, and one to three spatial axes.
  static var examples: [(label: String, form: ConvolutionForm, lengths: [Int], filter: [Int])] {
    let all: [(String, BorderMode, [Int], [Int], Int, Bool, [Int], [Int])] = [
      ("plain", .valid, [1, 1], [1, 1], 1, true, [5, 4], [2, 3, 3, 2]),
      ("no flip", .valid, [1, 1], [1, 1], 1, false, [4, 5], [3, 2, 2, 3]),
      ("full", .full, [1, 1], [1, 1], 1, true, [2, 3], [2, 2, 3, 2]),
      ("half, even", .half, [1, 1], [1, 1], 1, false, [4, 3], [2, 1, 2, 3]),
      ("strides", .padding(1, 2), [2, 3], [1, 1], 1, true, [6, 5], [2, 2, 3, 2]),
      ("uneven", .paddings((1, 0), (0, 2)), [3, 1], [1, 1], 1, false, [5, 3], [2, 2, 2, 2]),
      ("dilations", .padding(1), [1, 2], [2, 3], 1, true, [6, 7], [2, 2, 3, 2]),
      ("groups", .half, [2, 1], [1, 1], 2, true, [5, 4], [4, 2, 3, 3]),
      ("by channel", .valid, [1, 1], [1, 1], 3, false, [4, 4], [6, 1, 2, 2]),
      ("elements", .valid, [1, 1], [1, 1], 1, true, [3, 2], [2, 3, 1, 1]),
      ("elements apart", .valid, [2, 2], [1, 1], 1, true, [4, 3], [2, 2, 1, 1]),
      ("row", .full, [1], [2], 1, true, [5], [2, 3, 3]),
      ("row apart", .padding(2), [2], [3], 1, false, [6], [2, 2, 3]),
      ("volume", .half, [1, 2, 1], [1, 1, 2], 1, true, [3, 4, 4], [2, 2, 2, 3, 2]),
    ]
    // Every number above makes sense.
    return all.compactMap { label, border, strides, dilations, groups, flips, lengths, filter in
      let form = try? ConvolutionForm(
        border: border, strides: strides, dilations: dilations, groups: groups, flips: flips)
      return form.map { (label, $0, lengths, filter) }
    }
  }

  /// Examples whose images, channels and filters have any lengths.
  static var openExamples: [OpExample] {
    guard let full = try? ConvolutionForm(border: .full, strides: [1, 1], dilations: [1, 1]),
      let wide = try? ConvolutionForm(
        border: .padding(3), strides: [2, 1], dilations: [1, 1], flips: false)
    else { return [] }
    return [
      OpExample(
        "channels", [.init([2, .m, 4, 3], -0.5...0.5), .init([.n, .m, 2, 2], -0.5...0.5)]
      ) { full.output($0[0], $0[1]) },
      OpExample("images", [.init([2, 2, .n, .m]), .init([3, 2, 2, 3])]) {
        wide.output($0[0], $0[1])
      },
    ]
  }

  /// The lengths of the output's axes but the first, for images of these lengths and filters of a shape.
  func outputLengths(_ lengths: [Int], _ filter: [Int]) -> [OpExample.Length] {
    let spatial = output(image: lengths.known[...], filters: filter.known[2...])
    return [.fixed(filter[0])] + spatial.map { .fixed($0 ?? 0) }
  }
}
