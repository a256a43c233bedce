import Foundation
import HandWritten
import Theano

/// Memory for hand-written C: aligned, and there before the clock runs.
final class Memory<Element: ArrayElement> {
  /// The elements.
  let elements: UnsafeMutableBufferPointer<Element>
  /// Where they begin.
  let start: UnsafeMutablePointer<Element>

  /// Memory for `count` elements, which are set to `value`.
  init(_ count: Int, _ value: Element) {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
    start = raw.bindMemory(to: Element.self, capacity: count)
    start.initialize(repeating: value, count: count)
    elements = UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// A copy of an array.
  convenience init(_ array: NDArray, _ zero: Element) {
    self.init(array.count, zero)
    for (place, value) in array.elements(as: Element.self).enumerated() { elements[place] = value }
  }

  deinit { start.deallocate() }

  /// The elements as an array.
  func array() throws -> NDArray { try NDArray(Array(elements), shape: [elements.count]) }
}

/// What the system says that this process has.
enum ProcessMemory {
  /// Bytes in memory now, and the most since `forgetPeak`.
  static var kibibytes: (now: Int, peak: Int) {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    /// Returns the number after a key.
    func value(_ key: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
      return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
    return (value("VmRSS"), value("VmHWM"))
  }

  /// Gives memory back that was freed, so that it does not hide what is taken next.
  static func trim() { hand_trim_memory() }

  /// Makes the peak what there is now.
  static func forgetPeak() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? file.write(contentsOf: Data("5".utf8))
    try? file.close()
  }
}
