// swift-tools-version: 6.1
import PackageDescription

// Measurements, apart from the library so that nothing here weighs on it.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Theano", path: "..")],
  targets: [
    .executableTarget(
      name: "chain", dependencies: [.product(name: "Theano", package: "Theano")]),
    .executableTarget(
      name: "rewrites", dependencies: [.product(name: "Theano", package: "Theano")]),
    // What a person would write in C, with all that the compiler offers: the mark for compiled functions.
    .target(
      name: "HandWritten",
      cSettings: [
        .unsafeFlags([
          "-O3", "-march=native", "-ffp-contract=fast", "-fno-math-errno", "-fno-trapping-math",
        ])
      ]),
    .executableTarget(
      name: "benchmarks",
      dependencies: ["HandWritten", .product(name: "Theano", package: "Theano")]),
  ]
)
