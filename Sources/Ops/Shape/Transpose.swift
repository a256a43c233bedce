import TheanoArrays
import TheanoGraph

/// Returns `x` with its axes in the order `axes`, reversed by default.
public func transpose(_ x: Variable, axes: [Int]? = nil) -> Variable { x.transpose(axes) }

/// Returns `x` with two axes exchanged; negative ones count from the end.
public func swapaxes(_ x: Variable, _ axis1: Int, _ axis2: Int) -> Variable {
  x.swapaxes(axis1, axis2)
}

/// Returns `x` with the axis `source` moved to the place `destination`, the others in their order.
public func moveaxis(_ x: Variable, _ source: Int, _ destination: Int) -> Variable {
  moveaxis(x, [source], [destination])
}

/// Returns `x` with the axes `source` moved to the places `destination`, the others in their order.
public func moveaxis(_ x: Variable, _ source: [Int], _ destination: [Int]) -> Variable {
  building("moveaxis", [x]) {
    let from = try source.map { try normalizedAxis($0, ndim: x.ndim) }
    let to = try destination.map { try normalizedAxis($0, ndim: x.ndim) }
    guard from.count == to.count, Set(from).count == from.count, Set(to).count == to.count else {
      throw GraphError(
        .axis,
        "`source` and `destination` arguments must have the same number of elements, each of them once:"
          + " \(source) and \(destination).")
    }
    var order = (0..<x.ndim).filter { !from.contains($0) }
    for (place, axis) in zip(to, from).sorted(by: { $0.0 < $1.0 }) {
      order.insert(axis, at: place)
    }
    return x.transpose(order)
  }
}

extension Variable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// This tensor with its axes in reverse order.
  public var T: Variable { transpose() }

  /// This tensor with its last two axes exchanged.
  public var mT: Variable {
    building("matrixTranspose", [self]) {
      if ndim < 2 {
        throw GraphError(
          .type, "A matrix transpose needs at least two axes, and \(self) is \(type).")
      }
      return swapaxes(-1, -2)
    }
  }

  /// This tensor with its axes in the order `axes`, reversed by default; negative ones count from the end.
  public func transpose(_ axes: [Int]? = nil) -> Variable {
    building("transpose", [self]) {
      let order = try axes.map { try $0.map { try normalizedAxis($0, ndim: ndim) } }
      let target = order ?? (0..<ndim).reversed()
      guard target.count == ndim, Set(target).count == ndim else {
        throw GraphError(.axis, "axes \(axes ?? []) don't match \(type): each axis occurs once.")
      }
      return target == Array(0..<ndim) ? self : dimshuffle(target.map { .axis($0) })
    }
  }

  /// This tensor with its axes in the order given; negative ones count from the end.
  public func transpose(_ first: Int, _ others: Int...) -> Variable { transpose([first] + others) }

  /// This tensor with two axes exchanged; negative ones count from the end.
  public func swapaxes(_ axis1: Int, _ axis2: Int) -> Variable {
    building("swapaxes", [self]) {
      var order = Array(0..<ndim)
      order.swapAt(
        try normalizedAxis(axis1, ndim: ndim), try normalizedAxis(axis2, ndim: ndim))
      return transpose(order)
    }
  }
}
