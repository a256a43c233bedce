import Theano

/// Graph structures: variables, operations and the nodes that connect them.
func graphStructures() throws {
  chapter(4, "Graph structures")

  example("Variable, op and apply nodes") {
    let x = fmatrix("x")
    let y = fmatrix("y")
    let z = x + y
    if let owner = z.owner {
      print(owner.op.name, owner.inputs, owner.outputs == [z])
    }
    print(x.owner == nil, graphInputs([z]))
    debugprint(exp(z) * 2)
  }

  try example("Automatic differentiation walks the graph from outputs to inputs") {
    let x = dscalar("x")
    let y = sin(x) * x
    let gy = try grad(y, wrt: x)
    print(pp(gy))
    print(try gy.eval([x: 2.0]))
  }
}

/// Derivatives: gradients, Jacobians, Hessians, products with vectors.
func derivatives() throws {
  chapter(5, "Derivatives in Theano")

  try example("Computing the gradient") {
    let x = fscalar("x")
    let y = x ** 2
    let gy = try grad(y, wrt: x)
    print(pp(gy))
    let f = try function([x], gy)
    print(try f(4))
    print(pp(f.graph[0]))
  }

  say(
    """
    fill((x ** TensorConstant{2}), TensorConstant{1.0}) means to make a tensor of the same shape as x ** 2
    and to fill it with 1.0: the derivative of the cost by itself. Compiling leaves of all that 2x.
    """)

  try example("Computing the Jacobian") {
    let x = dvector("x")
    let y = x ** 2
    let f = try function([x], try jacobian(y, wrt: x))
    print(try f([4, 4]))
    let h = try function([x], try hessian(y.sum(), wrt: x))
    print(try h([4, 4]))
  }

  try example("Jacobian times vector, vector times Jacobian") {
    let W = dmatrix("W"), V = dmatrix("V"), x = dvector("x"), v = dvector("v")
    let y = dot(x, W)
    let JV = try function([V, x], try rop(y, wrt: W, evalPoint: V))
    print(try JV([[2, 2], [2, 2]], [0, 1]))
    let vJ = try function([v, x], try lop(y, wrt: W, evalPoint: v))
    print(try vJ([2, 2], [0, 1]))
  }
}
