import Theano

/// More examples: the logistic function, defaults, shared variables.
func moreExamples() throws {
  chapter(2, "More examples")

  try example("Logistic function") {
    let x = fmatrix("x")
    let s = 1 / (1 + exp(-x))
    let logistic = try function([x], s)
    print(pp(s))
    print(try logistic([[0, 1], [-1, -2]]))
  }

  try example("Setting a default value for an argument") {
    let (x, y) = fscalars("x", "y")
    let z = x + y
    let f = try function([x, Param(y, default: 1)], z)
    print(try f(10))
    print(try f(10, 5))
    print(try f(10, y: 3))
  }

  try example("Using shared variables") {
    let state = shared(0)
    let inc = iscalar("inc")
    let accumulator = try function([inc], state, updates: [(state, state + inc)])
    print(try accumulator(1), state.value)
    print(try accumulator(300), state.value)
    try state.setValue(-1)
    print(try accumulator(3), try state.getValue())
  }
}
