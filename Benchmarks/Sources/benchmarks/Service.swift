import Foundation
import Theano

/// A request of `compare`: a line of JSON on standard input.
struct Request: Codable {
  /// "cases", "build", "time" or "check".
  var op: String
  /// The name of the case.
  var `case`: String?
  /// How many seconds to sample for.
  var budget: Double?
  /// The least number of samples.
  var samples: Int?
}

/// Answers requests until there are no more, each with a line of JSON.
func serve(peer: String) {
  var runner = Runner(peer: peer)
  while let line = readLine() {
    guard let request = try? JSONDecoder().decode(Request.self, from: Data(line.utf8)) else {
      printLine(#"{"error":"not a request"}"#)
      continue
    }
    printLine(answer(request, &runner))
  }
}

/// Returns the answer to a request.
private func answer(_ request: Request, _ runner: inout Runner) -> String {
  let name = request.case ?? ""
  if request.op == "cases" {
    let names = Case.all.map(\.name) + Children.names
    return "{\"cases\":[\(names.map { "\"\($0)\"" }.joined(separator: ","))]}"
  }
  var budget = Budget()
  budget.seconds = request.budget ?? budget.seconds
  budget.samples = request.samples ?? budget.samples
  var absent = Figure(name, runner.peer)
  absent.isAbsent = true
  if request.op == "time" { return runner.time(budget).json }
  if Children.names.contains(name) {
    // Fresh processes measure these whole.
    return (runner.peer == "swift" && request.op == "build" ? Children.measure(name) : absent).json
  }
  guard let benchmark = Case.all.first(where: { $0.name == name }) else { return absent.json }
  let figure = request.op == "check" ? runner.check(benchmark) : runner.build(benchmark)
  return (figure ?? absent).json
}
