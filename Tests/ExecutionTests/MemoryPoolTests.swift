import Testing
import TheanoArrays

@testable import TheanoExecution

@Suite("Memory that is kept")
struct MemoryPoolTests {
  @Test("size classes are in order, hold what they are for, and waste little")
  func classes() throws {
    var previous = try #require(SizeClass(for: 0))
    #expect(previous.index == 0 && previous.byteCount == SizeClass.smallest)
    var size = 1
    while size < SizeClass.largest - size / 7 {
      for byteCount in [size - 1, size, size + 1] {
        let found = try #require(SizeClass(for: byteCount))
        #expect(found.byteCount >= byteCount)
        #expect(found.index >= previous.index && found.byteCount >= previous.byteCount)
        #expect((0..<SizeClass.count).contains(found.index))
        #expect(SizeClass(index: found.index) == found)
        #expect(SizeClass(for: found.byteCount) == found)
        let waste = found.byteCount - byteCount
        #expect(waste <= max(byteCount / 8, SizeClass.smallest, byteCount > 1 << 20 ? 2 << 20 : 0))
        if byteCount >= 2 << 20 { #expect(found.byteCount % (2 << 20) == 0) }
        previous = found
      }
      size += size / 7 + 1
      previous = try #require(SizeClass(for: 0))
    }
    #expect(SizeClass(for: SizeClass.largest)?.index == SizeClass.count - 1)
    #expect(SizeClass(for: SizeClass.largest + 1) == nil)
    #expect(SizeClass(for: .max) == nil)
  }

  @Test("memory comes back", arguments: [1, 20_000, 3 << 20, 70 << 20])
  func again(byteCount: Int) throws {
    let pool = MemoryPool(idleLimit: 1 << 30)
    var storage = pool.storage(byteCount)
    let place = storage?.bytes
    #expect(storage?.byteCount == byteCount)
    storage?.bytes.storeBytes(of: 1, as: UInt8.self)
    storage?.bytes.storeBytes(of: 1, toByteOffset: byteCount - 1, as: UInt8.self)
    storage = nil
    guard byteCount >= SizeClass.smallest else { return }
    #expect(pool.idleBytes >= byteCount)
    storage = pool.storage(byteCount - 1)
    #expect(storage?.bytes == place)
    #expect(pool.idleBytes == 0)
    storage = nil
    pool.trim()
    #expect(pool.idleBytes == 0)
  }

  @Test("long blocks begin at huge pages, all at cache lines")
  func alignment() throws {
    let pool = MemoryPool(idleLimit: 0)
    for byteCount in [0, 1, 16 << 10, 100_000, 2 << 20, 5 << 20] {
      let storage = try #require(pool.storage(byteCount))
      let place = Int(bitPattern: storage.bytes)
      #expect(place % (byteCount >= 2 << 20 ? 2 << 20 : 64) == 0)
    }
    #expect(pool.idleBytes == 0)
  }

  @Test("the limit holds, and what came back last is kept")
  func limit() throws {
    let pool = MemoryPool(idleLimit: 10 << 20)
    var blocks = try [4 << 20, 2 << 20, 6 << 20].map { try #require(pool.storage($0)) }
    let places = blocks.map(\.bytes)
    while !blocks.isEmpty { blocks.removeFirst() }
    #expect(pool.idleBytes == 8 << 20)
    #expect(pool.storage(2 << 20)?.bytes == places[1])
    #expect(pool.storage(6 << 20)?.bytes == places[2])
    _ = pool.storage(20 << 20)
    #expect(pool.idleBytes == 8 << 20)
  }

  @Test("what is kept is given up when memory is short, and too much is an error")
  func shortage() throws {
    let pool = MemoryPool(idleLimit: 1 << 30)
    _ = pool.storage(4 << 20)
    #expect(pool.idleBytes == 4 << 20)
    #expect(pool.storage(1 << 50) == nil)
    #expect(pool.idleBytes == 0)
    #expect(pool.storage(.max) == nil)
    #expect(pool.storage(-1) == nil)
  }

  @Test("eight tasks use one pool")
  func tasks() async {
    let pool = MemoryPool(idleLimit: 4 << 20)
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          var held: [ArrayStorage] = []
          for round in 0..<500 {
            guard let storage = pool.storage(16_000 + round * 997 % 300_000) else { return false }
            storage.bytes.storeBytes(of: UInt64(task), as: UInt64.self)
            held.append(storage)
            if held.count > 4 {
              let first = held.removeFirst()
              guard first.bytes.load(as: UInt64.self) == task else { return false }
            }
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(pool.idleBytes <= 4 << 20)
  }
}
