import TestSupport
import Testing

@testable import Theano

/// Exported functions compute in C what they compute here, whatever compiles them.
@Suite("Exported C")
struct ExportTests {
  /// Ways to compile.
  private static let flags = [
    ["-O2"], ["-O2", "-march=native"], ["-O1", "-fsanitize=undefined", "-fno-sanitize-recover"],
  ]

  @Test("With clang", .enabled(if: compilerPath("clang") != nil), arguments: ExportCase.all)
  func clang(_ exported: ExportCase) throws {
    try expectSame(exported, by: #require(compilerPath("clang")))
  }

  @Test("With gcc", .enabled(if: compilerPath("gcc") != nil), arguments: ExportCase.all)
  func gcc(_ exported: ExportCase) throws {
    try expectSame(exported, by: #require(compilerPath("gcc")))
  }

  /// Compiles the program of a case in all ways and compares what it prints.
  private func expectSame(_ exported: ExportCase, by compiler: String) throws {
    let run = try exported.make()
    for flags in Self.flags {
      try run.expect(run.program.run(run.main, compiler: compiler, flags: flags), "\(flags)")
    }
  }

  @Test(
    "From C++, with clang",
    .enabled(if: compilerPath("clang") != nil && compilerPath("clang++") != nil),
    arguments: ExportCase.all)
  func clangCxx(_ exported: ExportCase) throws {
    try expectSameFromCxx(
      exported, #require(compilerPath("clang")), #require(compilerPath("clang++")))
  }

  @Test(
    "From C++, with gcc",
    .enabled(if: compilerPath("gcc") != nil && compilerPath("g++") != nil),
    arguments: ExportCase.all)
  func gccCxx(_ exported: ExportCase) throws {
    try expectSameFromCxx(exported, #require(compilerPath("gcc")), #require(compilerPath("g++")))
  }

  /// Compiles the main program of a case as C++ and compares what it prints.
  private func expectSameFromCxx(
    _ exported: ExportCase, _ compiler: String, _ cxxCompiler: String
  ) throws {
    let run = try exported.make()
    let found = try run.program.runFromCxx(
      run.main, compiler: compiler, cxxCompiler: cxxCompiler, flags: ["-O0"])
    run.expect(found, "C++")
  }

  @Test("The header has the user's names")
  func header() throws {
    let (x, rate) = (dmatrix("x"), dscalar("rate"))
    let w = shared(0.5, name: "w")
    let program = ExportedProgram()
    try program.add(function([x, rate], x.sum(), updates: [(w, w * rate)]), name: "step")
    let header = try program.text("step.h")
    #expect(header.contains("double rate") && header.contains("const double *x"))
    #expect(header.contains("double step_get_w(") && header.contains("extern \"C\""))
  }

  @Test("What has no C text is an error that names the operations and lines")
  func outside() throws {
    let v = dvector("v")
    let f = try function([v], printValue(v), name: "loud")
    do {
      try f.export(to: "/nowhere", name: "loud")
      Issue.record("nothing was thrown")
    } catch let error as GraphError {
      #expect(error.message.contains("Print") && error.message.contains("ExportTests.swift"))
    }
    do {
      try f.export(to: "/nowhere", name: "not a name")
      Issue.record("nothing was thrown")
    } catch let error as GraphError {
      #expect(error.message.contains("'not a name'"))
    }
  }
}
