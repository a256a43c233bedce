import TheanoArrays

extension EvaluationError {
  /// Throws if an element of `results` is not finite; the message says how many are not, and what the others
  /// are like.
  package static func requireFinite(_ results: [NDArray]) throws(EvaluationError) {
    for result in results where result.dtype.isContinuous && !result.isFinite {
      let values = result.complexes
      let nans = values.count { $0.rawStorage.x.isNaN || $0.rawStorage.y.isNaN }
      let infinities = values.count { $0.rawStorage.x.isInfinite || $0.rawStorage.y.isInfinite }
      throw EvaluationError(
        "\(nans > 0 ? "NaN" : "Inf") detected in a result of shape \(shapeText(result.shape)): "
          + "\(nans) NaN, \(infinities) Inf of \(result.count). \(statistics(result))")
    }
  }

  /// A sentence about the finite elements; of complex numbers their real parts.
  private static func statistics(_ value: NDArray) -> String {
    let finite = value.complexes.map(\.rawStorage.x).filter(\.isFinite)
    guard let least = finite.min(), let greatest = finite.max() else {
      return "No element is finite."
    }
    // Parts of the mean, as the sum may overflow.
    let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
    return "The finite elements: min \(least), max \(greatest), mean \(mean)."
  }
}
