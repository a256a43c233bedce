import Theano

/// Something that is measured: a computation that peers do too, by the same name.
struct Case: Sendable {
  /// The name, as in `peers`.
  var name: String
  /// Makes the inputs, and returns what builds a function for them.
  var prepare: @Sendable () throws -> () throws -> Job
  /// The same written in C by hand, where there is that.
  var hand: (@Sendable () throws -> Job)?
  /// A case of a function of no state.
  static func pure(
    _ name: String, hand: (@Sendable () throws -> Job)? = nil,
    _ prepare: @escaping @Sendable () throws -> () throws -> Job
  ) -> Case {
    Case(name: name, prepare: prepare, hand: hand)
  }

  /// What builds the case for an implementation, nil if there is none.
  func builder(peer: String) throws -> (() throws -> Job)? {
    if peer == "swift" { return try prepare() }
    guard let job = try hand?() else { return nil }
    return { job }
  }
}

/// Something ready to be called again and again.
struct Job {
  /// What is timed.
  var call: () throws -> Void
  /// The results of the first call, for checks; to be called before anything else is.
  var results: () throws -> [NDArray]

  /// A job that calls a function on arrays.
  init(_ f: Function<NDArray>, _ arguments: NDArray...) {
    let arguments: [any ArrayConvertible] = arguments
    self.init {
      _ = try f.call(arguments)
    } results: {
      [try f.call(arguments)]
    }
  }

  /// A job that calls a function with several results on arrays.
  init(_ f: Function<[NDArray]>, _ arguments: NDArray...) {
    let arguments: [any ArrayConvertible] = arguments
    self.init {
      _ = try f.call(arguments)
    } results: {
      try f.call(arguments)
    }
  }

  /// A job of its parts.
  init(_ call: @escaping () throws -> Void, results: @escaping () throws -> [NDArray]) {
    self.call = call
    self.results = results
  }
}
