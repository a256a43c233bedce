import TheanoLoopIR

/// The statements of a program by number, with what each reads and writes, and where buffers are used: so that
/// passes need not look at all others for each.
struct StatementTable {
  /// The statements; their numbers stay the same.
  let statements: [Statement]
  /// What each reads and writes.
  let contents: [Content]
  /// The numbers of the statements that use each buffer, in their first order.
  private let users: [BufferID: [Int]]
  /// The same for registers.
  private let registerUsers: [Register: [Int]]
  /// The place of each statement in the program's order; later ones are larger.
  private var places: [Int]
  private var last: Int

  /// Makes the table of a program.
  init(_ program: LoopProgram) {
    statements = program.body
    contents = statements.map { Content([$0]) }
    var users: [BufferID: [Int]] = [:]
    var registerUsers: [Register: [Int]] = [:]
    for (number, content) in contents.enumerated() {
      for buffer in content.buffers { users[buffer, default: []].append(number) }
      for register in content.registers.union(content.declared) {
        registerUsers[register, default: []].append(number)
      }
    }
    self.users = users
    self.registerUsers = registerUsers
    places = Array(statements.indices)
    last = statements.count - 1
  }

  /// The statements that use a buffer.
  func users(of buffer: BufferID) -> [Int] { users[buffer] ?? [] }

  /// The statements that write a buffer.
  func writers(of buffer: BufferID) -> [Int] {
    users(of: buffer).filter { contents[$0].written.contains(buffer) }
  }

  /// Whether a statement comes before another.
  func isBefore(_ a: Int, _ b: Int) -> Bool { places[a] < places[b] }

  /// Whether something after a loop must come after it.
  func isNeededLater(_ loop: Int) -> Bool {
    let content = contents[loop]
    let changed = content.written.union(content.reserved)
    // Nobody reads the values that a loop defines.
    let related =
      content.buffers.flatMap { changed.contains($0) ? users(of: $0) : writers(of: $0) }
      + content.registers.flatMap { registerUsers[$0] ?? [] }
    return related.contains { isBefore(loop, $0) }
  }

  /// Moves a statement to the end.
  mutating func moveToEnd(_ number: Int) {
    last += 1
    places[number] = last
  }

  /// The numbers of the statements in their order.
  var order: [Int] { statements.indices.sorted { places[$0] < places[$1] } }
}
