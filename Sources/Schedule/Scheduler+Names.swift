import TheanoGraph
import TheanoLoopIR

/// What programs say about themselves.
extension Scheduler {
  /// What a node computes, for people: a name, the expression, the user's line.
  static func description(_ output: Variable, _ call: Apply) -> String {
    let name = output.name.map { "\($0) = " } ?? ""
    let text = pp(output, limit: 80)
    return "\(name)\(text)\(call.site.isUnknown ? "" : " (\(call.site))")"
  }

  /// Returns what finds out what the checks of a node belong to.
  func origin(of call: Apply) -> () -> CheckOrigin {
    let describes = describes
    return {
      let output = call.outputs.first
      let expression = describes ? output.map { Scheduler.description($0, call) } : nil
      return CheckOrigin(call.op.name, expression: expression ?? "")
    }
  }

  /// A text for people, and for names in the program.
  func label(_ variable: Variable) -> String { variable.name ?? variable.owner?.op.name ?? "t" }
}
