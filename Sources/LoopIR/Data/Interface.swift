import TheanoArrays

/// What a native program takes and gives: the order of the arrays in its frame, and what memory it asks for.
///
/// The entry point of the C text is `int32_t theano_run(theano_frame *frame)`. It returns 0, or a positive
/// number if a check failed, or -1 if memory ran out or a node could not be evaluated. If it does not
/// return 0 it has written to no input: checks, requests for memory and nodes come before.
package struct ProgramInterface: Sendable, Hashable {
  /// An array that goes in or comes out.
  package struct Port: Sendable, Hashable {
    package var dtype: DType
    package var rank: Int

    /// Creates a port.
    package init(_ dtype: DType, rank: Int) {
      self.dtype = dtype
      self.rank = rank
    }
  }

  /// The inputs: arguments, shared values, constants.
  package var inputs: [Port]
  /// The results.
  package var results: [Port]
  /// For each result the input in whose memory it may be made, if nobody else needs that and the sizes agree.
  package var reusable: [Int?]
  /// The number of slots.
  package var slotCount: Int

  /// Creates an interface.
  package init(inputs: [Port], results: [Port], reusable: [Int?], slotCount: Int) {
    self.inputs = inputs
    self.results = results
    self.reusable = reusable
    self.slotCount = slotCount
  }
}
