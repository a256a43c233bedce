import TheanoGraph
import TheanoOps

/// A value that is repeated along axes.
struct Repetition {
  /// The value, of the rank of the whole, of length 1 along the axes where it is repeated.
  let value: Variable
  /// The lengths of the whole.
  let lengths: [Variable]
  /// The axes along which the value is repeated.
  let axes: [Int]

  /// Takes a variable apart; nil if it is no repeated value.
  init?(_ whole: Variable) {
    guard let owner = whole.owner else { return nil }
    switch owner.op {
    case is Elementwise<Second>:
      let (model, value) = (owner.inputs[0], owner.inputs[1])
      self.value = value
      lengths = (0..<whole.ndim).map { axis in
        (model.type.shape[axis] == 1 ? value : model).length(ofAxis: axis)
      }
    case is Alloc:
      value = owner.inputs[0].leftPadded(to: whole.ndim)
      lengths = Array(owner.inputs.dropFirst())
    default: return nil
    }
    let value = value
    axes = (0..<whole.ndim).filter { value.type.shape[$0] == 1 && whole.type.shape[$0] != 1 }
    if axes.isEmpty { return nil }
  }

  /// How many elements of the whole each element of the value is, along `reduced`.
  func count(over reduced: [Int]) -> Variable {
    axes.filter(reduced.contains).map { lengths[$0] }.product
  }
}
