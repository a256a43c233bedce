import TheanoLoopIR

/// Makes a program faster and smaller; what it computes stays the same.
func runPasses(_ program: inout LoopProgram) {
  mergeLoops(&program)
  forwardValues(&program)
  removeUnused(&program)
  shrinkBuffers(&program)
  collapseLoops(&program)
  removeUnused(&program)
  assignSlots(&program)
}
