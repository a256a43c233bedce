import CTheanoExecution
import TestSupport
import Testing
import TheanoArrays

@testable import TheanoExecution

@Suite("The frame that programs and the runtime share", .enabled(if: hasCompiler))
struct FrameLayoutTests {
  @Test("the text for programs and the runtime's header agree")
  func layouts() throws {
    let fields = [
      "inputs", "input_lengths", "results", "result_capacities", "result_lengths", "slots",
      "slot_sizes", "services", "workers", "failure",
    ]
    let services = ["reserve", "result", "evaluate", "parallel", "gemm_f32", "gemm_f64"]
    let offsets =
      fields.map { "__builtin_offsetof(theano_frame, \($0))" }
      + services.map { "__builtin_offsetof(theano_services, \($0))" }
      + ["sizeof(theano_frame)", "sizeof(theano_services)"]
    let text = "const int64_t layout[] = {\(offsets.joined(separator: ", "))};"
    let library = try CompiledText.library(text)
    let layout = try library.symbol("layout").assumingMemoryBound(to: Int64.self)
    let expected: [Int?] = [
      MemoryLayout<theano_frame>.offset(of: \.inputs),
      MemoryLayout<theano_frame>.offset(of: \.input_lengths),
      MemoryLayout<theano_frame>.offset(of: \.results),
      MemoryLayout<theano_frame>.offset(of: \.result_capacities),
      MemoryLayout<theano_frame>.offset(of: \.result_lengths),
      MemoryLayout<theano_frame>.offset(of: \.slots),
      MemoryLayout<theano_frame>.offset(of: \.slot_sizes),
      MemoryLayout<theano_frame>.offset(of: \.services),
      MemoryLayout<theano_frame>.offset(of: \.workers),
      MemoryLayout<theano_frame>.offset(of: \.failure),
      MemoryLayout<theano_services>.offset(of: \.reserve),
      MemoryLayout<theano_services>.offset(of: \.result),
      MemoryLayout<theano_services>.offset(of: \.evaluate),
      MemoryLayout<theano_services>.offset(of: \.parallel),
      MemoryLayout<theano_services>.offset(of: \.gemm_f32),
      MemoryLayout<theano_services>.offset(of: \.gemm_f64),
      MemoryLayout<theano_frame>.size, MemoryLayout<theano_services>.size,
    ]
    for (index, offset) in expected.enumerated() {
      #expect(offset.map(Int64.init) == layout[index], "\(offsets[index])")
    }
    // Services find a call by its frame, and the services in it.
    #expect(MemoryLayout<theano_call>.offset(of: \.frame) == 0)
    #expect(MemoryLayout<theano_call>.offset(of: \.services) != nil)
  }

  @Test("matrix products, by the routines that a program is given")
  func products() throws {
    let program = try CompiledText.program(
      """
      const double *a = frame->inputs[0], *b = frame->inputs[1];
      double *c = theano_result(frame, 0, 4 * 8);
      c[0] = c[1] = c[2] = c[3] = 1;
      frame->services->gemm_f64(frame, 2, 2, 3, 2.0, a, 3, 1, b, 1, 3, 1.0, c, 2, 1);
      float *d = theano_result(frame, 1, 4), e[2] = {2, 3}, f[2] = {4, 5};
      *d = 0.0f / 0.0f;
      frame->services->gemm_f32(frame, 1, 1, 2, 1, e, 2, 1, f, 1, 1, 0, d, 1, 1);
      frame->result_lengths[0] = frame->result_lengths[1] = 2;
      return 0;
      """, inputs: [.matrix, .matrix], results: [.matrix, .init(.float32, rank: 0)])
    let a = NDArray(elements: [1.0, 2, 3, 4, 5, 6], shape: [2, 3])
    let b = NDArray(elements: [1.0, 0, 1, 0, 1, 0], shape: [2, 3])
    #expect(
      try program.run([a, b]) == [
        NDArray(elements: [9.0, 5, 21, 11], shape: [2, 2]), NDArray(Float(23)),
      ])
  }
}
