import Foundation

/// Prints figures as a table: ours, hand-written C, and their ratio.
func printTable(_ figures: [Figure]) {
  var names: [String] = []
  for figure in figures where !names.contains(figure.case) { names.append(figure.case) }
  /// Returns a number with four digits.
  func text(_ number: Double?) -> String { number.map { String(format: "%.4g", $0) } ?? "" }
  /// Returns a cell of a width.
  func cell(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  /// Prints a row.
  func row(_ cells: [String]) {
    let widths = [36, 10, 10, 8, 10]
    print("| " + zip(cells, widths).map(cell).joined(separator: " | ") + " |")
  }
  print("")
  row(["case", "ours µs", "C µs", "ours / C", "build ms"])
  print("|---|---|---|---|---|")
  for name in names {
    let ours = figures.first { $0.case == name && $0.peer == "swift" }
    let hand = figures.first { $0.case == name && $0.peer == "c" }
    if let kib = ours?.kib {
      row([name, "\(kib) KiB", "", "", ""])
    } else if let note = ours?.error {
      print("| \(cell(name, 36)) | \(note) | | | |")
    } else {
      let ratio = ours?.us.flatMap { us in hand?.us.map { us / $0 } }
      row([name, text(ours?.us), text(hand?.us), text(ratio), text(ours?.build_ms)])
    }
  }
}
