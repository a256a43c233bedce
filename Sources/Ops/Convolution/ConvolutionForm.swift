import TheanoArrays
import TheanoGraph

/// How filters go over images: what a convolution and its gradients have in common.
///
/// All three are made of the same products: element `i` of an image, element `k` of a filter and element `p` of
/// the output belong together where `i = p·stride + k·dilation - padding` along each spatial axis. Each
/// operation is given two of the three tensors and adds products up to the third, so each is linear in both
/// of its operands, and their derivatives are these operations again.
///
/// Images are `[batch, channels, …]`, filters `[outputs, channels/groups, …]`, outputs `[batch, outputs, …]`.
package struct ConvolutionForm: Hashable, Sendable {
  let border: BorderMode
  /// How far apart neighbouring places of the filters are, along each spatial axis.
  let strides: [Int]
  /// How far apart the elements of the image are that neighbouring elements of a filter meet.
  let dilations: [Int]
  /// Into how many groups channels and filters are divided, each by itself.
  let groups: Int
  /// Whether filters are turned around, as in a convolution proper; else it is a cross-correlation.
  let flips: Bool

  /// The largest stride, dilation or padding: places in memory then stay far from the largest integer.
  static let largest = 1 << 31 - 1

  /// The number of spatial axes.
  var rank: Int { strides.count }

  /// Creates a form.
  /// - Throws: `GraphError` for numbers that make no sense.
  init(
    border: BorderMode = .valid, strides: [Int], dilations: [Int], groups: Int = 1,
    flips: Bool = true
  ) throws {
    (self.border, self.strides, self.dilations) = (border, strides, dilations)
    (self.groups, self.flips) = (groups, flips)
    for (name, numbers) in [
      ("Strides", strides), ("Dilations", dilations), ("The number of groups", [groups]),
    ] {
      for number in numbers where !(1...ConvolutionForm.largest).contains(number) {
        throw GraphError(
          .value, "\(name) must be from 1 to \(ConvolutionForm.largest), not \(number).")
      }
    }
    if let problem = border.problem(rank: rank) { throw GraphError(.value, problem) }
  }

  /// The lengths of the spatial axes of the output; nil where they are not known, or filters do not fit.
  func output(image: ArraySlice<Int?>, filters: ArraySlice<Int?>) -> [Int?] {
    zip(image, filters).enumerated().map { axis, lengths in
      guard let image = lengths.0, let filter = lengths.1 else { return nil }
      return output(axis: axis, image: image, filter: filter)
    }
  }

  /// The length of an axis of the output; nil if there is none.
  func output(axis: Int, image: Int, filter: Int) -> Int? {
    guard let extent = extent(axis: axis, filter: filter), extent > 0 else { return nil }
    let padding = border.padding(axis: axis, extent: extent)
    let room = Int128(image) + Int128(padding.before) + Int128(padding.after) - Int128(extent)
    return room < 0 ? nil : Int(exactly: room / Int128(strides[axis]) + 1)
  }

  /// The length of an axis of the output, as a variable.
  func output(axis: Int, image: Variable, filter: Variable) -> Variable {
    let extent = (filter - 1) * dilations[axis] + 1
    let both: Variable
    switch border.kind {
    case .fixed:
      let padding = border.padding(axis: axis, extent: 1)
      both = .length(padding.before + padding.after)
    case .half: both = intDiv(extent, Variable(weak: 2)) * 2
    case .full: both = (extent - 1) * 2
    }
    return intDiv(image + both - extent, Variable(weak: strides[axis])) + 1
  }

  /// How many elements a filter of a length covers along an axis; nil if that is out of range.
  func extent(axis: Int, filter: Int) -> Int? {
    if filter < 1 { return 0 }
    return Int(exactly: Int128(filter - 1) * Int128(dilations[axis]) + 1)
      .flatMap { $0 < 1 << 62 ? $0 : nil }
  }
}

extension ConvolutionForm {
  /// What is wrong with the shapes of the three tensors, as far as lengths are known; nil if nothing is.
  func problem(image: [Int?], filters: [Int?], output: [Int?]) -> String? {
    if let count = filters[0], count % groups != 0 {
      return "\(count) filters cannot be divided into \(groups) groups."
    }
    if let channels = image[1], let own = filters[1], Int128(own) * Int128(groups) != channels {
      return "Images and filters must have the same number of channels: images have \(channels), "
        + "and filters \(own)" + (groups > 1 ? " in each of \(groups) groups." : ".")
    }
    for axis in 0..<rank {
      guard let filter = filters[axis + 2] else { continue }
      if filter < 1 { return "Filters have no elements along axis \(axis + 2)." }
      guard let length = image[axis + 2] else { continue }
      if length < 0 { return "Images cannot have a length of \(length) along axis \(axis + 2)." }
      guard let found = self.output(axis: axis, image: length, filter: filter) else {
        return "Filters of length \(filter)"
          + (dilations[axis] > 1 ? ", \(dilations[axis]) apart," : "")
          + " are longer than padded images along axis \(axis + 2), of length \(length)"
          + (border == .valid ? "." : " without padding.")
      }
      if let wanted = output[axis + 2], found != wanted {
        return "The output has length \(wanted) along axis \(axis + 2), and images of length "
          + "\(length) with filters of length \(filter) give \(found)."
      }
    }
    for (name, a, b) in [
      ("images", image[0], output[0]), ("filters", filters[0], output[1]),
    ] {
      if let a, let b, a != b {
        return "The output has \(b) \(name), and there are \(a)."
      }
    }
    return nil
  }

  /// What the operation prints of it.
  var text: String {
    var parts: [String] = []
    switch border.kind {
    case .fixed(let each):
      if !each.isEmpty { parts.append("padding=\(each.map { "(\($0.before), \($0.after))" })") }
    case .half: parts.append("half")
    case .full: parts.append("full")
    }
    if strides.contains(where: { $0 != 1 }) { parts.append("strides=\(strides)") }
    if dilations.contains(where: { $0 != 1 }) { parts.append("dilations=\(dilations)") }
    if groups != 1 { parts.append("groups=\(groups)") }
    if !flips { parts.append("no flip") }
    return parts.isEmpty ? "" : "{\(parts.joined(separator: ", "))}"
  }
}
