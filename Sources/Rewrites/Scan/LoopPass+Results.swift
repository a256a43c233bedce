import TheanoGraph
import TheanoOps
import TheanoScan

extension LoopPass {
  /// Applies a loop and finds what stands for the results of what it was.
  func results(
    of loop: Loop, _ body: ScanBody?, standingFor node: Apply, _ needs: [Int?]
  ) throws -> Change? {
    let computed = try loop.applied { loop in try body ?? loop.makeBody() }
    var change = Change(results: node.outputs)
    for (place, type) in node.outputTypes.enumerated() {
      // What was made one with another result may find that replaced in turn.
      var (id, replacement) = (place, loop.replacements[place])
      while case .result(let other)? = replacement {
        (id, replacement) = (other, loop.replacements[other])
      }
      let found: Variable?
      switch replacement {
      case .variable(let variable)?: found = variable
      case .lastRow(let make)?:
        let row = make(computed).standing(for: type.row)
        change.lastRows[place] = row
        found = row?.dimshuffle([.new] + (0..<(type.ndim - 1)).map { .axis($0) })
      case .rows(let make)?: found = try make(computed)
      case .result?, nil: found = computed[id]
      }
      guard let found else {
        // What nobody reads may stay as it is.
        if needs[place] == 0 { continue }
        return nil
      }
      guard let result = found.standing(for: type), result.error == nil else { return nil }
      if result.name == nil, result.owner != nil { result.name = node[nameOf: place] }
      change.results[place] = result
    }
    return change
  }
}

extension Loop {
  /// The body, for a loop.
  func makeBody() throws -> ScanBody {
    try ScanBody(
      inputs: bodyInputs, outputs: bodyOutputs, sequenceCount: sequences.count,
      states: states.map { Scan.State(taps: $0.taps) }, resultCount: states.count + maps.count)
  }
}

extension TensorType {
  /// The type of a row: without the first axis.
  var row: TensorType { TensorType(dtype, shape: Array(shape.dropFirst())) }
}
