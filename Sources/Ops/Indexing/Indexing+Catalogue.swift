/// The operations that read and write parts of tensors, and that control evaluation.
package let indexingCatalogue: [any SampledOp] = [
  Subtensor(structure: .init([])),
  AdvancedSubtensor(structure: .init([])),
  IncSubtensor(structure: .init([]), isSet: true),
  AdvancedIncSubtensor(structure: .init([]), isSet: true),
  Positions(),
]
