import Glibc
import Testing
import Theano

/// What the first function of a process may cost.
@Suite struct FirstFunctionTests {
  /// A child stays until this process ends if it is the symbolizer, which takes longer to start than a
  /// small function takes to be compiled.
  @Test func noProcessIsStarted() async {
    await #expect(processExitsWith: .success) {
      let x = dvector("x")
      let f = try function([x], tanh(x).sum(), mode: .reference)
      let copy = try f.copy()
      let isRight = try f([0.0, 0]) == copy([0.0, 0])
      let hasChild = waitpid(-1, nil, WNOHANG) != -1
      exit(isRight && !hasChild ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }

  @Test func namesOfCopies() throws {
    let x = dvector("x")
    let (f, line) = (try function([x], x), #line)
    let place = "FirstFunctionTests.swift:\(line)"
    #expect(f.name == place)
    let copy = try f.copy()
    #expect(try copy.name == "\(place) copy" && copy.copy().name == "\(place) copy copy")
    #expect(try copy.copy(name: "mine").name == "mine")
    let error = #expect(throws: GraphError.self) { try copy() }
    #expect(error?.message.contains("\(place) copy") == true)
  }
}
