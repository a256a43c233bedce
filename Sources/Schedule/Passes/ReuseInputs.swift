import TheanoLoopIR

/// Finds the results that can be made in the memory of an input which the caller does not need any more: the
/// new values of shared variables in that of the old ones.
///
/// A result qualifies if each of its elements is computed where no other element of the input is read any
/// more, and nothing can fail from there on, so that a call that fails has changed nothing.
func reuseInputs(_ program: inout LoopProgram, wanted: [Int: Int]) {
  var granted: [(result: Int, new: BufferID, old: BufferID)] = []
  for (result, input) in wanted.sorted(by: { $0.key < $1.key }) {
    guard let new = program.buffer(at: .result(result)),
      let old = program.buffer(at: .input(input)), program[new].dtype == program[old].dtype
    else { continue }
    moveToEnd(&program, new, old)
    if canReuse(program, new, old) {
      program.interface.reusable[result] = input
      granted.append((result, new, old))
    }
  }
  // What was moved later may read what an earlier result would replace.
  for (result, new, old) in granted where !canReuse(program, new, old) {
    program.interface.reusable[result] = nil
  }
}

/// Moves the statement that computes a buffer to the end, if nothing after it depends on it.
private func moveToEnd(_ program: inout LoopProgram, _ new: BufferID, _ old: BufferID) {
  let places = program.body.indices.filter { Content([program.body[$0]]).written.contains(new) }
  guard places.count == 1, let place = places.first, case .loop = program.body[place] else {
    return
  }
  let content = Content([program.body[place]])
  let later = program.body[(place + 1)...]
  if later.contains(where: { Content([$0]).depends(on: content) }) { return }
  program.body.append(program.body.remove(at: place))
}

/// Whether a result may be made in the memory of an input.
private func canReuse(_ program: LoopProgram, _ new: BufferID, _ old: BufferID) -> Bool {
  guard let start = program.body.firstIndex(where: { Content([$0]).written.contains(new) }) else {
    return false
  }
  for (offset, statement) in program.body[start...].enumerated() {
    let content = Content([statement])
    if content.canFail || content.hasEffects && content.buffers.contains(old) { return false }
    if offset > 0 && content.buffers.contains(old) { return false }
    if content.hasEffects && content.written.contains(new) { return false }
  }
  guard case .loop(let loop) = program.body[start] else { return false }
  var check = ElementCheck(new: new, old: old)
  check.visit(loop.body)
  return check.isRight
}

/// Looks whether every element of `old` that a loop reads is the one that the same run of statements writes
/// to `new` later.
private struct ElementCheck {
  let new: BufferID
  let old: BufferID
  private(set) var isRight = true

  init(new: BufferID, old: BufferID) {
    self.new = new
    self.old = old
  }

  /// Visits a list of statements that runs from the first to the last.
  mutating func visit(_ statements: [Statement]) {
    var loads: [[Access.Term]] = []
    var stored: [Access.Term]?
    for statement in statements {
      switch statement {
      case .define(_, let instruction):
        guard case .load(let access) = instruction.operation, access.buffer == old else { continue }
        loads.append(access.terms)
        if stored != nil { isRight = false }
      case .store(let access, _) where access.buffer == new:
        if stored != nil { isRight = false }
        stored = access.terms
      case .accumulate(let access, _, _) where access.buffer == new: isRight = false
      case .loop(let loop): visit(loop.body)
      case .branch(_, let yes, let no):
        let content = Content(yes + no)
        if content.buffers.contains(old) || content.buffers.contains(new) { isRight = false }
      default: continue
      }
    }
    if !loads.isEmpty && (stored == nil || loads.contains { $0 != stored }) { isRight = false }
  }
}

extension LoopProgram {
  /// The buffer in a place.
  fileprivate func buffer(at place: Buffer.Place) -> BufferID? {
    buffers.firstIndex { $0.place == place }.map { BufferID($0) }
  }
}
