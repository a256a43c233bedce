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
  ]
)
