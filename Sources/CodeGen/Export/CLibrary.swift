import TheanoArrays
import TheanoLoopIR

/// A program as a C library of its own: what `export` writes.
///
/// Its text needs a C11 compiler that knows the builtins of clang and gcc, and their library of mathematics.
package struct CLibrary: Sendable {
  /// An array that goes in or comes out, or is kept.
  package struct Variable: Sendable {
    /// The name in C.
    package var name: String
    package var dtype: DType
    /// The lengths that are always the same; nil for others.
    package var shape: [Int?]

    /// Creates a variable; `CLibrary` makes its name one that C allows.
    package init(_ name: String, _ dtype: DType, _ shape: [Int?]) {
      self.name = name
      self.dtype = dtype
      self.shape = shape
    }
  }

  /// Something that is kept from call to call.
  package struct State: Sendable {
    package var variable: Variable
    /// What it is at first.
    package var initial: NDArray
    /// What it becomes by a call; nil if that leaves it alone.
    package var update: Result?

    /// Creates a state.
    package init(_ variable: Variable, initial: NDArray, update: Result?) {
      self.variable = variable
      self.initial = initial
      self.update = update
    }
  }

  /// Where an input of the program comes from.
  package enum Source: Hashable, Sendable {
    case argument(Int)
    case state(Int)
    case constant(NDArrayBox)
  }

  /// Where a result of the function comes from.
  package enum Result: Hashable, Sendable {
    /// A result of the program.
    case computed(Int)
    /// An input of the program, as it is.
    case input(Int)
    /// One of the library's copies of inputs.
    case copy(Int)
  }

  /// The library's name: that of its files and its type, and the beginning of its functions' names.
  package let name: String
  /// A line about what it computes.
  package let summary: String
  let program: LoopProgram
  let arguments: [Variable]
  let states: [State]
  let outputs: [(variable: Variable, from: Result)]
  let inputs: [Source]
  /// The inputs of the program that are results as they are, once for each such result.
  let copiedInputs: [Int]

  /// Makes a library of a program.
  ///
  /// - Parameters:
  ///   - name: an identifier of C.
  ///   - inputs: where each input of the program comes from.
  package init(
    name: String, summary: String, program: LoopProgram, arguments: [Variable], states: [State],
    outputs: [(variable: Variable, from: Result)], inputs: [Source]
  ) {
    self.name = name
    self.summary = summary
    self.program = program
    self.inputs = inputs
    var names = CNames(reserved: [name, "self"])
    self.arguments = arguments.map { names.renamed($0) }
    var copiedInputs: [Int] = []
    func resolve(_ result: Result) -> Result {
      guard case .input(let input) = result else { return result }
      copiedInputs.append(input)
      return .copy(copiedInputs.count - 1)
    }
    self.outputs = outputs.map { (names.renamed($0.variable), resolve($0.from)) }
    // States are parts of functions' names.
    var stateNames = CNames()
    self.states = states.map { state in
      var state = state
      state.variable = stateNames.renamed(state.variable)
      state.update = state.update.map(resolve)
      return state
    }
    self.copiedInputs = copiedInputs
  }

  /// Whether something that goes in or comes out, or is kept, is a complex number.
  var hasComplex: Bool {
    (arguments + states.map(\.variable) + outputs.map(\.variable)).contains(
      where: \.dtype.isComplex)
  }

  /// The upper-case beginning of the names of constants.
  var prefix: String { name.uppercased() }
}

/// An array that is equal to itself alone.
package final class NDArrayBox: Hashable, Sendable {
  /// The array.
  package let value: NDArray

  /// Creates a box.
  package init(_ value: NDArray) { self.value = value }

  /// Whether both are the same box.
  package static func == (a: NDArrayBox, b: NDArrayBox) -> Bool { a === b }

  /// Hashes the box's identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
