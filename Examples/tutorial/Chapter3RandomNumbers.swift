import Theano

/// Random numbers: streams, seeding, sharing and copying their states.
func randomNumbers() throws {
  chapter(3, "Using random numbers")
  let srng = RandomStreams(seed: 234)
  let rv_u = srng.uniform([2, 2])

  try example("A brief example") {
    let srng = RandomStreams(seed: 234)
    let rv_u = srng.uniform([2, 2])
    let rv_n = srng.normal([2, 2])
    let f = try function([], rv_u)
    let g = try function([], rv_n, noDefaultUpdates: true)  // not updating rv_n.rng
    let nearlyZeros = try function([], rv_u + rv_u - 2 * rv_u)
    print(try f())
    print(try f())
    print(try g())
    print(try g())
    print(try nearlyZeros())
  }

  say(
    "A random variable is drawn at most once in a call, however often it occurs in the expression.")

  let f = try function([], rv_u)
  try example("Seeding streams") {
    var rngValue = try rv_u.rng.getValue(borrow: true)  // get the rng for rv_u
    rngValue.seed(12345)  // seed the generator
    try rv_u.rng.setValue(rngValue, borrow: true)  // assign back seeded rng
    print(try f())
    srng.seed(902340)  // seeds all streams of srng
    print(try f())
  }

  try example("Sharing streams between functions") {
    let stateAfterV0 = try rv_u.rng.getValue().getState()
    let v0 = try f()
    let v1 = try f()
    var rng = try rv_u.rng.getValue(borrow: true)
    rng.setState(stateAfterV0)
    try rv_u.rng.setValue(rng, borrow: true)
    let v2 = try f()  // v2 == v0
    let v3 = try f()  // v3 == v1
    print(v2 == v0, v3 == v1)
  }

  try example("Copying random state between Theano graphs") {
    struct Graph {
      let rng: RandomStreams
      let y: RandomVariable
      init(seed: Int) {
        rng = RandomStreams(seed: seed)
        y = rng.uniform([1])
      }
    }
    let g1 = Graph(seed: 123)
    let f1 = try function([], g1.y)
    let g2 = Graph(seed: 987)
    let f2 = try function([], g2.y)
    print("by default, the two functions are out of sync:", try f1() == f2())
    for (state1, state2) in zip(g1.rng.stateUpdates, g2.rng.stateUpdates) {
      try state2.0.setValue(state1.0.getValue())
    }
    print("after copying the states, they draw the same:", try f1() == f2(), try f1() == f2())
  }
}
