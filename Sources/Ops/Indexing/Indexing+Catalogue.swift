/// The operations that read and write parts of tensors, and that control evaluation.
package let indexingCatalogue: [any SampledOp] = [
  Subtensor(structure: .init([])),
  AdvancedSubtensor(structure: .init([])),
  IncSubtensor(structure: .init([]), isSet: true),
  AdvancedIncSubtensor(structure: .init([]), isSet: true),
  Positions(),
  IfElse(counts: [1, 1]),
  Print(message: "", attributes: []),
  Assert(message: ""),
  Raise(message: ""),
  GradientShaping.clip(low: -1, high: 1),
  GradientShaping.scale(-1),
  GradientShaping.zero,
  GradientShaping.disconnected,
  GradientShaping.undefined,
  UserOp.sample,
]
