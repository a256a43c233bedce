import TheanoGraph
import TheanoLoopIR

extension Apply {
  /// Whether computing a result's element again costs no more than a few instructions.
  package var isCheap: Bool {
    switch (op as? any LoweredOp)?.lowering(self)?.body {
    case .elements(let cost, _)?: cost < .costly
    default: false
    }
  }
}
