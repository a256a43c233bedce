import Foundation
import Theano

/// Measures compiled functions, and hand-written C beside them. A line of JSON for each figure, then a table.
@main
enum Benchmarks {
  static func main() {
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      if let threads = options.threads { limitThreads(to: max(1, threads)) }
      try run(options)
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(2)
    }
  }

  /// Does what the command line asks for.
  private static func run(_ options: Options) throws {
    switch options.task {
    case .help: print(Options.usage)
    case .serve: serve(peer: options.peer ?? "swift")
    case .firstResult: print(try Children.timeFirstResult())
    case .peakMemory: print(try Children.peakOfStep())
    case .measure: measure(options)
    }
  }

  /// Runs the cases that are wanted.
  private static func measure(_ options: Options) {
    var figures: [Figure] = []
    /// Prints a figure and keeps it.
    func report(_ figure: Figure) {
      printLine(figure.json)
      figures.append(figure)
    }
    for benchmark in Case.all where options.wants(benchmark.name) {
      for peer in ["swift", "c"] where options.wants(peer: peer) {
        var runner = Runner(peer: peer)
        if options.isChecking {
          runner.check(benchmark).map(report)
        } else if var figure = runner.build(benchmark) {
          if figure.error == nil {
            let time = runner.time(options.budget)
            (figure.us, figure.error) = (time.us, time.error)
          }
          report(figure)
        }
      }
    }
    if options.isChecking { return }
    for name in Children.names where options.wants(name) && options.wants(peer: "swift") {
      report(Children.measure(name))
    }
    if !options.isOnlyJSON { printTable(figures) }
  }
}
