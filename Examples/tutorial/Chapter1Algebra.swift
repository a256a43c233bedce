import Theano

/// Basic algebra: symbolic variables, expressions, functions.
func basicAlgebra() throws {
  chapter(1, "Basic algebra")

  try example("Adding two scalars") {
    let x = fscalar("x")
    let y = fscalar("y")
    let z = x + y
    print(pp(z))
    let f = try function([x, y], z)
    print(try f(2, 3))
  }

  try example("Adding two matrices") {
    let x = fmatrix("x")
    let y = fmatrix("y")
    let z = x + y
    let f = try function([x, y], z)
    print(try f([[1, 2], [3, 4]], [[10, 20], [30, 40]]))
  }

  say(
    """
    A value goes into a variable only if nothing is lost. 1.1 has no exact float32, so passing it to an
    fscalar is an error that names the input and the line where it was made; 1 and 1.5 are fine.
    """)
  try example("What does not fit is an error") {
    let x = fscalar("x")
    let f = try function([x], x * 2, name: "double")
    print(try f(1.5))
    do { print(try f(1.1)) } catch { print(error) }
    let g = try function([x], x * 2, allowInputDowncast: true)
    print(try g(1.1))
  }
}
