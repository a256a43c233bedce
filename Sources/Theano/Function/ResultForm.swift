import TheanoArrays

/// How the arrays that a function computes become what a call of it returns: one array, several, a tuple, a
/// dictionary, nothing.
struct ResultForm<Output>: Sendable {
  /// Makes a result of the first of the arrays.
  let make: @Sendable ([NDArray]) -> Output
  /// Exchanges the arrays of a result with the first of the arrays, and so lends a call their memory, or gives
  /// the caller what it made. False, and nothing happens, if the result has not as many arrays as there are
  /// outputs.
  let exchange: @Sendable (inout Output, inout [NDArray]) -> Bool
}

extension ResultForm<NDArray> {
  /// One array.
  static let one = ResultForm {
    $0[0]
  } exchange: {
    swap(&$0, &$1[0])
    return true
  }
}

extension ResultForm<[NDArray]> {
  /// As many arrays as there are outputs.
  static func array(_ count: Int) -> ResultForm {
    ResultForm {
      Array($0[..<count])
    } exchange: { result, arrays in
      if result.count != count { return false }
      for index in result.indices { swap(&result[index], &arrays[index]) }
      return true
    }
  }
}

extension ResultForm<[String: NDArray]> {
  /// Arrays by name.
  static func named(_ names: [String]) -> ResultForm {
    ResultForm {
      Dictionary(uniqueKeysWithValues: zip(names, $0))
    } exchange: { result, arrays in
      let places = names.compactMap { result.index(forKey: $0) }
      if places.count != names.count || result.count != names.count { return false }
      for (index, place) in places.enumerated() { swap(&result.values[place], &arrays[index]) }
      return true
    }
  }
}

extension ResultForm<Void> {
  /// Nothing.
  static let none = ResultForm(make: { _ in () }, exchange: { _, _ in true })
}

extension ResultForm<(NDArray, NDArray)> {
  /// Two arrays.
  static let two = ResultForm {
    ($0[0], $0[1])
  } exchange: {
    swap(&$0.0, &$1[0])
    swap(&$0.1, &$1[1])
    return true
  }
}

extension ResultForm<(NDArray, NDArray, NDArray)> {
  /// Three arrays.
  static let three = ResultForm {
    ($0[0], $0[1], $0[2])
  } exchange: {
    swap(&$0.0, &$1[0])
    swap(&$0.1, &$1[1])
    swap(&$0.2, &$1[2])
    return true
  }
}

extension ResultForm<(NDArray, NDArray, NDArray, NDArray)> {
  /// Four arrays.
  static let four = ResultForm {
    ($0[0], $0[1], $0[2], $0[3])
  } exchange: {
    swap(&$0.0, &$1[0])
    swap(&$0.1, &$1[1])
    swap(&$0.2, &$1[2])
    swap(&$0.3, &$1[3])
    return true
  }
}
