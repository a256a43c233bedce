import Testing
import TheanoGraph
import TheanoOps

@Suite struct PrintingTests {
  private let x = dscalar("x"), y = dscalar("y")

  @Test func treesShowSharedNodesOnce() {
    let s = exp(x)
    s.name = "s"
    #expect(
      debugString([s * s + y]) == """
        Elemwise{add,no_inplace} [id A] ''
         |Elemwise{mul,no_inplace} [id B] ''
         | |Elemwise{exp,no_inplace} [id C] 's'
         | | |x [id D]
         | |Elemwise{exp,no_inplace} [id C] 's'
         |y [id E]

        """)
  }

  @Test func treesStopWhereTold() {
    let s = exp(x)
    s.name = "s"
    #expect(
      debugString([s + y], ids: .integers, stopOnName: true) == """
        Elemwise{add,no_inplace} [id 0] ''
         |Elemwise{exp,no_inplace} [id 1] 's'
         |y [id 2]

        """)
    #expect(debugString([s + y], depth: 1, ids: .none) == "Elemwise{add,no_inplace} ''\n")
    #expect(debugString([x], printType: true) == "x [id A] <TensorType(float64, scalar)>\n")
  }

  @Test func identitiesGoOnAfterZ() {
    let many = (0..<28).map { dscalar("v\($0)") }
    let lines = debugString(many).split(separator: "\n")
    #expect(lines[25] == "v25 [id Z]" && lines[26] == "v26 [id BA]" && lines[27] == "v27 [id BB]")
  }

  @Test func graphvizNamesEverythingOnce() {
    let text = dot(exp(x) + exp(x) * y)
    #expect(text.hasPrefix("digraph {") && text.hasSuffix("}\n"))
    #expect(text.components(separatedBy: "label=\"x\"").count == 2)
    #expect(text.contains("TensorType(float64, scalar)"))
  }

  @Test func prettyPrintingIsLimited() {
    var z = x
    for _ in 0..<60 { z = z + z }
    #expect(pp(z, limit: 1000).hasSuffix("…"))
  }

  @Test func errorsPrintAsSuch() {
    let wrong = dvector("v").dimshuffle(3)
    #expect(pp(wrong).hasPrefix("<error: ") && pp(wrong + 1) == pp(wrong))
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
