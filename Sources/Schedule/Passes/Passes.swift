import TheanoLoopIR

/// Makes a program faster and smaller; what it computes stays the same.
///
/// `reuse` has for results the inputs in whose memory they would best be made.
func runPasses(_ program: inout LoopProgram, reuse: [Int: Int]) {
  mergeLoops(&program)
  forwardValues(&program)
  removeUnused(&program)
  shrinkBuffers(&program)
  collapseLoops(&program)
  removeUnused(&program)
  splitSums(&program)
  reuseInputs(&program, wanted: reuse)
  accumulateProducts(&program)
  removeUnused(&program)
  delayReserves(&program)
  assignSlots(&program)
  if program.body.weight > largestFunction { program.allowPieces() }
}

/// How large a program may be, about, that is compiled as one function.
private let largestFunction = 4000
