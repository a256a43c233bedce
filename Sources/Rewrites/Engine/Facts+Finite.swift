import TheanoArrays
import TheanoGraph
import TheanoOps
import TheanoRandom

extension Variable {
  /// Whether all elements are known to be finite numbers, from how they are computed: integers, numbers, random
  /// draws, and parts of these.
  package var isFinite: Bool {
    var variable = self
    // A few levels: what lies deeper is seldom asked for.
    for _ in 0..<8 {
      if variable.dtype.isDiscrete { return true }
      if let number = variable.uniformNumber { return number.isFinite }
      guard let owner = variable.owner else { return false }
      switch owner.op {
      case is DimShuffle, is Reshape, is Subtensor, is Alloc, is Cast: variable = owner.inputs[0]
      case is Elementwise<Second>: variable = owner.inputs[1]
      case is any DrawOp: return owner.inputs.dropFirst(2).allSatisfy(\.isSmallConstant)
      default: return false
      }
      // A number may be too large for a narrower dtype, an integer too.
      if variable.dtype != dtype, dtype == .float16 || variable.dtype == .float64 { return false }
    }
    return false
  }

  /// Whether this is a number with which no draw comes near the greatest number of its dtype.
  private var isSmallConstant: Bool {
    guard let number = constant?.cast(to: .float64).reals else { return false }
    return number.allSatisfy { $0.magnitude < 1000 }
  }
}
