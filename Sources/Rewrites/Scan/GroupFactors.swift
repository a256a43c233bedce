import TheanoGraph
import TheanoOps

extension Loop {
  /// Multiplies factors that are the same at each step first, so that their product can be computed outside.
  mutating func groupInvariantFactors() throws {
    let work = RowWork(self)
    var uses: [Variable: Int] = [:]
    for node in toposort(bodyOutputs) { for input in node.inputs { uses[input, default: 0] += 1 } }
    for output in bodyOutputs { uses[output, default: 0] += 1 }
    /// Whether a variable is a product that changes from step to step.
    func isProduct(_ variable: Variable) -> Bool {
      variable.owner?.op is Elementwise<Mul> && variable.dtype.isFloat && !isFixed(variable)
    }
    /// Whether a variable is the same at each step.
    func isFixed(_ variable: Variable) -> Bool { variable.isConstant || work.isInvariant(variable) }
    var inner: Set<Variable> = []
    var replacements: Replacements = [:]
    // Products that are factors of others come later.
    for node in toposort(bodyOutputs).reversed() {
      let product = node.output(0)
      guard isProduct(product), !inner.contains(product) else { continue }
      var (fixed, changing): ([Variable], [Variable]) = ([], [])
      var pending = Array(node.inputs.reversed())
      while let factor = pending.popLast() {
        if isProduct(factor), uses[factor] == 1, factor.dtype == product.dtype {
          inner.insert(factor)
          pending += factor.owner?.inputs.reversed() ?? []
        } else if isFixed(factor) {
          fixed.append(factor)
        } else {
          changing.append(factor)
        }
      }
      guard fixed.count > 1, fixed.contains(where: { !$0.isConstant }),
        (fixed + changing).allSatisfy({ $0.dtype == product.dtype }), let first = changing.first
      else { continue }
      let constant = fixed.dropFirst().reduce(fixed[0], *)
      replacements[product] = constant * changing.dropFirst().reduce(first, *)
    }
    if !replacements.isEmpty { try replace(replacements) }
  }
}
