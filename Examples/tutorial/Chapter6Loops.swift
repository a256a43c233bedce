import Theano

/// Loops with `scan`.
func loops() throws {
  chapter(6, "Loop")

  try example("Simple loop with accumulation: computing A ** k") {
    let k = iscalar("k")
    let A = vector("A")
    let (result, updates) = try scan(outputsInfo: onesLike(A), nonSequences: A, nSteps: k) {
      priorResult, A in priorResult * A
    }
    // We only care about A ** k, but scan has provided us with A ** 1 through A ** k. Only the last is kept.
    let finalResult = result[-1]
    let power = try function([A, k], finalResult, updates: updates)
    print(try power(0..<10, 2))
    print(try power(0..<10, 4))
  }

  try example("Iterating over the first dimension of a tensor: calculating a polynomial") {
    let coefficients = vector("coefficients")
    let x = scalar("x")
    let maxCoefficientsSupported = 10000
    // Generate the components of the polynomial; the shorter sequence counts.
    let (components, _) = try scan(
      sequences: [coefficients, arange(maxCoefficientsSupported)], nonSequences: x
    ) { coefficient, power, freeVariable in coefficient * freeVariable ** power }
    // Sum them up.
    let polynomial = components.sum()
    let calculatePolynomial = try function([coefficients, x], polynomial)
    let testCoefficients: [Float] = [1, 0, 2]
    print(try calculatePolynomial(testCoefficients, 3))
    print(1.0 * 1 + 0.0 * 3 + 2.0 * 9)
    debugprint(calculatePolynomial)
  }

  say(
    """
    The steps of this loop do not depend on each other, so that compiling has taken the loop away: one product
    of whole vectors is left.
    """)

  say(
    """
    A pitfall: the initial state must have the dtype of what the step returns. An int8 zero plus int64 rows
    gives int64, which would have to be cast down to become the next state. That is an error; it says so when
    the loop is built, with the line of the step.
    """)
  example("Simple accumulation into a scalar: the pitfall") {
    let upTo = lscalar("upTo")
    do {
      let (result, _) = try scan(
        sequences: arange(upTo), outputsInfo: try constant(Int8(0))
      ) { row, sum in sum + row }
      print(result)
    } catch { print(error) }
  }

  try example("Simple accumulation into a scalar: the fix") {
    let upTo = lscalar("upTo")
    let (result, _) = try scan(sequences: arange(upTo), outputsInfo: 0) { row, sum in sum + row }
    let triangle = try function([upTo], result)
    print(try triangle(10))
  }

  say("A literal has no dtype of its own, so the initial 0 above takes that of the step's result.")

  try example("Gradients go through loops") {
    let A = vector("A")
    let (result, _) = try scan(outputsInfo: onesLike(A), nonSequences: A, nSteps: 5) {
      prior, A in prior * A
    }
    let g = try function([A], try grad(result[-1].sum(), wrt: A))
    print(try g([1, 2, 3]))
  }
}
