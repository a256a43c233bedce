import TheanoArrays

/// A whole native program.
package struct LoopProgram: Sendable {
  /// The buffers, by number.
  package var buffers: [Buffer]
  /// What is done.
  package var body: [Statement]
  /// What goes in and comes out.
  package var interface: ProgramInterface

  /// Creates a program.
  package init(buffers: [Buffer], body: [Statement], interface: ProgramInterface) {
    self.buffers = buffers
    self.body = body
    self.interface = interface
  }

  /// The buffer of a number.
  package subscript(id: BufferID) -> Buffer {
    get { buffers[id.index] }
    set { buffers[id.index] = newValue }
  }
}
