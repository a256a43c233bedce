import TheanoArrays

/// How the arrays that a function computes become what a call of it returns: one array, several, a tuple, a
/// dictionary, nothing.
struct ResultForm<Output>: Sendable {
  /// What is done with the places of as many arrays as there are outputs.
  typealias Use = (UnsafeMutablePointer<NDArray>) -> Void

  /// Makes a result of empty arrays.
  let empty: @Sendable () -> Output
  /// Calls `use` with the places of a result's arrays. False, and nothing happens, if the result has not as many
  /// arrays as there are outputs.
  let withPlaces: @Sendable (_ result: inout Output, _ use: Use) -> Bool
}

extension ResultForm<NDArray> {
  /// One array.
  static let one = ResultForm {
    .nothing
  } withPlaces: {
    $1(&$0)
    return true
  }
}

extension ResultForm<[NDArray]> {
  /// As many arrays as there are outputs.
  static func array(_ count: Int) -> ResultForm {
    ResultForm {
      Array(repeating: .nothing, count: count)
    } withPlaces: { result, use in
      if result.count != count { return false }
      use(&result)
      return true
    }
  }
}

extension ResultForm<[String: NDArray]> {
  /// Arrays by name.
  static func named(_ names: [String]) -> ResultForm {
    ResultForm {
      Dictionary(uniqueKeysWithValues: names.map { ($0, .nothing) })
    } withPlaces: { result, use in
      let places = names.compactMap { result.index(forKey: $0) }
      if places.count != names.count || result.count != names.count { return false }
      var arrays = [NDArray](repeating: .nothing, count: names.count)
      for (index, place) in places.enumerated() { swap(&result.values[place], &arrays[index]) }
      use(&arrays)
      for (index, place) in places.enumerated() { swap(&result.values[place], &arrays[index]) }
      return true
    }
  }
}

extension ResultForm<Void> {
  /// Nothing.
  static let none = ResultForm {
    ()
  } withPlaces: { _, use in
    var nothing: [NDArray] = []
    use(&nothing)
    return true
  }
}

extension ResultForm<(NDArray, NDArray)> {
  /// Two arrays.
  static let two = ResultForm {
    (.nothing, .nothing)
  } withPlaces: {
    withArrays(of: &$0, $1)
  }
}

extension ResultForm<(NDArray, NDArray, NDArray)> {
  /// Three arrays.
  static let three = ResultForm {
    (.nothing, .nothing, .nothing)
  } withPlaces: {
    withArrays(of: &$0, $1)
  }
}

extension ResultForm<(NDArray, NDArray, NDArray, NDArray)> {
  /// Four arrays.
  static let four = ResultForm {
    (.nothing, .nothing, .nothing, .nothing)
  } withPlaces: {
    withArrays(of: &$0, $1)
  }
}

/// Calls `use` with the places of the arrays of a tuple, which lie side by side.
private func withArrays<Tuple>(of tuple: inout Tuple, _ use: ResultForm<Tuple>.Use) -> Bool {
  withUnsafeMutablePointer(to: &tuple) {
    // The memory of a tuple of one type is that type's memory.
    use(UnsafeMutableRawPointer($0).assumingMemoryBound(to: NDArray.self))
  }
  return true
}
