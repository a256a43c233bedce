import TestSupport
import Testing
import TheanoArrays
import TheanoLoopIR

@testable import TheanoExecution

@Suite("Parallel loops", .enabled(if: hasCompiler))
struct WorkerTests {
  /// y = 2 x by a parallel loop.
  static let twice = (
    before: """
    typedef struct { const double *x; double *y; } captures;
    static void part(theano_frame *frame, const void *c, int64_t begin, int64_t end,
                     int32_t worker) {
      const captures *arrays = c;
      for (int64_t i = begin; i < end; i++) arrays->y[i] = 2 * arrays->x[i];
    }
    """,
    body: """
    int64_t n = frame->input_lengths[0];
    captures arrays = {frame->inputs[0], theano_result(frame, 0, n * 8)};
    if (!arrays.y) return -1;
    frame->services->parallel(frame, part, &arrays, n);
    frame->result_lengths[0] = n;
    return 0;
    """
  )

  /// Returns resources with a pool of their own.
  static func resources(_ threads: Int) -> ExecutionResources {
    ExecutionResources(workers: WorkerPool(count: threads))
  }

  /// Returns the program of `twice`.
  static func twiceProgram(_ resources: ExecutionResources, threads: Int? = nil) throws
    -> NativeProgram
  {
    try CompiledText.program(
      twice.body, before: twice.before, inputs: [.vector], results: [.vector],
      resources: resources, threads: threads)
  }

  @Test("every iteration runs once", arguments: [1, 2, 3, 8])
  func coverage(threads: Int) throws {
    let program = try Self.twiceProgram(Self.resources(threads))
    for count in [0, 1, 2, 3, 5, 63, 1000, 100_001] {
      let x = NDArray(elements: (0..<count).map(Double.init), shape: [count])
      let expected = NDArray(elements: (0..<count).map { Double(2 * $0) }, shape: [count])
      for _ in 0..<20 { #expect(try program.run([x]) == [expected]) }
    }
  }

  @Test("iterations run once each, by workers whose numbers are below the limit")
  func workers() throws {
    let program = try CompiledText.program(
      """
      int64_t n = 1000;
      int64_t *counts = theano_result(frame, 0, (n + 1) * 8);
      for (int64_t i = 0; i <= n; i++) counts[i] = 0;
      frame->services->parallel(frame, part, counts, n);
      counts[n] = frame->workers;
      frame->result_lengths[0] = n + 1;
      return 0;
      """,
      before: """
        static void part(theano_frame *frame, const void *c, int64_t begin, int64_t end,
                         int32_t worker) {
          int64_t *counts = (int64_t *)c;
          for (int64_t i = begin; i < end; i++) counts[i] += worker < frame->workers ? 1 : 100;
        }
        """, results: [ProgramInterface.Port(.int64, rank: 1)], resources: Self.resources(8),
      threads: 2)
    for _ in 0..<100 {
      #expect(try program.run([])[0].integers == [Int128](repeating: 1, count: 1000) + [2])
    }
  }

  @Test("a loop in a part of another runs there")
  func nesting() throws {
    let program = try CompiledText.program(
      """
      int64_t *counts = theano_result(frame, 0, 64 * 64 * 8);
      for (int64_t i = 0; i < 64 * 64; i++) counts[i] = 0;
      frame->services->parallel(frame, outer, counts, 64);
      frame->result_lengths[0] = 64 * 64;
      return 0;
      """,
      before: """
        typedef struct { int64_t *counts; int32_t worker; } captures;
        static void inner(theano_frame *frame, const void *c, int64_t begin, int64_t end,
                          int32_t worker) {
          const captures *row = c;
          for (int64_t i = begin; i < end; i++) row->counts[i] += worker == row->worker ? 1 : 100;
        }
        static void outer(theano_frame *frame, const void *c, int64_t begin, int64_t end,
                          int32_t worker) {
          for (int64_t i = begin; i < end; i++) {
            captures row = {(int64_t *)c + 64 * i, worker};
            frame->services->parallel(frame, inner, &row, 64);
          }
        }
        """, results: [ProgramInterface.Port(.int64, rank: 1)], resources: Self.resources(3))
    for _ in 0..<50 {
      #expect(try program.run([])[0].integers == [Int128](repeating: 1, count: 64 * 64))
    }
  }

  @Test("several callers at once share the pool or do without")
  func callers() async throws {
    let resources = Self.resources(3)
    let programs = [
      try Self.twiceProgram(resources), try Self.twiceProgram(resources, threads: 2),
    ]
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          let x = NDArray(elements: (0..<2000).map { Double($0 + task) }, shape: [2000])
          let expected = NDArray(elements: x.reals.map { 2 * $0 }, shape: [2000])
          for _ in 0..<300 where try programs[task % 2].run([x]) != [expected] {
            return false
          }
          return true
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test("pools come and go")
  func pools() throws {
    let x = NDArray(elements: [1.0, 2, 3], shape: [3])
    for count in [-1, 0, 1, 2, 5] {
      _ = WorkerPool(count: count)
      #expect(try Self.twiceProgram(Self.resources(count)).run([x])[0].reals == [2, 4, 6])
    }
  }
}

@Suite("What a container allows")
struct ControlGroupTests {
  /// Returns the group that `files` describe.
  private func group(_ files: [String: String]) -> ControlGroup { ControlGroup { files[$0] } }

  @Test("the second version")
  func unified() {
    let group = group([
      "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/cpu.max": "400000 100000\n",
      "/sys/fs/cgroup/a/memory.max": "1073741824\n",
      "/sys/fs/cgroup/a/b/memory.max": "max\n",
    ])
    #expect(group.processorLimit == 1.5)
    #expect(group.memoryLimit == 1 << 30)
  }

  @Test("the first version")
  func split() {
    let group = group([
      "/proc/self/cgroup": "5:memory:/a\n4:cpu,cpuacct:/a\n1:name=systemd:/x",
      "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "4096\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    ])
    #expect(group.processorLimit == 2)
    #expect(group.memoryLimit == 4096)
  }

  @Test("none, and nonsense")
  func none() {
    #expect(group([:]).processorLimit == nil)
    #expect(group([:]).memoryLimit == nil)
    let odd = group([
      "/proc/self/cgroup": "::\n0\n:::::\n", "/sys/fs/cgroup/cpu.max": "0 0",
      "/sys/fs/cgroup/memory.max": "1e300",
    ])
    #expect(odd.processorLimit == nil)
    #expect(odd.memoryLimit == 1 << 60)
    #expect(WorkerPool.processorCount >= 1)
  }
}
