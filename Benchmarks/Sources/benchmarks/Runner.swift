import Theano

/// Why there is nothing to time.
private struct NothingBuilt: Error {}

/// Runs a case for one implementation; what it built is kept until the next is built.
struct Runner {
  /// "swift" or "c".
  let peer: String
  /// What is ready to be timed.
  private var job: Job?
  /// The case that is ready.
  private var name = ""

  /// A runner for an implementation.
  init(peer: String) { self.peer = peer }

  /// Builds a case and calls it once; nil if this implementation does not have it.
  mutating func build(_ benchmark: Case) -> Figure? {
    var figure = Figure(benchmark.name, peer)
    job = nil
    name = benchmark.name
    do {
      guard let builder = try benchmark.builder(peer: peer) else { return nil }
      let (seconds, job) = try timed {
        let job = try builder()
        try job.call()
        return job
      }
      self.job = job
      figure.build_ms = seconds * 1000
    } catch {
      figure.error = "\(error)"
    }
    return figure.rounded()
  }

  /// Times the case that was built.
  func time(_ budget: Budget) -> Figure {
    var figure = Figure(name, peer)
    do {
      guard let job else { throw NothingBuilt() }
      figure.us = try microseconds(budget, job.call)
    } catch {
      figure.error = "\(error)"
    }
    return figure.rounded()
  }

  /// Returns checksums of the results of a case, nil if this implementation does not have it.
  func check(_ benchmark: Case) -> Figure? {
    var figure = Figure(benchmark.name, peer)
    do {
      guard let builder = try benchmark.builder(peer: peer) else { return nil }
      figure.check = try builder().results().map(Checksum.init)
    } catch {
      figure.error = "\(error)"
    }
    return figure
  }
}
