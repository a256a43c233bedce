import Testing
import TheanoRandom

@testable import Theano

/// Expects that the draw that is built of one of `inputs` fails for each of its values, that the message is the same
/// natively and in the reference mode, and that the streams stay as they were.
func expectSameErrors(
  _ inputs: [Variable], _ values: [NDArray], _ build: (RandomStreams) -> Variable
) throws {
  let messages = try [Mode.native, .reference].map { mode in
    let streams = RandomStreams(seed: 1)
    let draw = build(streams)
    let leaves = toposort([draw]).flatMap(\.inputs)
    let input = try #require(inputs.first(where: leaves.contains))
    let f = try function([input], draw, mode: mode)
    return try values.map { value in
      var message = ""
      do {
        _ = try f(value)
      } catch let error as EvaluationError {
        message = error.message
      }
      #expect(message != "", "\(value)")
      #expect(try streams.stateUpdates[0].0.getValue() == RandomState(seed: 1).split(0))
      return message
    }
  }
  #expect(messages[0] == messages[1])
}

extension NDArray {
  /// A float64 vector.
  static func vector(_ elements: [Double]) -> NDArray {
    NDArray(elements: elements, shape: [elements.count])
  }

  /// An int64 vector.
  static func integers(_ elements: [Int]) -> NDArray {
    NDArray(elements: elements.map { Int64($0) }, shape: [elements.count])
  }
}
