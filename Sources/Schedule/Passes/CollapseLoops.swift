import TheanoArrays
import TheanoLoopIR

/// Makes one loop of two that go through memory without a gap.
func collapseLoops(_ program: inout LoopProgram) {
  let body = program.body
  var counts: [Value: Stride] = [:]
  program.body = collapsed(body, &program, &counts)
}

/// Returns statements with their loops collapsed; the numbers of iterations are defined before them, and
/// `counts` has the lengths that they are products of.
private func collapsed(
  _ statements: [Statement], _ program: inout LoopProgram, _ counts: inout [Value: Stride]
) -> [Statement] {
  var result: [Statement] = []
  for statement in statements {
    guard case .loop(var loop) = statement else {
      result.append(
        statement.mappingBodies { collapsed($0, &program, &counts) })
      continue
    }
    loop.body = collapsed(loop.body, &program, &counts)
    while let (pair, count) = collapse(loop, &program, &counts) {
      result.append(contentsOf: count)
      loop = pair
    }
    result.append(.loop(loop))
  }
  return result
}

/// Returns a loop that holds only another as one, with the definition of how often it runs.
private func collapse(
  _ outer: Loop, _ program: inout LoopProgram, _ counts: inout [Value: Stride]
) -> (Loop, [Statement])? {
  let comments = outer.body.filter { if case .comment = $0 { true } else { false } }
  let rest = outer.body.filter { if case .comment = $0 { false } else { true } }
  guard outer.kind == .free || outer.kind == .summing, rest.count == 1,
    case .loop(let inner) = rest[0], inner.kind == outer.kind, inner.count != outer.index
  else { return nil }
  let content = Content(inner.body)
  if content.hasEffects { return nil }
  let innerCount = program.size(inner.count, counts)
  var isRight = true
  for statement in inner.body {
    statement.forEachAccess { access in
      let (a, b) = (access.stride(of: outer.index), access.stride(of: inner.index))
      switch (a, b) {
      case (let a?, let b?):
        if a != b.times(innerCount) { isRight = false }
      case (nil, nil):
        // An index may also be there more than once.
        let both = [outer.index, inner.index]
        if access.terms.contains(where: { both.contains($0.value) }) { isRight = false }
      default: isRight = false
      }
    }
    if statement.usesOutsideAddresses([outer.index, inner.index]) { isRight = false }
  }
  guard isRight else { return nil }
  let index = program.freshValue(.int64)
  let count = program.freshValue(.int64)
  let body = inner.body.map { statement in
    statement.mappingAccesses { access in
      Access(
        access.buffer,
        access.terms.compactMap { term in
          if term.value == outer.index { return nil }
          return term.value == inner.index ? Access.Term(index, term.stride) : term
        })
    }
  }
  let total = program.size(outer.count, counts).times(innerCount)
  counts[count] = total
  let definition = Statement.define(
    count,
    total.lengths.isEmpty && total.factor < .max
      ? Instruction(.integer(Int128(total.factor)))
      : Instruction(.multiply, [outer.count, inner.count]))
  return (Loop(index, count: count, kind: outer.kind, body: comments + body), [definition])
}

extension Statement {
  /// Whether any of these values is read other than as part of a place in memory.
  fileprivate func usesOutsideAddresses(_ values: Set<Value>) -> Bool {
    let stripped = mappingAccesses {
      Access($0.buffer, $0.terms.filter { !values.contains($0.value) })
    }
    return !Content([stripped]).values.isDisjoint(with: values)
  }
}

extension LoopProgram {
  /// The lengths that a number of iterations is the product of.
  fileprivate func size(_ count: Value, _ counts: [Value: Stride]) -> Stride {
    // Lengths that are known are defined in the program itself.
    counts[count] ?? Stride.one.times(count, known: constants[count])
  }
}
