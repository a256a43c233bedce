import HandWritten
import Theano

extension Case {
  /// Recurrent networks, forward and with gradients.
  static let recurrent: [Case] = [
    network(16, batch: 1, steps: 1000, inputs: 8, hasGradient: false, hand: smallByHand),
    network(16, batch: 1, steps: 1000, inputs: 8, hasGradient: true, hand: smallGradientByHand),
    network(128, batch: 32, steps: 100, inputs: 64, hasGradient: false),
    network(128, batch: 32, steps: 100, inputs: 64, hasGradient: true),
    longMemory(hasGradient: false), longMemory(hasGradient: true),
  ]

  /// A network's sequence and weights.
  private struct Values {
    var x: NDArray, wx: NDArray, wh: NDArray, b: NDArray

    /// The values for a network of this size, with `gates` matrices beside each other.
    init(_ units: Int, batch: Int, steps: Int, inputs: Int, gates: Int = 1) throws {
      x = try Inputs(12).float32([steps, batch, inputs])
      wx = try Inputs(13).float32([inputs, units * gates], scale: 1 / Double(inputs).squareRoot())
      wh = try Inputs(14).float32([units, units * gates], scale: 1 / Double(units).squareRoot())
      b = try NDArray.zeros([units * gates], dtype: .float32)
    }
  }

  /// h <- tanh(x[t] Wx + h Wh + b); the mean of the last state's squares, with its gradients if wanted.
  private static func network(
    _ units: Int, batch: Int, steps: Int, inputs: Int, hasGradient: Bool,
    hand: (@Sendable () throws -> Job)? = nil
  ) -> Case {
    .pure("rnn_\(hasGradient ? "grad" : "fwd")_h\(units)_b\(batch)_t\(steps)", hand: hand) {
      let values = try Values(units, batch: batch, steps: steps, inputs: inputs)
      return {
        let x = ftensor3("x")
        let Wx = shared(values.wx, name: "Wx"), Wh = shared(values.wh, name: "Wh")
        let b = shared(values.b, name: "b")
        let first = zeros([x.shape[1], Wh.shape[0]], dtype: .float32)
        let weights: [Variable] = [Wx, Wh, b]
        let (states, _) = try scan(sequences: x, outputsInfo: first, nonSequences: weights) {
          (x: Variable, h: Variable, Wx: Variable, Wh: Variable, b: Variable) in
          tanh(dot(x, Wx) + dot(h, Wh) + b)
        }
        let cost = (states[-1] ** 2).mean()
        let gradients = hasGradient ? try grad(cost, wrt: weights) : []
        return Job(try function([x], [cost] + gradients), values.x)
      }
    }
  }

  /// Long short-term memory (Hochreiter and Schmidhuber, 1997, with Gers' forget gates): 128 units, 32 sequences of
  /// 100 steps, 64 inputs; the gates' products are one.
  private static func longMemory(hasGradient: Bool) -> Case {
    .pure("lstm_\(hasGradient ? "grad" : "fwd")_h128_b32_t100") {
      let values = try Values(128, batch: 32, steps: 100, inputs: 64, gates: 4)
      return {
        let x = ftensor3("x")
        let Wx = shared(values.wx, name: "Wx"), Wh = shared(values.wh, name: "Wh")
        let b = shared(values.b, name: "b")
        let first = zeros([x.shape[1], Wh.shape[0]], dtype: .float32)
        let weights: [Variable] = [Wx, Wh, b]
        let ((states, _), _) = try scan(
          sequences: x, outputsInfo: [first, first], nonSequences: weights
        ) {
          (x: Variable, h: Variable, c: Variable, Wx: Variable, Wh: Variable, b: Variable) in
          let z = dot(x, Wx) + dot(h, Wh) + b
          let (input, forget) = (sigmoid(z[.all, 0..<128]), sigmoid(z[.all, 128..<256]))
          let (output, candidate) = (sigmoid(z[.all, 256..<384]), tanh(z[.all, 384..<512]))
          let cell = forget * c + input * candidate
          return (output * tanh(cell), cell)
        }
        let cost = (states[-1] ** 2).mean()
        let gradients = hasGradient ? try grad(cost, wrt: weights) : []
        return Job(try function([x], [cost] + gradients), values.x)
      }
    }
  }

  /// The smaller network in C.
  @Sendable private static func smallByHand() throws -> Job {
    let values = try Values(16, batch: 1, steps: 1000, inputs: 8)
    let (x, wx) = (Memory(values.x, Float(0)), Memory(values.wx, Float(0)))
    let (wh, b) = (Memory(values.wh, Float(0)), Memory(values.b, Float(0)))
    let (states, cost) = (Memory(16 * 1001, Float(0)), Memory(1, Float(0)))
    let call = {
      cost.start.pointee = hand_rnn16(x.start, wx.start, wh.start, b.start, states.start, 1000)
    }
    return Job(call) {
      call()
      return [try cost.array()]
    }
  }

  /// The smaller network and its gradients in C.
  @Sendable private static func smallGradientByHand() throws -> Job {
    let values = try Values(16, batch: 1, steps: 1000, inputs: 8)
    let (x, wx) = (Memory(values.x, Float(0)), Memory(values.wx, Float(0)))
    let (wh, b) = (Memory(values.wh, Float(0)), Memory(values.b, Float(0)))
    let (states, cost) = (Memory(16 * 1001, Float(0)), Memory(1, Float(0)))
    let (dwx, dwh, db) = (Memory(8 * 16, Float(0)), Memory(16 * 16, Float(0)), Memory(16, Float(0)))
    let call = {
      cost.start.pointee = hand_rnn16_grad(
        x.start, wx.start, wh.start, b.start, states.start, dwx.start, dwh.start, db.start, 1000)
    }
    return Job(call) {
      call()
      return [try cost.array(), try dwx.array(), try dwh.array(), try db.array()]
    }
  }
}
