/// A distribution with its parameters checked, from which elements are drawn.
///
/// Creating one throws if the parameters are wrong; drawing from it cannot fail. Where parameters
/// differ from element to element, make one for each element: the draws are the same.
public protocol Sampler: Sendable {
  /// What one draw is: a number, or an array for the distributions of vectors.
  associatedtype Value: Sendable

  /// Returns one draw, a function of the parameters and the words of `stream`.
  func sample(_ stream: inout ElementStream) -> Value
}

extension RandomState {
  /// Returns `count` draws and moves on by `count` elements.
  ///
  /// - Throws: ``RandomError/negativeCount(_:_:)``.
  /// - Complexity: `count` draws.
  public mutating func draw<S: Sampler>(
    _ count: Int, from sampler: S
  ) throws(RandomError) -> [S.Value] {
    let (values, next) = try drawing(count, from: sampler)
    self = next
    return values
  }

  /// Returns `count` draws, and the state after them; this state stays as it is.
  ///
  /// - Throws: ``RandomError/negativeCount(_:_:)``.
  /// - Complexity: `count` draws.
  public func drawing<S: Sampler>(
    _ count: Int, from sampler: S
  ) throws(RandomError) -> (values: [S.Value], next: RandomState) {
    guard count >= 0 else { throw .negativeCount("draw", Int64(count)) }
    var values: [S.Value] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      var stream = element(index)
      values.append(sampler.sample(&stream))
    }
    return (values, advanced(by: count))
  }
}
