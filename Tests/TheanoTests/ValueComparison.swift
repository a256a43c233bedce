import TestSupport

@testable import Theano

/// The comparison of results with those of the reference evaluator, which knows what rounding may do.
struct ValueComparison {
  /// The values of the inputs.
  let known: [Variable: NDArray]
  /// The values of all variables of the graph, constants apart.
  let values: [Variable: NDArray]
  /// How far numbers in double precision may be apart, relative to the greatest on the way.
  var double = 1e-9

  /// The value that is expected of a variable.
  private func value(of variable: Variable) -> NDArray? {
    variable.constant ?? values[variable] ?? known[variable]
  }

  /// Returns texts for outputs that differ by more than rounding.
  func differences(of results: [NDArray], for outputs: [Variable]) -> [String] {
    let steps = scale(of: outputs, values.merging(known) { $1 })
    return zip(outputs, results).compactMap { output, result in
      guard let expected = value(of: output),
        let difference = difference(result, expected, scale: steps),
        !isIllConditioned(output, result)
      else { return nil }
      return "\(difference)\n  in \(pp(output, limit: 800))"
    }
  }

  /// Says how two values differ by more than rounding; nil if they do not.
  func difference(_ result: NDArray, _ expected: NDArray, scale: Double) -> String? {
    guard result.dtype == expected.dtype, result.shape == expected.shape else {
      return "\(result.dtype)\(result.shape) instead of \(expected.dtype)\(expected.shape)"
    }
    if result.dtype.isDiscrete {
      return result.integers == expected.integers
        ? nil : "\(result.integers) instead of \(expected.integers)"
    }
    let tolerance = isSingle ? 1e-4 : double
    for (new, old) in zip(result.reals, expected.reals) {
      if new == old || new.isNaN && old.isNaN { continue }
      if new.isFinite, old.isFinite, abs(new - old) <= tolerance * max(1, scale, abs(old)) {
        continue
      }
      return "\(new) instead of \(old), of \(result.dtype)\(result.shape)"
    }
    return nil
  }

  /// Whether all numbers on the way are finite.
  var isFinite: Bool {
    values.values.allSatisfy { $0.dtype.isDiscrete || $0.reals.allSatisfy(\.isFinite) }
  }

  /// Whether anything on the way is of single precision.
  var isSingle: Bool {
    values.keys.contains { $0.dtype == .float32 || $0.dtype == .float16 }
  }

  /// The greatest finite number on the way to `outputs`.
  func scale(of outputs: [Variable], _ values: [Variable: NDArray]) -> Double {
    ancestors(outputs).compactMap { $0.constant ?? values[$0] }.filter { $0.dtype.isFloat }
      .flatMap { $0.reals.map { abs($0) }.filter(\.isFinite) }.max() ?? 1
  }

  /// Whether rounding alone may change an output as much: one more rounding at each step does, or another sign
  /// of a zero, which rules may lose.
  func isIllConditioned(_ output: Variable, _ result: NDArray) -> Bool {
    guard let expected = value(of: output), result.shape == expected.shape else {
      return false
    }
    for label in ["a", "b", "c", "d"] {
      var generator = SeededGenerator(label)
      let noisy = RandomGraph.evaluated([output], knowing: known) { value in
        guard value.dtype.isFloat else { return }
        let size = value.dtype == .float64 ? 1e-14 : value.dtype == .float32 ? 1e-6 : 1e-3
        value = NDArray(
          reals: value.reals.map {
            let factor = 1 + Double.random(in: -size...size, using: &generator)
            return $0 == 0 && factor < 1 ? -$0 : $0 * factor
          }, shape: value.shape, dtype: value.dtype)
      }
      guard let changed = noisy?[output] else { continue }
      if zip(zip(changed.reals, expected.reals), result.reals).contains(where: { pair, new in
        let (noisy, old) = pair
        if old.isFinite != noisy.isFinite || old.isNaN != noisy.isNaN { return true }
        if old.isInfinite, noisy == -old { return true }
        let isSame = new == old || new.isNaN && old.isNaN
        return !isSame && abs(noisy - old) * 1000 >= abs(new - old)
      }) {
        return true
      }
    }
    return false
  }
}
