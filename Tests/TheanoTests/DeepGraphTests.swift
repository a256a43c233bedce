import Foundation
import Testing
import Theano

/// Depth is no limit: everything that walks over graphs does without recursion.
@Suite struct DeepGraphTests {
  #if DEBUG
    private static let count = 50_000
  #else
    private static let count = 1_000_000
  #endif

  @Test func deepChainOnASmallStack() throws {
    let result = Outcome()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      result.set { try DeepGraphTests.useChain() }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    try result.get()
  }

  /// Builds, differentiates, computes, prints, clones and frees a chain.
  private static func useChain() throws {
    let x = dscalar("x")
    var y: Variable = x
    for _ in 0..<count { y = y + 1 }
    let g = try grad(y, wrt: x)
    let values = try function([x], [y, g], onUnusedInput: .ignore)(0.0)
    #expect(values.map(\.reals) == [[Double(count)], [1]])
    #expect(toposort([y]).count == count)
    #expect(pp(y).utf8.count > 10 * count)
    #expect(debugString([y]).utf8.count > 10 * count)
    let z = dscalar("z")
    let copy = try clone(y, replacing: [x: z])
    #expect(isAncestor(z, of: copy) && !isAncestor(x, of: copy))
  }
}

/// What a thread made of its work.
private final class Outcome: @unchecked Sendable {
  private var result: Result<Void, any Error> = .success(())

  /// Does the work; called once, before `get`.
  func set(_ body: () throws -> Void) { result = Result(catching: body) }

  /// Throws what the work threw.
  func get() throws { try result.get() }
}
