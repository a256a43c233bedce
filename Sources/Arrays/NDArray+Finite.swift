extension NDArray {
  /// Whether there is no NaN and no infinity among the elements.
  /// - Complexity: O(elements), as fast as they are read.
  public var isFinite: Bool {
    withUnsafeBytes { bytes in
      switch dtype {
      case .float32, .complex64: bytes.bindMemory(to: Float.self).areFinite
      case .float64, .complex128: bytes.bindMemory(to: Double.self).areFinite
      // The exponent of what is not finite is all ones.
      case .float16: bytes.bindMemory(to: UInt16.self).allSatisfy { $0 & 0x7c00 != 0x7c00 }
      default: true
      }
    }
  }
}

extension UnsafeBufferPointer where Element: BinaryFloatingPoint {
  /// Whether all elements are finite.
  fileprivate var areFinite: Bool { allSatisfy { $0.isFinite } }
}
