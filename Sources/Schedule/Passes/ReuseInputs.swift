import TheanoLoopIR

/// Finds the results that can be made in the memory of an input which the caller does not need any more: the
/// new values of shared variables in that of the old ones.
///
/// A result qualifies if each of its elements is computed where no other element of the input is read any
/// more, and nothing can fail from there on, so that a call that fails has changed nothing.
func reuseInputs(_ program: inout LoopProgram, wanted: [Int: Int]) {
  if wanted.isEmpty { return }
  var pass = ReusePass(program)
  for (result, input) in wanted.sorted(by: { $0.key < $1.key }) {
    guard let new = pass.buffers[.result(result)], let old = pass.buffers[.input(input)],
      program[new].dtype == program[old].dtype
    else { continue }
    pass.moveToEnd(new)
    if pass.canReuse(new, old) { pass.granted.append((result, input, new, old)) }
  }
  // What was moved later may read what an earlier result would replace.
  for (result, input, new, old) in pass.granted where pass.canReuse(new, old) {
    program.interface.reusable[result] = input
  }
  program.body = pass.table.order.map { pass.table.statements[$0] }
}

/// A program in which the memory of inputs is looked for.
private struct ReusePass {
  var table: StatementTable
  /// The results that can be made in the memory of inputs, as far as is known.
  var granted: [(result: Int, input: Int, new: BufferID, old: BufferID)] = []
  /// The first buffer in each place.
  let buffers: [Buffer.Place: BufferID]
  /// The statements that can fail.
  private let failing: [Int]

  init(_ program: LoopProgram) {
    table = StatementTable(program)
    let pairs = program.buffers.enumerated().map { ($1.place, BufferID($0)) }
    buffers = Dictionary(pairs) { first, _ in first }
    failing = program.body.indices.filter { [table] in table.contents[$0].canFail }
  }

  /// Moves the statement that computes a buffer to the end, if nothing after it depends on it.
  mutating func moveToEnd(_ new: BufferID) {
    let writers = table.writers(of: new)
    guard writers.count == 1, case .loop = table.statements[writers[0]],
      !table.isNeededLater(writers[0])
    else { return }
    table.moveToEnd(writers[0])
  }

  /// Whether a result may be made in the memory of an input.
  func canReuse(_ new: BufferID, _ old: BufferID) -> Bool {
    let writers = table.writers(of: new)
    guard let start = writers.min(by: table.isBefore),
      case .loop(let loop) = table.statements[start]
    else { return false }
    let content = table.contents[start]
    if content.canFail || content.hasEffects && content.buffers.contains(old) { return false }
    if writers.contains(where: { table.contents[$0].hasEffects }) { return false }
    // Nothing fails later, and nothing reads the old value later.
    let later = failing + table.users(of: old)
    if later.contains(where: { table.isBefore(start, $0) }) { return false }
    var check = ElementCheck(new: new, old: old)
    check.visit(loop.body)
    return check.isRight
  }
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
