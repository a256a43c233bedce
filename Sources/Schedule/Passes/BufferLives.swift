import TheanoLoopIR

/// From where to where in a program each buffer is in use: numbers of statements, those inside of others
/// counted after them.
///
/// What is used by several statements of a block is in use from the first to the end of the last. So a buffer
/// whose memory is asked for before a loop lives as long as the loop, and one whose memory is asked for in its
/// body lives from there to its last use in the same iteration.
struct BufferLives {
  /// The lives by buffer.
  private(set) var lives: [BufferID: Range<Int>] = [:]
  /// The number of the next statement.
  private var next = 0

  /// Finds the lives of the buffers of a program.
  init(_ body: [Statement]) {
    _ = visit(body)
  }

  /// Numbers the statements of a block; returns the buffers that are used there.
  private mutating func visit(_ block: [Statement]) -> Set<BufferID> {
    var here: [BufferID: Range<Int>] = [:]
    var all: Set<BufferID> = []
    for statement in block {
      let start = next
      next += 1
      let used =
        switch statement {
        case .loop(let loop): visit(loop.body)
        case .branch(_, let yes, let no): visitBoth(yes, no)
        default: Content([statement]).buffers
        }
      for buffer in used {
        if all.insert(buffer).inserted {
          here[buffer] = start..<next
          if lives[buffer] == nil { lives[buffer] = start..<next }
        } else {
          let first = here[buffer]?.lowerBound ?? start
          here[buffer] = first..<next
          lives[buffer] = first..<next
        }
      }
    }
    return all
  }

  /// Numbers the statements of two blocks of which one runs; what both use is in use in all of both.
  private mutating func visitBoth(_ yes: [Statement], _ no: [Statement]) -> Set<BufferID> {
    let start = next
    let first = visit(yes)
    let second = visit(no)
    for buffer in first.intersection(second) { lives[buffer] = start..<next }
    return first.union(second)
  }
}
