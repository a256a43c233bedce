import TheanoArrays
import TheanoGradient
import TheanoGraph
import TheanoOps

// The forward derivative of a loop is the loop with every float state beside its tangent.
extension Scan {
  package func pushforward(_ call: Apply, _ dx: [Variable?]) throws -> [Variable?]? {
    let floatStates = states.indices.filter { call.outputTypes[$0].dtype.isContinuous }
    let floatMaps = (0..<mapCount).filter { call.outputTypes[states.count + $0].dtype.isContinuous }
    let movingRows = (0..<sequenceCount).filter { dx[1 + $0] != nil }
    let movingConstants = (firstConstant..<call.inputs.count).filter { dx[$0] != nil }

    let own = states.enumerated().map { index, state in
      ScanBuilder.InitialState(rows: call.inputs[firstState + index], taps: state.taps)
    }
    let tangents = floatStates.map { index in
      ScanBuilder.InitialState(
        rows: dx[firstState + index] ?? call.inputs[firstState + index].zeroGradient,
        taps: states[index].taps)
    }
    let builder = ScanBuilder(
      stepCount: call.inputs[0],
      sequences: call.inputs[1..<firstState] + movingRows.compactMap { dx[1 + $0] },
      outputs: own + tangents + (0..<(mapCount + floatMaps.count)).map { _ in nil },
      constants: call.inputs[firstConstant...] + movingConstants.compactMap { dx[$0] },
      name: "fwd_of_\(label)")
    let loop = try builder.build { arguments in
      try step(arguments, floatStates, floatMaps, movingRows, movingConstants)
    }
    let tangentHistories = Array(loop.histories[states.count...])
    let tangentMaps = loop.traces.suffix(floatMaps.count)
    var result = [Variable?](repeating: nil, count: outputCount)
    for (place, index) in floatStates.enumerated() { result[index] = tangentHistories[place] }
    for (trace, index) in zip(tangentMaps, floatMaps) { result[states.count + index] = trace }
    return result
  }

  private func step(
    _ arguments: [Variable], _ floatStates: [Int], _ floatMaps: [Int], _ movingRows: [Int],
    _ movingConstants: [Int]
  ) throws -> ScanBuilder.Step {
    var rest = arguments[...]
    func take(_ count: Int) -> [Variable] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let rows = take(sequenceCount)
    let rowTangents = take(movingRows.count)
    let taps = states.map { take($0.taps.count) }
    let tapTangents = floatStates.map { take(states[$0].taps.count) }
    let constants = take(bodyInputs.count - changingCount)
    let constantTangents = take(movingConstants.count)

    // Which input of the body each tangent belongs to.
    var places = movingRows
    for index in floatStates { places += tapPlaces[index] }
    places += movingConstants.map { changingCount + $0 - firstConstant }
    let tangents = rowTangents + tapTangents.flatMap { $0 } + constantTangents

    let results = floatStates + floatMaps.map { states.count + $0 }
    let derivatives = try rop(
      results.map { bodyOutputs[$0] }, wrt: places.map { bodyInputs[$0] }, evalPoints: tangents,
      disconnectedOutputs: .ignore)
    let inputs = rows + taps.flatMap { $0 } + constants
    let own = Replacements(uniqueKeysWithValues: zip(bodyInputs, inputs).map { ($0, $1) })
    let all = try rebuild(bodyOutputs + derivatives, replacing: own)
    let derived = Array(all[bodyOutputs.count...])
    var outputs: [Variable] = Array(all[..<states.count])
    outputs += zip(derived, tapTangents).map { $0.fitting($1[0].type) }
    outputs += all[states.count..<outputCount]
    outputs += derived[floatStates.count...]
    return ScanBuilder.Step(
      outputs: outputs,
      until: hasUntil ? all[outputCount] : nil)
  }
}
