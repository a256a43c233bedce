import TheanoGraph
import TheanoOps

/// Where the loop of a Jacobian can begin: the derivatives of all elements of a vector by those of a vector
/// that it is computed from.
///
/// An expression begins with the identity, of which each step takes a row. What is computed element by element
/// from the product of a matrix and a vector has the matrix, its rows scaled, as derivative by that vector: the
/// steps take rows of that, and nothing is multiplied by zeros.
struct JacobianStart {
  /// The vector by which is differentiated, [k].
  let vector: Variable
  /// The derivatives, [n, k].
  let rows: Variable

  /// Finds the start for an expression; nil if it has to be the identity.
  /// - Complexity: O(nodes + edges)
  init?(_ expression: Variable, wrt: [Variable], considerConstant: [Variable]) throws {
    let constants = Set(considerConstant)
    let depending = JacobianStart.depending(in: expression, on: wrt, constants)
    var (current, scale): (Variable, Variable?) = (expression, nil)
    while let node = current.owner, !wrt.contains(current), current.isVectorOfFloats {
      let moving = Set(node.inputs.filter { depending.contains($0) && !constants.contains($0) })
      guard moving.count == 1, let operand = moving.first, operand.isVectorOfFloats else {
        return nil
      }
      if node.op is any ElementwiseOp {
        guard operand.type.broadcastable == current.type.broadcastable else { return nil }
        let terms = try node.op.pullback(node, [current.onesLike()])
        let own = zip(node.inputs, terms).compactMap { $0 == operand ? $1 : nil }
        guard let first = own.first else { return nil }
        let slope = own.dropFirst().reduce(first, +)
        if slope.error != nil { return nil }
        scale = scale.map { $0 * slope } ?? slope
        current = operand
        continue
      }
      guard node.op is Dot, let place = node.inputs.firstIndex(of: operand),
        node.inputs[1 - place].ndim == 2
      else { return nil }
      let matrix = node.inputs[1 - place]
      let derivative = place == 1 ? matrix : matrix.dimshuffle(1, 0)
      vector = operand
      rows = scale.map { $0.dimshuffle(0, "x") * derivative } ?? derivative
      if rows.dtype != operand.dtype { return nil }
      return
    }
    return nil
  }

  /// What an expression is made of that depends on `wrt`.
  private static func depending(
    in expression: Variable, on wrt: [Variable], _ constants: Set<Variable>
  ) -> Set<Variable> {
    var found = Set(wrt)
    for node in toposort([expression])
    where node.inputs.contains(where: { found.contains($0) && !constants.contains($0) }) {
      found.formUnion(node.outputs)
    }
    return found
  }
}

extension Variable {
  /// Whether this is a vector of real floats.
  fileprivate var isVectorOfFloats: Bool { ndim == 1 && dtype.isFloat }
}
