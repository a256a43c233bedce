import Theano

// Steps of random graphs that move, take, write and multiply.

extension RandomGraph {
  /// Another order or grouping of elements.
  mutating func layoutStep() -> Variable? {
    guard let x = pick() else { return nil }
    switch (x.ndim, Int.random(in: 0..<8, using: &generator)) {
    case (0, _): return x.dimshuffle("x")
    case (1, 0): return x.dimshuffle("x", 0)
    case (1, 1): return x.dimshuffle(0, "x")
    case (1, 2): return x.reshape([-1])
    case (1, 3): return x.reshape([1, x.shape[0]])
    case (1, 4): return stack([x, x * 2])
    case (1, 5): return x.dimshuffle("x", 0).dimshuffle(1)
    case (1, _): return concatenate([x, x])
    case (2, 0): return x.T
    case (2, 1): return exp(x.T).T
    case (2, 2): return x.flatten()
    case (2, 3): return x.reshape([x.shape[1], x.shape[0]])
    case (2, 4): return x.dimshuffle(0, "x", 1)
    case (2, 5): return (x.T * 2).reshape([-1])
    case (2, 6): return x.reshape(x.shape)
    case (2, _):
      guard let y = pick(where: { $0.ndim == 2 }) else { return nil }
      return join(Int.random(in: 0...1, using: &generator), x, y, x)
    case (_, 0): return x.flatten(ndim: 2)
    case (_, 1): return x.flatten()
    case (_, 2):
      if let one = x.type.shape.firstIndex(of: 1) {
        return x.dimshuffle(x.type.shape.indices.filter { $0 != one }.map { .axis($0) })
      }
      return x.sum(axis: 0)
    case (_, 3): return x.sum(axis: [0, 1])
    default: return x.transpose(Array((0..<x.ndim).reversed()))
    }
  }

  /// A part of a tensor.
  mutating func partStep() -> Variable? {
    guard let x = pick(where: { $0.ndim > 0 }) else { return nil }
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: return x[0]
    case 1: return x[-1]
    case 2: return x[1...]
    case 3: return x[.stride(by: -1)]
    case 4: return x[.stride(by: 2)]
    case 5: return x[.ellipsis, 0]
    case 6: return x[1..<3][0]
    case 7: return x[0..<1]
    case 8: return x[.stride(by: -1)][.stride(by: -1)]
    case 9: return x[[0, 0]]
    case 10: return x[1...][..<2]
    default: return exp(x)[0..<2]
    }
  }

  /// A tensor with a part written or added to.
  mutating func writingStep() -> Variable? {
    guard let x = pick(where: { $0.ndim > 0 && $0.dtype != .bool }) else { return nil }
    let part: Variable
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: part = x[0]
    case 1: part = x[1...]
    case 2: part = x[.stride(by: -1)]
    case 3: part = x[.stride(by: 2)]
    case 4: part = x[[0, 0]]
    default: part = x[.all]
    }
    let new: Variable
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: new = 0
    case 1: new = 2
    case 2: new = part * 2
    default: new = pick(where: { $0.ndim == 0 && $0.dtype == x.dtype }) ?? 1
    }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return incSubtensor(part, new)
    case 1: return setSubtensor(part, new)
    case 2: return incSubtensor(zerosLike(x)[0], new)
    case 3: return setSubtensor(x[0], new)[0]
    default: return setSubtensor(part, part + new)
    }
  }

  /// A product of matrices.
  mutating func productStep() -> Variable? {
    guard let x = pick(where: { $0.ndim > 0 && $0.dtype.isFloat }) else { return nil }
    guard let y = pick(where: { $0.ndim > 0 && $0.dtype == x.dtype }) else { return nil }
    switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1: return dot(x, y)
    case 2: return dot(x, y.T)
    case 3: return dot(x.T, y)
    case 4: return dot(x, y.T)[0]
    case 5: return dot(x, y.T).T
    default: return x.ndim == 1 && y.ndim == 1 ? outer(x, y) : 0.5 * dot(x.T, y) + 1
    }
  }
}
