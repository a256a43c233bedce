/// Walks over graphs; all of them use explicit stacks, so that depth is no limit.

/// Returns the nodes that `outputs` need, each after the nodes it needs itself.
///
/// Walks stop at `blockers`, which count as inputs.
/// - Complexity: O(nodes + edges)
public func toposort(_ outputs: [Variable], blockers: Set<Variable> = []) -> [Apply] {
  var order: [Apply] = []
  var seen: Set<ObjectIdentifier> = []
  var stack: [(node: Apply, next: Int)] = []
  let none = blockers.isEmpty

  func enter(_ variable: Variable) {
    guard let owner = variable.owner, none || !blockers.contains(variable) else { return }
    if seen.insert(ObjectIdentifier(owner)).inserted { stack.append((owner, 0)) }
  }
  for output in outputs {
    enter(output)
    while let (node, next) = stack.last {
      if next < node.inputs.count {
        stack[stack.count - 1].next += 1
        enter(node.inputs[next])
      } else {
        stack.removeLast()
        order.append(node)
      }
    }
  }
  return order
}

/// Returns every variable that `outputs` depend on, themselves included, outputs first.
///
/// - Complexity: O(nodes + edges)
public func ancestors(_ outputs: [Variable], blockers: Set<Variable> = []) -> [Variable] {
  var found: [Variable] = []
  var seen: Set<Variable> = []
  var pending = Array(outputs.reversed())
  while let variable = pending.popLast() {
    guard seen.insert(variable).inserted else { continue }
    found.append(variable)
    if let owner = variable.owner, !blockers.contains(variable) {
      pending.append(contentsOf: owner.inputs.reversed())
    }
  }
  return found
}

/// Returns the leaves that `outputs` depend on: inputs, constants and shared variables, and `blockers`.
///
/// - Complexity: O(nodes + edges)
public func graphInputs(_ outputs: [Variable], blockers: Set<Variable> = []) -> [Variable] {
  var found: [Variable] = []
  var seen: Set<Variable> = []
  func visit(_ variable: Variable) {
    guard variable.owner == nil || !blockers.isEmpty && blockers.contains(variable) else { return }
    if seen.insert(variable).inserted { found.append(variable) }
  }
  outputs.forEach(visit)
  for node in toposort(outputs, blockers: blockers) { node.inputs.forEach(visit) }
  return found
}

/// Returns whether `variable` depends on `other`, or is it.
///
/// - Complexity: O(nodes + edges)
public func isAncestor(_ other: Variable, of variable: Variable) -> Bool {
  if other == variable { return true }
  var seen: Set<Variable> = []
  var pending = [variable]
  while let next = pending.popLast() {
    guard seen.insert(next).inserted else { continue }
    if next == other { return true }
    pending.append(contentsOf: next.owner?.inputs ?? [])
  }
  return false
}
