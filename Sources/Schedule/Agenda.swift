import TheanoLoopIR

/// Work that waits for other work, in an order that keeps loops over the same lengths together.
struct Agenda {
  private struct Item {
    var blockers: Int
    var signature: [Value]
    var emit: () throws -> Void
    var followers: [Int] = []
  }

  private var items: [Item] = []
  private var done: [Bool] = []
  private var firstOpen = 0

  /// Adds work and returns its number.
  mutating func add(needs: [Int], signature: [Value], _ emit: @escaping () throws -> Void) -> Int {
    let id = items.count
    let open = needs.filter { !done[$0] }
    for need in open { items[need].followers.append(id) }
    items.append(Item(blockers: open.count, signature: signature, emit: emit))
    done.append(false)
    return id
  }

  /// Forgets what waits: it belongs to something that cannot be done.
  mutating func abandon() {
    for id in firstOpen..<items.count {
      done[id] = true
      items[id].emit = {}
    }
    firstOpen = items.count
  }

  /// Whether an item's work is done.
  func isDone(_ id: Int) -> Bool { done[id] }

  /// Does all the work: of what can be done, first what loops over the same lengths as what was done last.
  /// - Complexity: O(items + needs)
  mutating func run() throws {
    var ready: [Int] = (firstOpen..<items.count).filter { items[$0].blockers == 0 }.reversed()
    var bySignature: [[Value]: [Int]] = [:]
    for id in ready { bySignature[items[id].signature, default: []].append(id) }
    var current: [Value]?
    while true {
      var next: Int?
      if let current {
        while let id = bySignature[current]?.popLast() {
          if !done[id] {
            next = id
            break
          }
        }
      }
      while next == nil, let id = ready.popLast() { next = done[id] ? nil : id }
      guard let id = next else { break }
      done[id] = true
      current = items[id].signature
      try items[id].emit()
      for follower in items[id].followers {
        items[follower].blockers -= 1
        if items[follower].blockers == 0 {
          ready.append(follower)
          bySignature[items[follower].signature, default: []].append(follower)
        }
      }
      items[id].emit = {}
    }
    firstOpen = items.count
  }
}
