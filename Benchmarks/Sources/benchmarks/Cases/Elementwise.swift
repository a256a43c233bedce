import HandWritten
import Theano

extension Case {
  /// Element by element: exponentials, a chain of functions, a single addition, ten thousand operations.
  static let elementwise: [Case] =
    [1000, 1_000_000].flatMap { [logistic($0), chain($0)] } + [
      sum, scalarAdd, scalarAddOfNumbers, scalarAddInto, longChain,
    ]

  /// The logistic function of `n` numbers.
  private static func logistic(_ n: Int) -> Case {
    .pure("logistic_f32_\(n)") {
      let (x, y) = (try Memory(Inputs(1).float32([n]), Float(0)), Memory(n, Float(0)))
      let call = { hand_logistic(x.start, y.start, Int64(n)) }
      return Job(call) {
        call()
        return [try y.array()]
      }
    } _: {
      let values = try Inputs(1).float32([n])
      return {
        let x = fvector("x")
        return Job(try function([x], 1 / (1 + exp(-x))), values)
      }
    }
  }

  /// Eleven operations on `n` numbers.
  private static func chain(_ n: Int) -> Case {
    .pure("chain_f32_\(n)") {
      let a = Memory(try Inputs(2).float32([n]), Float(0))
      let b = Memory(try Inputs(3).float32([n]), Float(0))
      let y = Memory(n, Float(0))
      let call = { hand_chain(a.start, b.start, y.start, Int64(n)) }
      return Job(call) {
        call()
        return [try y.array()]
      }
    } _: {
      let (aValues, bValues) = (try Inputs(2).float32([n]), try Inputs(3).float32([n]))
      return {
        let a = fvector("a"), b = fvector("b")
        let damped = tanh(a * b + b) * exp(-a * a)
        let f = try function([a, b], damped + log1p(abs(b)) * sin(a))
        return Job(f, aValues, bValues)
      }
    }
  }

  /// The sum of two vectors: the time is the memory's.
  private static let sum = Case.pure("add_f32_1000000") {
    let a = Memory(try Inputs(2).float32([1_000_000]), Float(0))
    let b = Memory(try Inputs(3).float32([1_000_000]), Float(0))
    let y = Memory(1_000_000, Float(0))
    let call = { hand_add(a.start, b.start, y.start, 1_000_000) }
    return Job(call) {
      call()
      return [try y.array()]
    }
  } _: {
    let (aValues, bValues) = (
      try Inputs(2).float32([1_000_000]), try Inputs(3).float32([1_000_000])
    )
    return {
      let a = fvector("a"), b = fvector("b")
      return Job(try function([a, b], a + b), aValues, bValues)
    }
  }

  /// What a call costs, on arrays of one number.
  private static let scalarAdd = Case.pure("scalar_add_call") {
    {
      let x = dscalar("x"), y = dscalar("y")
      return Job(try function([x, y], x + y), NDArray(2.0), NDArray(3.0))
    }
  }

  /// What a call costs as users write it.
  private static let scalarAddOfNumbers = Case.pure("scalar_add_call_numbers") {
    {
      let x = dscalar("x"), y = dscalar("y")
      let f = try function([x, y], x + y)
      return Job {
        _ = try f(2.0, 3.0)
      } results: {
        [try f(2.0, 3.0)]
      }
    }
  }

  /// What a call costs that uses the memory of the last result.
  private static let scalarAddInto = Case.pure("scalar_add_call_into") {
    {
      let x = dscalar("x"), y = dscalar("y")
      let f = try function([x, y], x + y)
      let a = NDArray(2.0), b = NDArray(3.0)
      // A variable that closures share is checked for overlapping access each time; this one is not.
      let sum = UnsafeMutablePointer<NDArray>.allocate(capacity: 1)
      sum.initialize(to: NDArray(0.0))
      return Job {
        try f.call(into: &sum.pointee, a, b)
      } results: {
        try f.call(into: &sum.pointee, a, b)
        return [sum.pointee]
      }
    }
  }

  /// Ten thousand operations, five for each step, on a thousand numbers.
  private static let longChain = Case.pure("chain_10000_ops") {
    let (xValues, yValues) = (try Inputs(1).float32([1000]), try Inputs(2).float32([1000]))
    return {
      let x = fvector("x"), y = fvector("y")
      var h: Variable = x
      for _ in 0..<2000 { h = tanh(h * 1.5 + y) - 0.5 * h }
      return Job(try function([x, y], h), xValues, yValues)
    }
  }
}
