import Testing
import TheanoArrays
import TheanoGraph
import TheanoOps

@Suite struct TraversalTests {
  private let x = dscalar("x"), y = dscalar("y")

  @Test func nodesComeAfterWhatTheyNeed() {
    let s = exp(x)
    let z = s * y + s
    #expect(toposort([z]).map(\.op.name) == ["exp", "mul", "add"])
    #expect(toposort([z], blockers: [s]).map(\.op.name) == ["mul", "add"])
    #expect(graphInputs([z]) == [x, y] && graphInputs([z], blockers: [s]) == [s, y])
    #expect(isAncestor(x, of: z) && !isAncestor(z, of: x) && isAncestor(z, of: z))
    #expect(Set(ancestors([z])).count == 5)
  }

  @Test func outputsOfANodeAreEqualHoweverMade() throws {
    let z = x + y
    let owner = try #require(z.owner)
    #expect(owner.outputs == [z] && owner.outputs[0].hashValue == z.hashValue)
    z.name = "z"
    #expect(owner.outputs[0].name == "z")
    #expect(x + y != x + y)
  }

  @Test func clonesReplaceInputsAndIntermediates() throws {
    let s = exp(x)
    let z = s * y
    let other = dscalar("other")
    #expect(pp(try clone(z, replacing: [x: other])) == "(exp(other) * y)")
    #expect(pp(try clone(z, replacing: [s: other])) == "(other * y)")
    #expect(try clone(z, replacing: [other: x]) == z)
    let error = #expect(throws: GraphError.self) { try clone(z, replacing: [x: fscalar("f")]) }
    #expect(error?.message.contains("Cannot convert Type TensorType(float32, scalar)") == true)
  }

  @Test func errorsTravelThroughExpressions() {
    let wrong = dvector("v") + tensor("m", shape: [2]).dimshuffle(5)
    #expect(wrong.error?.kind == .axis && (wrong * 2).error?.site == wrong.error?.site)
    #expect(throws: GraphError.self) { try wrong.check() }
  }

  @Test func typesPrintAsInTheano() {
    let texts = [dscalar(), fvector(), lrow(), icol(), dmatrix(), dtensor3()].map { "\($0.type)" }
    #expect(
      texts == [
        "TensorType(float64, scalar)", "TensorType(float32, vector)", "TensorType(int64, row)",
        "TensorType(int32, col)", "TensorType(float64, matrix)", "TensorType(float64, 3D)",
      ])
    #expect("\(tensor(shape: [nil, 3]).type)" == "TensorType(float64, shape: (?, 3))")
    #expect("\(tensor(shape: [1]).type)" == "TensorType(float64, (True,))")
  }

  @Test func flagsAreRead() {
    let flags = Configuration(flags: "floatX=float32, mode=FAST_RUN,device=gpu,floatX=int8")
    #expect(flags.floatX == .float32 && flags.mode == "FAST_RUN")
    #expect(flags.unknownFlags == ["device=gpu", "floatX=int8"])
    #expect(flags.compiler == nil && flags.compilerFlags == [] && flags.cacheFolder == nil)
    let native = Configuration(
      flags: "cxx=/usr/bin/cc, base_compiledir=,gcc.cxxflags=-g -fsanitize=undefined,mode")
    #expect(native.compiler == "/usr/bin/cc" && native.cacheFolder == "")
    #expect(native.compilerFlags == ["-g", "-fsanitize=undefined"])
    #expect(native.unknownFlags == ["mode"] && native.blasFlags == nil)
    #expect(Configuration(flags: "blas.ldflags=").blasFlags == "")
    #expect(Configuration(flags: "blas.ldflags=-L/opt -lblis").blasFlags == "-L/opt -lblis")
  }
}
