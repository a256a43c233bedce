// swift-tools-version: 6.1
import PackageDescription

/// One stage of the compiler, in the order in which data flows; a stage imports only earlier ones.
struct Stage {
  var folder: String
  var imports: [String] = []
  var external: [Target.Dependency] = []
  /// Whether `Tests/<folder>Tests` exists.
  var isTested = true
  /// Folders of the tests that hold data.
  var testData: [String] = []

  var name: String { folder == "Theano" ? "Theano" : "Theano\(folder)" }

  var targets: [Target] {
    let stage = Target.target(
      name: name, dependencies: imports.map { .byName(name: "Theano\($0)") } + external,
      path: "Sources/\(folder)")
    let tests = Target.testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"],
      path: "Tests/\(folder)Tests", exclude: testData)
    return isTested ? [stage, tests] : [stage]
  }
}

let numerics: [Target.Dependency] = [
  .product(name: "ComplexModule", package: "swift-numerics"),
  .product(name: "RealModule", package: "swift-numerics"),
]

let stages = [
  // Numbers on the host: dtypes, arrays, printing, files.
  Stage(folder: "Arrays", external: numerics),
  // Native programs as data: buffers, loops, scalar instructions; how they are built and checked.
  Stage(folder: "LoopIR", imports: ["Arrays"], testData: ["Expected"]),
  // Types, variables, nodes, the protocol of operations, walks, printing, the reference evaluator.
  Stage(folder: "Graph", imports: ["Arrays", "LoopIR"], external: ["CTheanoFrames"]),
  // User expression → graph: a file for each operation or tight family.
  Stage(folder: "Ops", imports: ["Arrays", "LoopIR", "Graph"], external: numerics),
  // Graph → graph: reverse and forward mode.
  Stage(folder: "Gradient", imports: ["Arrays", "Graph", "Ops"]),
  // User expression → graph: loops, with their gradient; Jacobians, which are loops.
  Stage(folder: "Scan", imports: ["Arrays", "Graph", "Ops", "Gradient"]),
  // User expression → graph: random streams and distributions.
  Stage(folder: "Random", imports: ["Arrays", "LoopIR", "Graph", "Ops"], external: numerics),
  // Graph → graph: rules as data in tables by topic, and the engine that applies them.
  Stage(folder: "Rewrites", imports: ["Arrays", "Graph", "Ops", "Scan", "Random"]),
  // Graph → LoopIR: what is computed in which loop, what is kept in which memory.
  Stage(
    folder: "Schedule", imports: ["Arrays", "LoopIR", "Graph", "Ops", "Scan", "Random"],
    testData: ["Expected"]),
  // LoopIR → C → machine code: the printer, the compiler beside `swift`, the cache.
  Stage(folder: "CodeGen", imports: ["Arrays", "LoopIR"]),
  // Machine code → results: memory, threads, calls.
  Stage(
    folder: "Execution", imports: ["Arrays", "LoopIR", "CodeGen"], external: ["CTheanoExecution"]),
  // Everything together: `function`, shared variables, modes; `Pipeline.swift` is the compiler.
  Stage(
    folder: "Theano",
    imports: [
      "Arrays", "LoopIR", "Graph", "Ops", "Gradient", "Random", "Scan", "Rewrites", "Schedule",
      "CodeGen", "Execution",
    ]),
]

let package = Package(
  name: "Theano",
  products: [.library(name: "Theano", targets: ["Theano"])],
  dependencies: [.package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")],
  targets: [
    // Walks the stack, to know the user's line.
    .target(name: "CTheanoFrames", path: "Sources/CFrames"),
    // What programs and the runtime share, and the threads of parallel loops.
    .target(name: "CTheanoExecution", path: "Sources/CExecution"),
    // How often tests ask for memory.
    .target(name: "CTestAllocations", path: "Tests/CAllocations"),
    .target(
      name: "TestSupport",
      dependencies: [
        "TheanoArrays", "TheanoGraph", "TheanoOps", "TheanoCodeGen", "CTestAllocations",
      ],
      path: "Tests/TestSupport"),
    // Users' code: all of the Theano tutorial, and what this machine has for us.
    .executableTarget(
      name: "tutorial", dependencies: ["Theano"], path: "Examples/tutorial",
      exclude: ["expected-output.txt"], resources: [.copy("Data")]),
    .executableTarget(
      name: "doctor", dependencies: ["Theano", "TheanoCodeGen"], path: "Examples/doctor"),
  ] + stages.flatMap(\.targets)
)
