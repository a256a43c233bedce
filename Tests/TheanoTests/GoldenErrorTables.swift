extension GoldenErrorTests {
  /// What our messages say where it is not what Theano's first line says.
  static let messages: [String: String] = [
    "badSumAxis": "Not enough dimensions to reduce on axis 2: the operand has 2.",
    "badNegativeAxis": "Not enough dimensions to reduce on axis -3: the operand has 2.",
    "badMaxAxis": "Not enough dimensions to reduce on axis 5: the operand has 2.",
    "badArgmaxAxis": "Not enough dimensions to reduce on axis 1: the operand has 1.",
    "dimshuffleRepeated": "The same axis cannot appear twice in the new order: [0, 0].",
    "reshapeUnknownLength": "The length of the provided shape (iv) cannot be automatically",
    "stackRanks": "stack takes tensors of one rank. v is a TensorType(float64, vector), M is",
    "specifyShapeRank": "2 lengths are given for v of type TensorType(float64, vector)",
    "missingGraphInput":
      "Input 'y' of the graph, used to compute Elemwise{add,no_inplace}(x, y), was not provided",
    "evalMissing":
      "Input 'y' of the graph, used to compute Elemwise{add,no_inplace}(x, y), was not provided",
    "lossyArray":
      "TensorType(float32, scalar) cannot store a value of dtype float64 without",
    "lossyNumber": "TensorType(float32, scalar) cannot store accurately value 1.1, it would be",
    "lossyInteger":
      "TensorType(int64, scalar) cannot store accurately value 1.5, it would be represented as 1",
    "lossyIntegerArray":
      "TensorType(int32, scalar) cannot store a value of dtype int64 without",
    "strictDtype":
      "TensorType(float64, scalar) expected an array with dtype = float64 (got float32)",
    "updateTwice": "This shared variable already has an update expression: s",
    "givensOnInput": "You are trying to replace variable 'x' through the `givens` parameter",
    "dotShapes": "shapes (1, 2) and (1, 2) not aligned: 2 (dim 1) != 1 (dim 0)",
    "dotVectors": "shapes (1,) and (2,) not aligned: 1 (dim 0) != 2 (dim 0)",
    "advancedOutOfBounds": "index out of bounds: index 7 along axis 0, which has length 2",
    "reshapeSize": "Cannot reshape input of shape (3,) to shape (2, 2).",
    "joinShapes": "along axis 1, input 0 has length 2, input 1 has 3",
    "gradientDisconnected": "with respect to a variable that is not part of the",
    "gradientOfArangeLength": "with respect to a variable that is not part of the",
    "scanStateDtype":
      "has dtype int8, while the result of the inner function (`fn`) has dtype int64",
    "scanStateFloatDtype":
      "has dtype float32, while the result of the inner function (`fn`) has dtype float64",
    "scanStateRank": "while the corresponding variable in the result of the inner function of scan",
    "scanMoreStepsThanSequence":
      "Sequence is shorter than the required number of steps : (n_steps, seq, seq.shape): 5, v, (2,)",
  ]

  /// Mistakes that cannot be made here, with the reason.
  static let impossible: [String: String] = [
    "unknownDtype": "dtypes are cases of an enumeration",
    "nameNotString": "names are strings by type",
    "variableAsCondition": "`if` takes a Bool by type",
    "boolLiteral": "a bool literal is a constant like others",
    "lengthOfVariable": "a variable is no collection",
    "iterate": "a variable is no sequence",
    "roundInteger": "an integer rounds to itself",
    "reshapeInteger": "shapes are lists by type",
    "boolIndex": "a Bool is no index by type",
    "softmaxRank": "softmax takes any rank",
    "sharedDtypeKeyword": "there is no such parameter",
    "sharedSymbolic": "values are arrays by type",
    "sharedList": "nested arrays are tensors",
    "randomIntegerSize": "sizes are lists by type",
    "inputsNotList": "inputs are a list by type",
    "badOutput": "outputs are variables by type, and a literal is one",
    "badUnusedOption": "options are cases of an enumeration",
    "textArgument": "arguments are numbers and arrays by type",
    "variableArgument": "arguments are numbers and arrays by type",
    "updateNotShared": "the left sides of updates are shared variables by type",
    "updatesNotPairs": "updates are pairs by type",
    "evalText": "values belong to variables by type",
    "gradientByNumber": "gradients are by variables, and a literal is one",
    "gradientBySet": "wrt is a list by type",
    "gradientDisconnectedWarning": "a warning is no error",
    "gradientDisconnectedOption": "options are cases of an enumeration",
    "gradientThroughRandom": "draws of reals have gradients, draws of integers zero ones",
    "jacobianOfMatrix": "Jacobians of any rank exist",
    "hessianByMatrix": "Hessians of any rank exist",
    "scanConstantResult": "a literal is a variable",
    "scanTapsWithoutInitial": "taps belong to an initial state by type",
    "scanZeroSteps": "no steps give no rows",
  ]

  /// Mistakes that have nothing to do with an expression, and so no line where one was built.
  static let placeless: Set<String> = [
    "unknownMode", "tooManyArguments", "argumentTwice", "unknownKeyword", "setValueRank",
  ]
}
