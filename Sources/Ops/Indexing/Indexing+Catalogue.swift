/// The operations that read and write parts of tensors, and that control evaluation.
package let indexingCatalogue: [any SampledOp] = []
