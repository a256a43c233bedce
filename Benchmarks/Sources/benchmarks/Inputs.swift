import Theano

/// The inputs of all cases: numbers that depend on a seed and their place alone, the same bits here, in C and in
/// `peers/common.py`.
struct Inputs {
  /// Distinguishes arrays.
  var seed: UInt64

  /// Inputs for a seed.
  init(_ seed: UInt64) { self.seed = seed }

  /// 64 well-mixed bits for a place: SplitMix64 (Steele, Lea and Flood, 2014).
  func bits(_ place: Int) -> UInt64 {
    var z = ((seed << 32) &+ UInt64(place) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of mean 0 and standard deviation 1, nearly normal: the sum of four uniform ones.
  func normal(_ place: Int) -> Double {
    let z = bits(place)
    let sum = (z & 0xFFFF) + ((z >> 16) & 0xFFFF) + ((z >> 32) & 0xFFFF) + (z >> 48)
    return (Double(sum) / 65536 - 2) * 1.7320508075688772
  }

  /// An array of such numbers, times `scale`, plus `offset`, in single precision.
  func float32(_ shape: [Int], scale: Double = 1, offset: Double = 0) throws -> NDArray {
    try NDArray(shape: shape) { (target: UnsafeMutableBufferPointer<Float>) in
      for i in target.indices { target[i] = Float(normal(i) * scale + offset) }
    }
  }

  /// An array of such numbers in double precision.
  func float64(_ shape: [Int]) throws -> NDArray {
    try NDArray(shape: shape) { (target: UnsafeMutableBufferPointer<Double>) in
      for i in target.indices { target[i] = normal(i) }
    }
  }

  /// Labels of `classes` classes.
  func labels(_ count: Int, classes: UInt64) throws -> NDArray {
    try NDArray(shape: [count]) { (target: UnsafeMutableBufferPointer<Int32>) in
      for i in target.indices { target[i] = Int32(truncatingIfNeeded: (bits(i) >> 33) % classes) }
    }
  }
}
