/// What is read: indices in one form, merged, and moved to where they leave out most.
package let reads: [Rewrite] =
  normaliseIndices + [mergeIndices, readProgressions, readWritten] + readBuilt + liftIndices
  + liftIndicesPastSums

/// What is written: nothing in vain, and all parts of a gradient in one buffer.
package let writes: [Rewrite] = simplifyWrites + sumWrites
