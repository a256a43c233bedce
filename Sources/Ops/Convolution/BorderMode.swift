/// What lies around images when filters go over them: zeros, and how many.
public struct BorderMode: Hashable, Sendable {
  /// The zeros before and after the elements along an axis.
  struct Padding: Hashable, Sendable {
    var before: Int
    var after: Int
  }

  /// The ways to say how many zeros there are.
  enum Kind: Hashable, Sendable {
    /// As many as each axis has here; one entry counts for all axes, none is no padding.
    case fixed([Padding])
    /// Half the length of filters on either side.
    case half
    /// The length of filters less one on either side.
    case full
  }

  let kind: Kind

  /// No padding: filters stay inside the image, and the result is smaller than it.
  public static let valid = BorderMode(kind: .fixed([]))
  /// Half the length of filters, rounded down, on either side: odd filters keep the image's lengths.
  public static let half = BorderMode(kind: .half)
  /// The length of filters less one on either side: wherever a filter meets the image there is a result.
  public static let full = BorderMode(kind: .full)

  /// As many zeros on either side, for each spatial axis; one number counts for all of them.
  public static func padding(_ each: Int...) -> BorderMode {
    BorderMode(kind: .fixed(each.map { Padding(before: $0, after: $0) }))
  }

  /// So many zeros before and after the elements of each spatial axis; one pair counts for all of them.
  public static func paddings(_ each: (Int, Int)...) -> BorderMode {
    BorderMode(kind: .fixed(each.map { Padding(before: $0.0, after: $0.1) }))
  }

  /// Returns the zeros along an axis for filters that cover `extent` elements of it.
  func padding(axis: Int, extent: Int) -> Padding {
    switch kind {
    case .fixed(let each):
      return each.isEmpty ? Padding(before: 0, after: 0) : each.count == 1 ? each[0] : each[axis]
    case .half: return Padding(before: extent / 2, after: extent / 2)
    case .full: return Padding(before: extent - 1, after: extent - 1)
    }
  }

  /// What is wrong with it for images of so many spatial axes; nil if nothing is.
  func problem(rank: Int) -> String? {
    guard case .fixed(let each) = kind else { return nil }
    if each.count > 1 && each.count != rank {
      return "The border mode has paddings for \(each.count) axes, and images have \(rank)."
    }
    let all = each.flatMap { [$0.before, $0.after] }
    if let wrong = all.first(where: { !(0...ConvolutionForm.largest).contains($0) }) {
      return "Paddings must be from 0 to \(ConvolutionForm.largest), and one is \(wrong)."
    }
    return nil
  }
}
