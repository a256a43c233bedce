import Foundation
import Synchronization
import Testing
import TheanoArrays

@testable import TheanoGraph

@Suite("Values of shared variables that are changed in place")
struct SharedContainerTests {
  /// Returns a container of `count` numbers, whose memory nobody else holds.
  static func container(_ number: Double, count: Int = 3) -> SharedContainer {
    SharedContainer(
      NDArray(elements: [Double](repeating: number, count: count), shape: [count]))
  }

  /// Adds 1 to all elements, in place.
  static func increment(_ value: inout NDArray) throws {
    try value.withUnsafeMutableElements(as: Double.self) { elements in
      for i in elements.indices { elements[i] += 1 }
    }
  }

  @Test("a value that nobody else holds is taken, and keeps its memory")
  func unique() throws {
    let container = Self.container(1)
    var values: [NDArray] = []
    let place = container.peek().storage.bytes
    #expect(try SharedContainer.take([container], giving: [0], to: &values) == [0])
    try Self.increment(&values[0])
    #expect(values[0].storage.bytes == place)
    SharedContainer.commit([container], values)
    #expect(container.peek().reals == [2, 2, 2] && container.peek().storage.bytes == place)
  }

  @Test("a value that somebody holds, or that is not given, stays")
  func held() throws {
    let container = Self.container(1), other = Self.container(5)
    let held = container.peek()
    var values: [NDArray] = []
    #expect(try SharedContainer.take([other, container], giving: [1], to: &values) == [])
    #expect(values.map(\.reals) == [[5, 5, 5], [1, 1, 1]])
    #expect(container.peek() == held && other.peek().reals == [5, 5, 5])
    values = []
    let twice = [other, container, other]
    #expect(try SharedContainer.take(twice, giving: [0, 2], to: &values) == [])
    #expect(values.count == 3)
  }

  @Test("a value set wrongly is an error, and nothing is taken")
  func poisoned() throws {
    struct Wrong: Error {}
    let good = Self.container(1), bad = Self.container(2)
    bad.poison(Wrong())
    var values: [NDArray] = []
    #expect(throws: Wrong.self) {
      try SharedContainer.take([good, bad], giving: [0, 1], to: &values)
    }
    #expect(values.isEmpty && good.peek().reals == [1, 1, 1])
  }

  @Test("a call that fails puts the value back")
  func putBack() throws {
    let container = Self.container(1)
    var values: [NDArray] = []
    let taken = try SharedContainer.take([container], giving: [0], to: &values)
    SharedContainer.putBack(taken.map { _ in container }, values)
    #expect(container.peek().reals == [1, 1, 1])
    values = []
    #expect(try SharedContainer.take([container], giving: [0], to: &values) == [0])
    SharedContainer.putBack([container], values)
  }

  @Test("readers wait for a value that is taken, and then have it")
  func readersWait() throws {
    let container = Self.container(1), other = Self.container(7)
    var values: [NDArray] = []
    _ = try SharedContainer.take([container], giving: [0], to: &values)
    let read = Mutex<[[Double]]>([])
    let group = DispatchGroup()
    for reader in 0..<3 {
      DispatchQueue(label: "reader \(reader)").async(group: group) {
        let both = (try? SharedContainer.snapshot([other, container])) ?? []
        read.withLock { $0.append(both.flatMap { Array($0.reals[..<1]) }) }
      }
    }
    // Others are free meanwhile.
    #expect(other.peek().reals == [7, 7, 7])
    Thread.sleep(forTimeInterval: 0.02)
    #expect(read.withLock { $0.isEmpty })
    try Self.increment(&values[0])
    SharedContainer.commit([container], values)
    group.wait()
    #expect(read.withLock { $0 } == [[Double]](repeating: [7, 2], count: 3))
  }

  @Test("tasks see all of an update or nothing of it, and no update is lost")
  func concurrency() async throws {
    let count = 500
    let containers = [Self.container(0, count: count), Self.container(0, count: count)]
    // Each task returns how many values it took, nil if it saw something wrong.
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for writer in 0..<3 {
        group.addTask {
          let order = writer == 0 ? containers : Array(containers.reversed())
          var taken = 0
          for round in 0..<300 {
            try SharedContainer.withUpdateLocks(order) {
              var values: [NDArray] = []
              let places = try SharedContainer.take(order, giving: [0, 1], to: &values)
              taken += places.count
              if round % 10 == 9 {
                return SharedContainer.putBack(places.map { order[$0] }, places.map { values[$0] })
              }
              // What was not taken is copied when it is written to.
              for place in 0..<2 { try Self.increment(&values[place]) }
              SharedContainer.commit(order, values)
            }
          }
          return taken
        }
      }
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<500 {
            let values = try SharedContainer.snapshot(containers).map(\.reals)
            guard values[0] == values[1], Set(values[0]).count == 1, values[0].count == count else {
              return nil
            }
          }
          return 0
        }
      }
      var taken = 0
      for try await count in group { taken += try #require(count) }
      #expect(taken > 0)
    }
    #expect(containers.map { $0.peek().reals[0] } == [810, 810])
  }
}
