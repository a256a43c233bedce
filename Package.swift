// swift-tools-version: 6.1
import PackageDescription

/// One stage of the compiler, in the order in which data flows; a stage imports only earlier ones.
struct Stage {
  var folder: String
  var imports: [String] = []
  var external: [Target.Dependency] = []
  var name: String { folder == "Theano" ? "Theano" : "Theano\(folder)" }
  var target: Target {
    .target(
      name: name, dependencies: imports.map { .byName(name: "Theano\($0)") } + external,
      path: "Sources/\(folder)")
  }
}

let numerics: [Target.Dependency] = [
  .product(name: "ComplexModule", package: "swift-numerics"),
  .product(name: "RealModule", package: "swift-numerics"),
]

let stages = [
  // Numbers on the host: dtypes, arrays, printing, files.
  Stage(folder: "Arrays", external: numerics),
  // Types, variables, nodes, the protocol of operations, walks, printing, the reference evaluator.
  Stage(folder: "Graph", imports: ["Arrays"], external: ["CTheanoFrames"]),
  // User expression → graph: a file for each operation or tight family.
  Stage(folder: "Ops", imports: ["Arrays", "Graph"], external: numerics),
]

let package = Package(
  name: "Theano",
  dependencies: [.package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")],
  targets: [.target(name: "CTheanoFrames", path: "Sources/CFrames")] + stages.map(\.target)
)
