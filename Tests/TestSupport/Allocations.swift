import CTestAllocations

/// Whether requests for memory are counted here.
package let countsAllocations = theano_test_allocations() >= 0

/// Returns how often the calling thread asks for memory while `body` runs.
package func allocations(_ body: () throws -> Void) rethrows -> Int {
  let before = theano_test_allocations()
  try body()
  return theano_test_allocations() - before
}
