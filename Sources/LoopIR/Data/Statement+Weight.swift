extension Statement {
  /// About how much a compiler has to do for it: 1 for an instruction.
  package var weight: Int {
    switch self {
    case .define(_, let instruction):
      // Functions are written out where they are called.
      if case .call = instruction.operation { 10 } else { 1 }
    case .loop(let loop): 10 + loop.body.weight
    case .branch(_, let yes, let no): 1 + yes.weight + no.weight
    case .product, .evaluate: 10
    case .comment: 0
    case .declare, .assign, .combine, .store, .accumulate, .exit, .reserve, .check, .lengths: 1
    }
  }
}

extension [Statement] {
  /// About how much a compiler has to do for these statements.
  package var weight: Int { reduce(0) { $0 + $1.weight } }
}
