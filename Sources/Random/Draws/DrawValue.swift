import TheanoArrays

/// What a sampler draws, as it is written to an array.
package protocol DrawValue: Sendable {
  /// Writes `draws` to `target`, converted to elements of `type`.
  static func store(
    _ draws: [Self], to target: UnsafeMutableRawPointer, as type: any ArrayElement.Type)
}

extension Double: DrawValue {
  /// Writes reals, rounded to `type`.
  package static func store(
    _ draws: [Double], to target: UnsafeMutableRawPointer, as type: any ArrayElement.Type
  ) {
    draws.withUnsafeBufferPointer { type.store(reals: $0, to: target) }
  }
}

extension Float: DrawValue {
  /// Writes reals, rounded to `type`.
  package static func store(
    _ draws: [Float], to target: UnsafeMutableRawPointer, as type: any ArrayElement.Type
  ) {
    Double.store(draws.map { Double($0) }, to: target, as: type)
  }
}

extension Int64: DrawValue {
  /// Writes integers, wrapped or rounded to `type`.
  package static func store(
    _ draws: [Int64], to target: UnsafeMutableRawPointer, as type: any ArrayElement.Type
  ) {
    let integers = draws.map { Int128($0) }
    integers.withUnsafeBufferPointer { type.store(integers: $0, to: target) }
  }
}

extension Array: DrawValue where Element == Int64 {
  /// Writes lists of integers one after the other.
  package static func store(
    _ draws: [[Int64]], to target: UnsafeMutableRawPointer, as type: any ArrayElement.Type
  ) {
    Int64.store(draws.flatMap { $0 }, to: target, as: type)
  }
}
