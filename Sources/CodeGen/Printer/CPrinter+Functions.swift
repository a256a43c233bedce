import TheanoArrays
import TheanoLoopIR

extension CPrinter {
  /// The least work, in instructions or so, for which a loop is split over threads, unless one asks for another:
  /// 20 µs of instructions on vectors. Threads that wait take over within 1 µs, but what they have computed must
  /// then come from their caches, which may be far away.
  package static let standardWork = 1_000_000
  /// How many iterations of a loop without others inside stay together, so that each is computed by the same
  /// vector instructions whatever the number of threads.
  private static let parallelBlock = 64

  /// What a function of a loop needs from outside.
  struct Captures {
    var buffers: [BufferID]
    var values: [Value]
    var registers: [Register]
    /// Buffers whose memory it asks for itself.
    var own: [BufferID]
    /// Small arrays that only it uses.
    var local: [BufferID]
    var written: Set<BufferID>
    var canFail: Bool
    /// Whether iterations can run at the same time.
    var isParallel: Bool
    /// Whether they multiply matrices, for which threads are there too.
    var hasProducts: Bool
  }

  /// Finds what a function of a loop needs from outside.
  func captures(of loop: Loop) -> Captures {
    let content = Content([.loop(loop)])
    let local = content.buffers.filter { program[$0].place == .local && uses[$0] == 1 }
    let own = content.reserved
    let outer = content.buffers.filter { !own.contains($0) && !local.contains($0) }
    return Captures(
      buffers: outer.sorted { $0.index < $1.index },
      values: content.freeValues.union(program.workerSizes(content))
        .filter { literals[$0] == nil }
        .sorted { $0.id < $1.id },
      registers: content.freeRegisters.sorted { $0.id < $1.id },
      own: own.sorted { $0.index < $1.index }, local: local.sorted { $0.index < $1.index },
      written: content.written, canFail: content.canFail,
      isParallel: loop.kind == .free && content.freeRegisters.isEmpty && own.isEmpty
        && !content.hasOtherEffects && !content.canFail
        && !outer.contains { program[$0].place == .local && content.written.contains($0) },
      hasProducts: content.hasProducts)
  }

  /// Prints a loop of the program as a function of its own, so that the compiler knows that its buffers do not
  /// overlap and threads can share it, and a call of it.
  mutating func printFunction(_ loop: Loop) throws {
    loopCount += 1
    let function = functionName(loopCount)
    let captures = captures(of: loop)
    var parameters = parameters(captures)
    if captures.isParallel {
      parameters += ["const int64_t begin", "const int64_t end", "const int32_t worker"]
    }
    // Products in a loop that threads share have one thread each.
    let sharesProducts = captures.isParallel && captures.hasProducts
    if sharesProducts { parameters.append("theano_frame *products") }
    let outerFrame = productFrame
    if sharesProducts { productFrame = "products" }
    try printBody(
      loop, captures,
      "static \(captures.isParallel ? "THEANO_ONE_COPY " : "")int32_t "
        + "\(function)(\(parameters.joined(separator: ", ")))")
    productFrame = outerFrame
    let arguments = arguments(captures)
    if captures.isParallel {
      printParallelCall(loop, captures, function, arguments)
    } else if captures.canFail {
      let call = "\(function)(\(arguments.joined(separator: ", ")))"
      line("{ const int32_t error = \(call); if (error) return error; }")
    } else {
      line("\(function)(\(arguments.joined(separator: ", ")));")
    }
  }

  /// The parameters of a function of a loop.
  func parameters(_ captures: Captures) -> [String] {
    var parameters = ["theano_frame *frame"]
    parameters += captures.buffers.map { declaration($0, captures) }
    parameters += captures.values.map { "const \($0.dtype.cType) \(text($0))" }
    return parameters + captures.registers.map { "\($0.dtype.cType) *out_\(name($0))" }
  }

  /// What is given for them where the loop stands.
  func arguments(_ captures: Captures) -> [String] {
    ["frame"] + captures.buffers.map(name) + captures.values.map { text($0) }
      + captures.registers.map { "&\(name($0))" }
  }

