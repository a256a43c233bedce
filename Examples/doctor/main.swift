import Foundation
import Glibc
import Theano

// Prints what this machine has for us, and what a missing thing costs.

/// Prints one finding: what was looked for, what was found or nil, and what its absence means.
func report(_ what: String, _ found: String?, missing cost: String) {
  let name = what.padding(toLength: 14, withPad: " ", startingAt: 0)
  print(found.map { "ok       \(name) \($0)" } ?? "missing  \(name) \(cost)")
}

print("Theano, in Swift: what this machine has\n")

let tools = Tools()
let native = NativeCode()
report(
  "Swift", tools.swiftVersion,
  missing: "no swift on PATH: what is built runs, nothing new can be built here")
report(
  "CPU", Processor.features,
  missing:
    "features of the processor are not known here: native code would use none beyond the basic set")
report(
  "threads", Processor.threads, missing: "the number of processors is not known: one thread")
report(
  "C compiler", native.compiler,
  missing: "\(native.whyNoCompiler). Functions run on the reference evaluator")
if let flags = native.flags {
  report("its flags", flags, missing: "")
  report(
    "native code", native.works,
    missing: "a function of one line does not compile and load: see the two lines above")
}
report(
  "BLAS", tools.blas,
  missing: "none that blas.ldflags names, no OpenBLAS, BLIS or MKL: matrix products are our own")
report(
  "symbolizer", tools.symbolizer,
  missing: "no llvm-symbolizer: errors say what is wrong, but not on which line of your source")
report(
  "cache", native.cache,
  missing: "no writable cache folder: native code will be made anew in each process")

let flags = Configuration.current
print("\nTHEANO_FLAGS: floatX=\(flags.floatX), mode=\(flags.mode ?? "FAST_RUN")")
if !flags.unknownFlags.isEmpty {
  print("not understood in THEANO_FLAGS: \(flags.unknownFlags.joined(separator: ", "))")
}
let x = dvector("x")
do {
  let works = try function([x], try grad(exp(x).sum(), wrt: x))([0, 1])
  let expected = try NDArray([1, Glibc.exp(1.0)])
  print(
    works.isClose(to: expected) ? "\na function compiles and runs: ok" : "\nwrong result: \(works)")
  exit(works.isClose(to: expected) ? 0 : 1)
} catch {
  print("\na function does not compile and run: \(error)")
  exit(1)
}
