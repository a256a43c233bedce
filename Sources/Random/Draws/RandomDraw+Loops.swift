import TheanoArrays
import TheanoGraph
import TheanoLoopIR
import TheanoOps

extension RandomDraw {
  /// Both results written by the loops of a distribution.
  func lowering(_ call: Apply, by loops: DrawLoops) -> Lowering {
    let shapes = ownShapes(call)
    let isChecked = areParametersChecked(call)
    let stream = Kept<DrawnStream>()
    let lists = distribution.parameters.indices.filter { distribution.parameters[$0].form == .list }
    return Lowering(
      lengths: { b, x in
        let event = try loops.lengths(b, Array(x.dropFirst(2)))
        let stream = stream.keep(try self.stream(x, call, event: event, b))
        return [[b.constant(2)], stream.lengths + event]
      },
      .statements(needsMemory: Set(lists.map { $0 + 2 })) { b, x, results in
        let stream = try stream.get()
        try stream.writeNext(to: results[0], b)
        // Of no elements the parameters may be anything.
        let isEmpty = b.equal(b.product(results[1].lengths), b.constant(0))
        let work = DrawLoops.Work(
          b: b, parameters: Array(x.dropFirst(2)), draw: results[1],
          check: { if !isChecked { b.checkLater(b.or(isEmpty, $0)) } },
          checkFirst: { if !isChecked { b.check(b.or(isEmpty, $0)) } })
        let draw = try loops.prepare(work)
        try b.loops(stream.lengths) { index in
          try draw(
            DrawLoops.Element(
              key: stream.key, number: stream.number(at: index, b), index: index,
              places: shapes.map { place(of: index, in: $0, b) }))
        }
      })
  }
}