  /// The declaration of a buffer's pointer as a parameter.
  private func declaration(_ buffer: BufferID, _ captures: Captures) -> String {
    let constant = captures.written.contains(buffer) ? "" : "const "
    let restrict = aliased.contains(buffer) ? "" : "restrict "
    return "\(constant)\(program[buffer].dtype.cType) *\(restrict)\(name(buffer))"
  }

  /// The declaration of an array on the stack. One of a vector or more lies where no vector of it crosses lines
  /// of a cache.
  func array(_ buffer: BufferID) -> String {
    let (dtype, count) = (program[buffer].dtype, max(1, program[buffer].size.factor))
    let alignment = count * dtype.size < 64 ? "" : "_Alignas(64) "
    return "\(alignment)\(dtype.cType) \(name(buffer))[\(count)];"
  }

  /// Prints the function of a loop.
  private mutating func printBody(_ loop: Loop, _ captures: Captures, _ head: String) throws {
    let outer = (lines: lines, indent: indent)
    lines = []
    indent = 1
    for buffer in captures.own {
      line("\(program[buffer].dtype.cType) *\(name(buffer)) = 0;")
    }
    for buffer in captures.local {
      line(array(buffer))
    }
    for register in captures.registers {
      line("\(register.dtype.cType) \(name(register)) = *out_\(name(register));")
    }
    // A loop that is not split runs as worker 0, where the memory begins.
    for buffer in captures.buffers where captures.isParallel && program[buffer].isPerWorker {
      line("\(name(buffer)) += worker * (\(text(program[buffer].size)));")
    }
    try printLoop(loop, range: captures.isParallel ? ("begin", "end") : nil)
    for register in captures.registers {
      line("*out_\(name(register)) = \(name(register));")
    }
    functions.append(([head + " {"] + lines + ["  return 0;", "}"]).joined(separator: "\n"))
    (lines, indent) = outer
  }

  /// Prints a call of a loop's function for all iterations, or, if there is enough to do, of the runtime to
  /// call it for parts of them.
  private mutating func printParallelCall(
    _ loop: Loop, _ captures: Captures, _ function: String, _ arguments: [String]
  ) {
    let type = "\(function)_captures"
    let hasInner = loop.body.contains { if case .loop = $0 { true } else { false } }
    let block = hasInner ? 1 : CPrinter.parallelBlock
    var fields = captures.buffers.map { buffer in
      let constant = captures.written.contains(buffer) ? "" : "const "
      return "\(constant)\(program[buffer].dtype.cType) *\(name(buffer));"
    }
    fields += captures.values.map { "\($0.dtype.cType) \(text($0));" }
    fields.append("int64_t count;")
    let unpacked = arguments.dropFirst().map { "c->\($0)" }
    let products = { (frame: String) in captures.hasProducts ? [frame] : [] }
    let call = (["frame"] + unpacked + ["first", "last", "worker"] + products("0"))
      .joined(separator: ", ")
    functions.append(
      """
      typedef struct { \(fields.joined(separator: " ")) } \(type);

      static void \(function)_part(theano_frame *frame, const void *captures, int64_t begin,
                                   int64_t end, int32_t worker) {
        const \(type) *c = captures;
        const int64_t first = begin * \(block);
        const int64_t last = end * \(block) < c->count ? end * \(block) : c->count;
        \(function)(\(call));
      }
      """)
    let count = text(loop.count)
    // The same code as threads run, and not a copy made for these arguments, whose sums might have other bits.
    sharesLoops = true
    let all = (arguments + ["zero", count, "(int32_t)zero"] + products("frame"))
      .joined(separator: ", ")
    let packed = (arguments.dropFirst() + [count]).joined(separator: ", ")
    // Few iterations with large products leave the threads to these.
    let isEnough = captures.hasProducts ? " && \(count) >= frame->workers" : ""
    line(
      "if (frame->workers > 1 && \(work(loop, captures)) > \(parallelWork)\(isEnough)) {")
    line("  const \(type) captures = {\(packed)};")
    let blocks = block == 1 ? count : "(\(count) + \(block - 1)) / \(block)"
    line("  frame->services->parallel(frame, \(function)_part, &captures, \(blocks));")
    line("} else {")
    line("  \(function)(\(all));")
    line("}")
  }
}

extension Buffer {
  /// Whether each worker of a parallel loop has its own.
  var isPerWorker: Bool { if case .slot(_, true) = place { true } else { false } }
}
