import TheanoOps

/// What is read of what was read, of places at equal distances, and of what was written.
package let reads = RuleFamily(at: Subtensor.self, AdvancedSubtensor.self) {
  mergeIndices
  readProgressions
  readWritten
}
