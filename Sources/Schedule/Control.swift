import TheanoGraph
import TheanoLoopIR
import TheanoOps
import TheanoScan

extension Scheduler {
  /// Lowers loops and branches, which need graphs of their own lowered; returns whether the node was one.
  func lowerControl(_ call: Apply, _ x: [Tensor]) throws -> Bool {
    false
  }
}
