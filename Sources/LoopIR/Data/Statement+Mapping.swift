extension Statement {
  /// Returns this statement with other values in place of those it reads.
  package func mapping(_ change: (Value) -> Value) -> Statement {
    switch self {
    case .define(let value, let instruction): return .define(value, instruction.mapping(change))
    case .declare(let register, let value): return .declare(register, change(value))
    case .assign(let register, let value): return .assign(register, change(value))
    case .combine(let register, let combination, let value):
      return .combine(register, combination, change(value))
    case .store(let access, let value): return .store(access.mapping(change), change(value))
    case .accumulate(let access, let combination, let value):
      return .accumulate(access.mapping(change), combination, change(value))
    case .loop(var loop):
      loop.count = change(loop.count)
      loop.body = loop.body.map { $0.mapping(change) }
      return .loop(loop)
    case .branch(let condition, let yes, let no):
      return .branch(
        change(condition), yes.map { $0.mapping(change) }, no.map { $0.mapping(change) })
    case .exit(let condition): return .exit(change(condition))
    case .reserve(let buffer, let size): return .reserve(buffer, size.mapping(change))
    case .check(let condition, let number, let isLate):
      return .check(change(condition), number, isLate: isLate)
    case .product(var product):
      product.m = change(product.m)
      product.n = change(product.n)
      product.k = change(product.k)
      product.alpha = change(product.alpha)
      product.beta = change(product.beta)
      product.a = product.a.mapping(change)
      product.b = product.b.mapping(change)
      product.c = product.c.mapping(change)
      return .product(product)
    case .evaluate(var evaluation):
      evaluation.operands = evaluation.operands.map {
        ($0.start.mapping(change), $0.lengths.map(change))
      }
      return .evaluate(evaluation)
    case .lengths(let result, let lengths): return .lengths(result: result, lengths.map(change))
    case .comment: return self
    }
  }

  /// The lists of statements inside, changed by `body`.
  package func mappingBodies(_ body: ([Statement]) -> [Statement]) -> Statement {
    switch self {
    case .loop(var loop):
      loop.body = body(loop.body)
      return .loop(loop)
    case .branch(let condition, let yes, let no): return .branch(condition, body(yes), body(no))
    default: return self
    }
  }

  /// Calls `visit` with each place in memory that is read or written, here and inside.
  package func forEachAccess(_ visit: (Access) -> Void) {
    switch self {
    case .define(_, let instruction):
      if case .load(let access) = instruction.operation { visit(access) }
    case .store(let access, _), .accumulate(let access, _, _): visit(access)
    case .loop(let loop): for statement in loop.body { statement.forEachAccess(visit) }
    case .branch(_, let yes, let no): for statement in yes + no { statement.forEachAccess(visit) }
    case .product(let product):
      for operand in [product.a, product.b, product.c] { visit(operand.start) }
    case .evaluate(let evaluation):
      for operand in evaluation.operands { visit(operand.start) }
      for result in evaluation.results { visit(Access(result.buffer, [])) }
    default: break
    }
  }

  /// Returns this statement with other places in memory.
  package func mappingAccesses(_ change: (Access) -> Access) -> Statement {
    switch self {
    case .define(let value, var instruction):
      if case .load(let access) = instruction.operation {
        instruction.operation = .load(change(access))
      }
      return .define(value, instruction)
    case .store(let access, let value): return .store(change(access), value)
    case .accumulate(let access, let combination, let value):
      return .accumulate(change(access), combination, value)
    case .loop, .branch: return mappingBodies { $0.map { $0.mappingAccesses(change) } }
    case .product(var product):
      product.a.start = change(product.a.start)
      product.b.start = change(product.b.start)
      product.c.start = change(product.c.start)
      return .product(product)
    case .evaluate(var evaluation):
      evaluation.operands = evaluation.operands.map { (change($0.start), $0.lengths) }
      return .evaluate(evaluation)
    default: return self
    }
  }
}

extension Stride {
  /// Returns this product with other values in place of the lengths.
  package func mapping(_ change: (Value) -> Value) -> Stride {
    Stride(factor: factor, lengths: lengths.map(change).sorted { $0.id < $1.id })
  }
}

extension MatrixProduct.Operand {
  /// Returns this operand with other values in place of its own.
  package func mapping(_ change: (Value) -> Value) -> MatrixProduct.Operand {
    .init(
      start: start.mapping(change), rowStride: rowStride.mapping(change),
      columnStride: columnStride.mapping(change))
  }
}
