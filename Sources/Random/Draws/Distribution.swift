import TheanoArrays
import TheanoGraph

/// A distribution that graphs draw from: its parameters, and the sampler that they make.
///
/// A distribution says nothing of shapes or of state; `RandomDraw` makes an operation of it.
package protocol Distribution: Hashable, Sendable {
  /// What draws the elements.
  associatedtype Draws: Sampler where Draws.Value: DrawValue

  /// The name in errors and printed graphs.
  var name: String { get }

  /// The parameters, in the order of the operands.
  var parameters: [DrawParameter] { get }

  /// Returns the shape of one draw as far as it is known from the operands `x`: `[]` for a number.
  func eventShape(_ x: [Variable]) -> [Int?]

  /// Returns the shape of one draw for the parameters' values `x`.
  func eventShape(_ x: [NDArray]) throws -> [Int]

  /// Returns the sampler for one element's parameters.
  /// - Throws: `RandomError` if they are outside the distribution's domain.
  func sampler(_ x: ParameterValues) throws -> Draws

  /// Returns how native code draws an element by itself, for the operands `x`; nil if it cannot.
  func compiled(_ x: [Variable]) -> CompiledDraw?

  /// How native code draws by loops of its own, where it cannot draw an element by itself.
  var loops: DrawLoops? { get }
}

extension Distribution {
  /// One draw is a number.
  package func eventShape(_ x: [Variable]) -> [Int?] { [] }

  /// One draw is a number.
  package func eventShape(_ x: [NDArray]) throws -> [Int] { [] }

  /// Elements are not drawn by themselves.
  package func compiled(_ x: [Variable]) -> CompiledDraw? { nil }

  /// There are no loops.
  package var loops: DrawLoops? { nil }
}

/// What a parameter of a distribution may be.
package struct DrawParameter: Hashable, Sendable {
  /// How one element's parameter is made of numbers.
  package enum Form: Hashable, Sendable {
    /// A number for each element drawn.
    case number
    /// One number for all elements: it decides the shape of a draw.
    case common
    /// A list of numbers for each element drawn, along the last axis.
    case list
  }

  /// The name in errors.
  package let name: String
  /// Whether it must be an integer; else any real number.
  package let isInteger: Bool
  /// How it is made of numbers.
  package let form: Form

  /// The number of the last axes that one element has to itself.
  var eventRank: Int { form == .list ? 1 : 0 }

  /// A real number.
  package static func real(_ name: String) -> DrawParameter {
    DrawParameter(name: name, isInteger: false, form: .number)
  }

  /// An integer.
  package static func integer(_ name: String) -> DrawParameter {
    DrawParameter(name: name, isInteger: true, form: .number)
  }

  /// An integer that all elements share.
  package static func length(_ name: String) -> DrawParameter {
    DrawParameter(name: name, isInteger: true, form: .common)
  }

  /// A list of real numbers.
  package static func list(_ name: String) -> DrawParameter {
    DrawParameter(name: name, isInteger: false, form: .list)
  }
}

/// The values of a draw's parameters, and which of them belong to the element at hand.
package struct ParameterValues: Sendable {
  /// The values of one parameter.
  private enum Values: Sendable {
    case reals([Double])
    case integers([Int64])
  }

  /// The values of each parameter.
  private let values: [Values]
  /// The length of each parameter's lists, 1 for numbers.
  private let listLengths: [Int]
  /// For each parameter, the place of the element's number or list.
  var places: [Int]

  /// Reads the values `x` of `parameters`.
  /// - Throws: `EvaluationError` if an integer is beyond int64.
  init(_ x: [NDArray], of parameters: [DrawParameter]) throws {
    values = try zip(x, parameters).map { value, parameter in
      if !parameter.isInteger { return .reals(value.reals) }
      return .integers(
        try value.integers.map { number in
          guard let integer = Int64(exactly: number) else {
            throw EvaluationError("\(parameter.name) is \(number), which is beyond int64.")
          }
          return integer
        })
    }
    listLengths = zip(x, parameters).map { $1.form == .list ? $0.shape.last ?? 1 : 1 }
    places = x.map { _ in 0 }
  }

  /// Returns the element's parameter number `index`, a real number.
  package func real(_ index: Int) -> Double {
    switch values[index] {
    case .reals(let numbers): numbers[places[index]]
    case .integers(let numbers): Double(numbers[places[index]])
    }
  }

  /// Returns the element's parameter number `index`, an integer.
  package func integer(_ index: Int) -> Int64 {
    switch values[index] {
    case .reals(let numbers): Int64(exactly: numbers[places[index]].rounded(.towardZero)) ?? 0
    case .integers(let numbers): numbers[places[index]]
    }
  }

  /// Returns the element's parameter number `index`, a list of reals.
  package func list(_ index: Int) -> [Double] {
    guard case .reals(let numbers) = values[index] else { return [] }
    let start = places[index] * listLengths[index]
    return Array(numbers[start..<start + listLengths[index]])
  }
}
