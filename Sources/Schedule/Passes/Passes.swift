import TheanoLoopIR

/// Makes a program faster and smaller; what it computes stays the same.
func runPasses(_ program: inout LoopProgram) {
  assignSlots(&program)
}
