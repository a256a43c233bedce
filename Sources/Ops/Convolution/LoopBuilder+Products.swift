import TheanoArrays
import TheanoLoopIR

/// Products of matrices that are parts of larger work.
extension LoopBuilder {
  /// What happens to the elements of a product's result that were there before.
  enum FormerElements {
    /// They are not read.
    case replaced
    /// The product is added to them.
    case kept
    /// It is added to them if the value is true.
    case keptIf(Value)
  }

  /// Adds the product of matrices `[m, k]` and `[k, n]`, for dtypes of which there is a routine by that, for
  /// others by loops, whose sums have the dtype in which native code computes.
  func multiply(
    _ dtype: DType, m: Value, n: Value, k: Value, _ a: MatrixProduct.Operand,
    _ b: MatrixProduct.Operand, into c: MatrixProduct.Operand, _ former: FormerElements
  ) {
    if dtype.hasProductRoutine {
      let beta =
        switch former {
        case .replaced: real(0, dtype)
        case .kept: real(1, dtype)
        case .keptIf(let condition): select(condition, real(1, dtype), real(0, dtype))
        }
      return add(
        .product(
          MatrixProduct(
            dtype, m: canonical(m), n: canonical(n), k: canonical(k), alpha: real(1, dtype),
            beta: beta, a: a, b: b, c: c)))
    }
    loops([m, n]) { place in
      let total = register(constant(0, dtype.computing))
      loop(k) { term in
        let left = load(a.at(place[0], term, self), dtype.computing)
        let right = load(b.at(term, place[1], self), dtype.computing)
        add(.combine(total, .sum, self.multiply(left, right)))
      }
      let access = c.at(place[0], place[1], self)
      let target = buffers[access.buffer.index].dtype
      let value = convert(read(total), target)
      switch former {
      case .replaced: add(.store(access, value))
      case .kept: add(.accumulate(access, .sum, value))
      case .keptIf(let condition):
        let old = emit(Instruction(.load(access)), target)
        add(.store(access, select(condition, self.add(old, value), value)))
      }
    }
  }

  /// An element of memory in a dtype.
  private func load(_ access: Access, _ dtype: DType) -> Value {
    convert(emit(Instruction(.load(access)), buffers[access.buffer.index].dtype), dtype)
  }
}

extension MatrixProduct.Operand {
  /// The place of an element.
  fileprivate func at(_ row: Value, _ column: Value, _ b: LoopBuilder) -> Access {
    var access = start
    for (place, stride) in [(row, rowStride), (column, columnStride)] {
      let place = b.canonical(place)
      if b.known(place) != 0 && stride.factor != 0 { access.terms.append(.init(place, stride)) }
    }
    return access
  }
}

extension DType {
  /// Whether there is a routine for products of matrices of this dtype.
  var hasProductRoutine: Bool { self == .float32 || self == .float64 }
}
