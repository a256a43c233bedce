import Synchronization
import TheanoArrays
import TheanoExecution
import TheanoGraph

/// Puts the arguments of a call in order, converts them, and fills in defaults.
final class ArgumentBinder: Sendable {
  private let inputs: [In]
  private let filters: [InputFilter]
  /// What the function is called in messages.
  private let function: FunctionLabel
  private let defaults: [NDArray?]
  private let states: [SharedContainer?]
  /// Values that stand for defaults in the next call.
  private let overrides = Locked<[Int: NDArray]>([:])
  /// Whether there are any of those, so that calls need no lock to see that there are none.
  private let hasOverrides = Atomic(false)

  init(_ inputs: [In], function: FunctionLabel, allowDowncast: Bool?) throws {
    self.inputs = inputs
    self.function = function
    let filters = inputs.map {
      InputFilter(
        type: $0.variable.type, strict: $0.strict, allowDowncast: $0.allowDowncast ?? allowDowncast)
    }
    self.filters = filters
    let defaults = try inputs.indices.map { index in
      try inputs[index].value.map { try filters[index].convert($0) }
    }
    self.defaults = defaults
    states = try inputs.indices.map { index in
      guard inputs[index].update != nil else { return nil }
      guard let value = defaults[index] else {
        throw GraphError(
          .value, "An input with an update needs a value: \(inputs[index].variable).")
      }
      return SharedContainer(value)
    }
  }

  /// The state of an input with an update.
  func state(at index: Int) -> SharedContainer? { states[index] }

  /// Checks that there are not too many arguments by place.
  func check(count: Int) throws {
    guard count > inputs.count else { return }
    throw GraphError(
      .type,
      "Too many parameter passed to theano function \(function.text): \(count), "
        + "expected at most \(inputs.count).")
  }

  /// Returns the converted arguments, nil where one is left out; those by place have been converted. Nil if
  /// those are all.
  func bind(
    _ positional: [NDArray], _ keywords: [(String, any ArrayConvertible)]
  ) throws -> [NDArray?]? {
    if positional.count == inputs.count && keywords.isEmpty { return nil }
    var values: [NDArray?] = positional
    values += repeatElement(nil, count: inputs.count - positional.count)
    for (name, value) in keywords {
      let index = try place(of: name)
      if values[index] != nil { throw GraphError(.type, "Multiple values for input: \(name)") }
      values[index] = try convert(value, index)
    }
    for index in inputs.indices where values[index] == nil && defaults[index] == nil {
      let name = inputs[index].keyword ?? "at index \(index)"
      throw GraphError(
        .type, "Missing required input: \(name)\n  of theano function \(function.text)",
        site: inputs[index].variable.site)
    }
    return values
  }

  /// Returns the arguments with those left out filled in.
  func complete(_ given: [NDArray?]) throws -> [NDArray] {
    let held = hasOverrides.load(ordering: .acquiring) ? takeOverrides() : [:]
    return try given.indices.compactMap { index in
      try given[index] ?? held[index] ?? states[index]?.read() ?? defaults[index]
    }
  }

  /// Forgets the values that stand for defaults in this call, which needs none.
  func dropOverrides() {
    if hasOverrides.load(ordering: .acquiring) { _ = takeOverrides() }
  }

  /// Returns the values that stand for defaults in this call, and forgets them.
  private func takeOverrides() -> [Int: NDArray] {
    overrides.withLock { held in
      defer { held = [:] }
      hasOverrides.store(false, ordering: .relaxed)
      return held
    }
  }

  /// The value of an input when it is left out.
  func defaultValue(at index: Int) throws -> NDArray {
    let held = overrides.withLock { $0[index] }
    if let value = try held ?? states[index]?.read() ?? defaults[index] { return value }
    throw GraphError(.value, "The input \(inputs[index].variable) has no default value.")
  }

  /// Sets the value of an input when it is left out.
  func setDefault(_ value: any ArrayConvertible, at index: Int) throws {
    let array = try convert(value, index)
    if let state = states[index] {
      state.write(array)
    } else if defaults[index] != nil {
      overrides.withLock {
        $0[index] = array
        hasOverrides.store(true, ordering: .releasing)
      }
    } else {
      throw GraphError(.value, "The input \(inputs[index].variable) has no default value.")
    }
  }

  private func place(of name: String) throws -> Int {
    let places = inputs.indices.filter { inputs[$0].keyword == name }
    if let place = places.first, places.count == 1 { return place }
    if !places.isEmpty {
      throw GraphError(
        .type,
        "Ambiguous name: \(name) - please check the names of the inputs of your function for duplicates."
      )
    }
    let names = inputs.compactMap(\.keyword)
    throw GraphError(
      .type,
      "Unknown input or state: \(name). The function has \(names.count) named inputs "
        + "(\(names.joined(separator: ", "))).")
  }

  /// Returns an argument as the input's variable needs it.
  func convert(_ value: some ArrayConvertible, _ index: Int) throws -> NDArray {
    do {
      return try filters[index].convert(value)
    } catch {
      let name = inputs[index].keyword.map { " with name \"\($0)\"" } ?? ""
      let cause = (error as? GraphError)?.message ?? "\(error)"
      throw GraphError(
        (error as? GraphError)?.kind ?? .type,
        "Bad input argument\(name) to theano function with name \"\(function.text)\" at index "
          + "\(index) (0-based).\n  \(cause)", site: inputs[index].variable.site)
    }
  }
}
