import TheanoLoopIR

/// Merges loops over the same range, so that what one leaves in memory for another need not stay there.
func mergeLoops(_ program: inout LoopProgram) {
  program.body = merged(program.body)
}

/// The most statements that a merged loop may have: compilers take long over more.
private let largestBody = 600

/// Returns statements with their loops merged, outer ones first.
private func merged(_ statements: [Statement]) -> [Statement] {
  var list = MergeList()
  for statement in statements { list.add(statement) }
  return list.statements.map { $0.mappingBodies(merged) }
}

/// A list of statements to which others are added, a loop as part of an earlier one where that is right.
private struct MergeList {
  private(set) var statements: [Statement] = []
  private var contents: [Content] = []
  /// How far back an earlier loop is looked for.
  private let reach = 40

  /// Adds a statement.
  mutating func add(_ statement: Statement) {
    let content = Content([statement])
    if case .loop(let loop) = statement, loop.kind != .serial, !content.hasEffects,
      merge(loop, content)
    {
      return
    }
    statements.append(statement)
    contents.append(content)
  }

  /// Merges a loop with the last one that it can be merged with; returns whether there is one.
  private mutating func merge(_ loop: Loop, _ content: Content) -> Bool {
    // What stands between and has to come before, and what the loop then depends on.
    var needed: [Int] = []
    var needs = [content]
    for place in statements.indices.reversed().prefix(reach) {
      let between = contents[place]
      if case .loop(let earlier) = statements[place], earlier.kind != .serial,
        earlier.count == loop.count, !between.hasEffects,
        needed.allSatisfy({ !contents[$0].depends(on: between) }),
        let merged = combined(earlier, between, loop, content)
      {
        take(merged, at: place, after: needed, adding: content, of: loop)
        return true
      }
      // That places are in range may follow from any check.
      if statements[place].protects || needs.contains(where: { $0.depends(on: between) }) {
        // Only what computes nothing in memory can move before a loop.
        guard statements[place].isMovable else { return false }
        needed.append(place)
        needs.append(between)
      }
    }
    return false
  }

  /// Puts a merged loop at a place, behind the statements that it needs; `content` is that of the loop that it
  /// has taken in.
  private mutating func take(
    _ loop: Loop, at place: Int, after needed: [Int], adding content: Content, of other: Loop
  ) {
    let moved = needed.sorted()
    let movedStatements = moved.map { statements[$0] }
    let movedContents = moved.map { contents[$0] }
    for index in moved.reversed() {
      statements.remove(at: index)
      contents.remove(at: index)
    }
    statements[place] = .loop(loop)
    contents[place].formUnion(content, replacing: other.index, with: loop.index)
    statements.insert(contentsOf: movedStatements, at: place)
    contents.insert(contentsOf: movedContents, at: place)
  }

  /// Returns both loops as one, if each iteration of the second needs nothing that another iteration of the
  /// first leaves, and they have memory in common.
  private func combined(
    _ a: Loop, _ contentA: Content, _ b: Loop, _ contentB: Content
  ) -> Loop? {
    let common = contentA.buffers.intersection(contentB.buffers)
    guard !common.isEmpty, contentA.freeRegisters.isDisjoint(with: contentB.freeRegisters),
      a.size + b.size <= largestBody
    else { return nil }
    let shared = common.filter { contentA.written.contains($0) || contentB.written.contains($0) }
    if !shared.isEmpty {
      var strides: [BufferID: Stride] = [:]
      var isRight = true
      func visit(_ index: Value) -> (Access) -> Void {
        { access in
          guard shared.contains(access.buffer) else { return }
          guard let stride = access.stride(of: index) else { return isRight = false }
          if strides.updateValue(stride, forKey: access.buffer) ?? stride != stride {
            isRight = false
          }
        }
      }
      for statement in a.body { statement.forEachAccess(visit(a.index)) }
      for statement in b.body { statement.forEachAccess(visit(b.index)) }
      if !isRight { return nil }
    }
    var loop = a
    loop.kind = a.kind == .summing || b.kind == .summing ? .summing : a.kind
    loop.body += b.body.map { statement in
      statement.mapping { $0 == b.index ? a.index : $0 }
    }
    return loop
  }
}

extension Loop {
  /// The number of statements inside.
  var size: Int { body.reduce(1) { $0 + $1.size } }
}

extension Statement {
  /// The number of statements in this one.
  var size: Int {
    switch self {
    case .loop(let loop): loop.size
    case .branch(_, let yes, let no): (yes + no).reduce(1) { $0 + $1.size }
    default: 1
    }
  }

  /// Whether it may come earlier, as long as what it needs is there.
  fileprivate var isMovable: Bool {
    switch self {
    case .define, .declare, .reserve, .check, .comment, .lengths: true
    default: false
    }
  }

  /// Whether what follows may access memory that is not there if this does not come before.
  fileprivate var protects: Bool {
    if case .check(_, _, isLate: false) = self { true } else { false }
  }
}

extension Content {
  /// Whether these statements must come after `other`.
  func depends(on other: Content) -> Bool {
    !values.isDisjoint(with: other.defined) || !registers.isDisjoint(with: other.registers)
      || !registers.isDisjoint(with: other.declared) || !buffers.isDisjoint(with: other.written)
      || !written.isDisjoint(with: other.buffers) || !buffers.isDisjoint(with: other.reserved)
  }
}
