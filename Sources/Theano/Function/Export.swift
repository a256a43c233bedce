#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import TheanoArrays
import TheanoCodeGen
import TheanoGraph
import TheanoSchedule

extension Function {
  /// Writes the function as C: the files `<name>.h`, which says how it is used, and `<name>.c`, into `folder`,
  /// which is made if it is not there.
  ///
  /// They need neither Swift nor this library. Shared variables, and inputs with updates, become parts of an
  /// object, with the values that they have now; each call changes them as a call here does. Results are the
  /// same but for rounding; loops run on one thread.
  ///
  /// - Parameters:
  ///   - folder: a path.
  ///   - name: an identifier of C, with which the names of all functions begin.
  /// - Throws: `GraphError` if the name is none, or if the function uses operations that have no C text;
  ///   an error of the file system's.
  public func export(to folder: String, name: String) throws {
    try export(to: URL(fileURLWithPath: folder, isDirectory: true), name: name)
  }

  /// Writes the function as C into the folder at a URL; see the form for a path.
  public func export(to folder: URL, name: String) throws {
    let library = try locatingErrors { try compiled.library(name: name) }
    let source = try library.source()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (suffix, text) in [("h", library.header), ("c", source)] {
      try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).\(suffix)"))
    }
  }
}

extension CompiledFunction {
  /// Returns the function as a C library of its own.
  /// - Throws: `GraphError` if it cannot be one.
  func library(name: String) throws -> CLibrary {
    guard CLibrary.isName(name) else {
      throw GraphError(
        .value, "The name of an exported function must be one that C allows: '\(name)'.")
    }
    let plan = try NativePlan(
      inputs: graph.leaves, outputs: graph.results, updated: graph.replaceable,
      NativeOptions(describes: true))
    let scheduled = plan.scheduled
    try CompiledFunction.requireText(scheduled, graph)
    let places = plan.results.map { result -> CLibrary.Result in
      switch result {
      case .input(let place): .input(place)
      case .computed(let place): .computed(place)
      }
    }
    let updates = places[graph.outputCount...]
    var states: [CLibrary.State] = []
    var sources: [CLibrary.Source] = []
    var parameters: [CLibrary.Variable] = []
    for (index, leaf) in graph.leaves.enumerated() {
      if let place = stateful.firstIndex(of: index) {
        sources.append(.state(states.count))
        states.append(
          CLibrary.State(
            CLibrary.Variable(leaf, "state"), initial: try defaultValue(of: graph.inputs[index]),
            update: updates[updates.startIndex + graph.updated.count + place]))
      } else {
        sources.append(.argument(parameters.count))
        parameters.append(CLibrary.Variable(leaf, "x"))
      }
    }
    let unread = graph.updated.filter { !scheduled.shared.contains($0) }
    for shared in scheduled.shared + unread {
      if scheduled.shared.contains(shared) { sources.append(.state(states.count)) }
      let update = graph.updated.firstIndex(of: shared).map { updates[updates.startIndex + $0] }
      states.append(
        CLibrary.State(
          CLibrary.Variable(shared, "shared"), initial: try shared.getValue(), update: update))
    }
    let outputs = zip(graph.results, places).prefix(graph.outputCount).map {
      (variable: CLibrary.Variable($0, "result"), from: $1)
    }
    return CLibrary(
      name: name, summary: "\(name): \(summary).", program: scheduled.program,
      arguments: parameters, states: states, outputs: outputs,
      inputs: sources + scheduled.constants.map { .constant(NDArrayBox($0)) })
  }

  /// What the function computes, in a line.
  private var summary: String {
    let outputs = graph.results.prefix(graph.outputCount).map { pp($0, limit: 60) }
    let text = outputs.isEmpty ? "updates" : outputs.joined(separator: ", ")
    return "the function \(self.name), \(text.prefix(200))"
  }

  /// Throws if a node is evaluated outside the program, or something is a complex number.
  private static func requireText(_ scheduled: ScheduledGraph, _ graph: FunctionGraph) throws {
    if let first = scheduled.outside.first {
      let nodes = scheduled.outside.map { "\($0.op.name) (\($0.site))" }
      throw GraphError(
        .notImplemented,
        "The function cannot be exported, as these operations have no C text: "
          + "\(nodes.joined(separator: ", ")).", site: first.site)
    }
    let ports = scheduled.program.interface.inputs + scheduled.program.interface.results
    if ports.contains(where: \.dtype.isComplex) {
      throw GraphError(.notImplemented, "Functions of complex numbers cannot be exported.")
    }
  }
}

extension CLibrary.Variable {
  /// A variable of a graph, by its own name if it has one.
  fileprivate init(_ variable: Variable, _ name: String) {
    self.init(variable.name ?? name, variable.dtype, variable.type.shape)
  }
}
