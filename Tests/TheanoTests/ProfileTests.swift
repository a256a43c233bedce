import Testing

@testable import Theano

@Suite("Profiles of functions", .enabled(if: hasCompiler))
struct ProfileTests {
  @Test("Rows have the user's names and lines, bytes and operations")
  func rows() throws {
    let (x, y) = (dmatrix("x"), dmatrix("y"))
    let z = dot(x, y)
    z.name = "z"
    let f = try function(
      [x, y], [z, exp(z).sum(axis: 0)], name: "profiled", mode: .native, profile: true)
    let empty = try #require(f.profile)
    #expect(empty.calls == 0 && empty.description.contains("0 calls"))
    let ones = try NDArray([Double](repeating: 1, count: 64 * 64)).reshaped(to: [64, 64])
    for _ in 0..<3 { #expect(try f(ones, ones)[0].reals[0] == 64) }
    let profile = try #require(f.profile)
    #expect(profile.calls == 3 && profile.seconds > 0)
    #expect(profile.rows.map(\.seconds) == profile.rows.map(\.seconds).sorted(by: >))
    #expect(profile.rows.reduce(0) { $0 + $1.seconds } <= profile.seconds)
    let product = try #require(profile.rows.first { $0.operations == 3 * 2 * 64 * 64 * 64 })
    #expect(product.name.contains("z") && product.name.contains("ProfileTests.swift"))
    #expect(product.bytes == 3 * 3 * 8 * 64 * 64)
    let table = profile.description
    #expect(table.contains("GFLOP/s") && table.contains("everything else"))
    #expect(table.contains("exp(z)") || table.contains("exp((x"))
    #expect(profile.rows.count == 2)
  }

  @Test("Loops whose length is known only when they run, and functions of numbers")
  func small() throws {
    let v = dvector("v")
    let f = try function([v], v[v .> 0].sum(), mode: .native, profile: true)
    #expect(try f([1, -2, 3]).item() == 4.0)
    #expect(f.profile?.calls == 1)
    let s = dscalar("s")
    let g = try function([s], s + 1, mode: .native, profile: true)
    #expect(try g(1).item() == 2.0)
    #expect(g.profile?.rows.isEmpty == true)
    #expect(try function([s], s + 1).profile == nil)
  }
}
