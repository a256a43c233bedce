import TheanoArrays
import TheanoGraph
import TheanoOps

extension Loop {
  /// What is the same at each step is computed once, outside.
  mutating func moveOutInvariants() throws -> Bool {
    try groupInvariantFactors()
    let work = RowWork(self)
    let inner = Set(invariants.map(\.inner))
    let order = toposort(bodyOutputs)
    var read: [Variable] = []
    // A literal that is no constant, such as a choice of two, has its dtype from what is beside it.
    for node in order where !work.isInvariant(node.output(0)) || node.outputTypes[0].isWeak {
      read += node.inputs
    }
    read += bodyOutputs
    var seen: Set<Variable> = []
    let targets = read.filter {
      !inner.contains($0) && !$0.type.isWeak && work.isInvariant($0) && !$0.isRepeatedNumber
        && seen.insert($0).inserted
    }
    // What depends on constants alone is folded elsewhere, or too large to be.
    let moved = targets.filter { !graphInputs([$0]).allSatisfy(\.isConstant) }
    if moved.isEmpty { return false }
    var outer: [Variable: Variable] = [:]
    for invariant in invariants { outer[invariant.inner] = invariant.outer }
    try work.compute(moved, in: &outer)
    var replacements: Replacements = [:]
    for old in moved {
      guard let value = outer[old]?.standing(for: old.type.strong) else { continue }
      let new = Variable(old.type, name: old.name)
      invariants.append(Invariant(inner: new, outer: value))
      replacements[old] = new
    }
    try replace(replacements)
    return !replacements.isEmpty
  }
}

extension Variable {
  /// Whether this is a number for each element: quickly made, where and as often as it is needed.
  fileprivate var isRepeatedNumber: Bool {
    owner.map { $0.op is Alloc && $0.inputs[0].isNumber } ?? false
  }
}
