import TheanoLoopIR

/// Makes temporary memory that each iteration of a loop uses only for itself as large as one iteration needs.
func shrinkBuffers(_ program: inout LoopProgram) {
  // All loops in which each buffer is used, outermost first, as long as they are the same for all uses.
  var nests: [BufferID: [Loop.Header]] = [:]
  var accesses: [BufferID: [Access]] = [:]
  var pinned: Set<BufferID> = []
  collect(program.body, [], &nests, &accesses, &pinned)
  var dropped: [BufferID: Set<Value>] = [:]
  for index in program.buffers.indices {
    let id = BufferID(index)
    guard case .slot = program.buffers[index].place, !pinned.contains(id), let nest = nests[id],
      var uses = accesses[id]
    else { continue }
    for loop in nest {
      guard loop.kind != .serial, let stride = commonFirstStride(uses, loop.index) else { break }
      dropped[id, default: []].insert(loop.index)
      uses = uses.map { Access($0.buffer, Array($0.terms.dropFirst())) }
      program.buffers[index].size = stride
      // The outermost loop is one whose iterations may run at the same time.
      program.buffers[index].place = .slot(-1, perWorker: true)
    }
  }
  if dropped.isEmpty { return }
  program.body = program.body.map { shrunk($0, dropped, program.buffers) }
}

extension Loop {
  /// What there is to know about a loop without its body.
  fileprivate struct Header: Equatable {
    var index: Value
    var kind: Kind
  }
}

/// The stride of a loop's index, if it is the first term of all places.
private func commonFirstStride(_ uses: [Access], _ index: Value) -> Stride? {
  guard let stride = uses.first?.terms.first?.stride else { return nil }
  return uses.allSatisfy {
    $0.terms.first?.value == index && $0.terms.first?.stride == stride
      && !$0.terms.dropFirst().contains { $0.value == index }
  } ? stride : nil
}

/// Finds where each buffer is used.
private func collect(
  _ statements: [Statement], _ nest: [Loop.Header], _ nests: inout [BufferID: [Loop.Header]],
  _ accesses: inout [BufferID: [Access]], _ pinned: inout Set<BufferID>
) {
  for statement in statements {
    switch statement {
    case .loop(let loop):
      collect(
        loop.body, nest + [Loop.Header(index: loop.index, kind: loop.kind)], &nests, &accesses,
        &pinned)
    case .branch(_, let yes, let no): collect(yes + no, nest, &nests, &accesses, &pinned)
    case .product, .evaluate: statement.forEachAccess { pinned.insert($0.buffer) }
    case .reserve(let buffer, _):
      // Memory that is asked for in a loop has its size there.
      if !nest.isEmpty { pinned.insert(buffer) }
    default:
      statement.forEachAccess { access in
        accesses[access.buffer, default: []].append(access)
        let known = nests[access.buffer] ?? nest
        let same = zip(known, nest).prefix { $0 == $1 }.map(\.0)
        nests[access.buffer] = same
      }
    }
  }
}

/// Returns a statement with the terms of loops dropped from places in memory.
private func shrunk(
  _ statement: Statement, _ dropped: [BufferID: Set<Value>], _ buffers: [Buffer]
) -> Statement {
  if case .reserve(let buffer, _) = statement, dropped[buffer] != nil {
    return .reserve(buffer, buffers[buffer.index].size)
  }
  if case .loop = statement {
    return statement.mappingBodies { $0.map { shrunk($0, dropped, buffers) } }
  }
  if case .branch = statement {
    return statement.mappingBodies { $0.map { shrunk($0, dropped, buffers) } }
  }
  return statement.mappingAccesses { access in
    guard let values = dropped[access.buffer] else { return access }
    return Access(access.buffer, access.terms.filter { !values.contains($0.value) })
  }
}
