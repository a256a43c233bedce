import Theano

extension GoldenNames {
  /// Returns an expression of tensors in `rewrites.json`; nil for others.
  func tensorRewritten(_ source: String) throws -> Variable? {
    switch source {
    case "T.exp(v).shape[0]": return exp(v).shape[0]
    case "T.dot(M, N).shape[0]": return dot(M, N).shape[0]
    case "(M + N).shape[1]": return (M + N).shape[1]
    case "M.T.shape[0]": return M.T.shape[0]
    case "T.concatenate([v, w]).shape[0]": return concatenate([v, w]).shape[0]
    case "~~bv": return ~(~bv)
    case "M.T.T": return M.T.T
    case "T.dot(M, N).T": return dot(M, N).T
    case "(M + N).T.T": return (M + N).T.T
    case "T.exp(M.T).T": return exp(M.T).T
    case "v.dimshuffle('x', 0).dimshuffle(1)": return v.dimshuffle("x", 0).dimshuffle(1)
    case "t.dimshuffle(2, 0, 1).dimshuffle(1, 2, 0)":
      return t.dimshuffle(2, 0, 1).dimshuffle(1, 2, 0)
    case "M.reshape((2, 3)).reshape((6,))": return M.reshape([2, 3]).reshape([6])
    case "v.reshape((-1,))": return v.reshape([-1])
    case "M.reshape(M.shape)": return M.reshape(M.shape)
    case "T.exp(M.reshape((2, 3)))": return exp(M.reshape([2, 3]))
    case "M.flatten().reshape(M.shape)": return M.flatten().reshape(M.shape)
    case "v[:]": return v[.all]
    case "v[2:][1]": return v[2...][1]
    case "v[::-1][::-1]": return v[.stride(by: -1)][.stride(by: -1)]
    case "v[1:5][1:3]": return v[1..<5][1..<3]
    case "(v + w)[2]": return (v + w)[2]
    case "T.exp(v)[0]": return exp(v)[0]
    case "T.dot(M, N)[0]": return dot(M, N)[0]
    case "M.T[0]": return M.T[0]
    case "T.stack([x, y, z])[1]": return stack([x, y, z])[1]
    case "T.alloc(x, 10)[3:5]": return alloc(x, 10)[3..<5]
    case "M[i][j]": return M[i][j]
    case "T.zeros_like(M) + N": return zerosLike(M) + N
    case "T.set_subtensor(v[i], x)[i]": return setSubtensor(v[i], x)[i]
    case "T.set_subtensor(v[i], v[i] + x)": return setSubtensor(v[i], v[i] + x)
    case "T.inc_subtensor(v[i], 0)": return incSubtensor(v[i], 0)
    case "T.set_subtensor(v[:], w)": return setSubtensor(v[.all], w)
    case "T.concatenate([v])": return concatenate([v])
    case "T.join(0, T.stack([x]), T.stack([y]))": return join(0, stack([x]), stack([y]))
    case "M.sum(axis=[0, 1])": return M.sum(axis: [0, 1])
    case "M.sum(0).sum()": return M.sum(axis: 0).sum()
    case "T.sum(2 * v)": return (2 * v).sum()
    case "T.sum(-v)": return (-v).sum()
    case "(v / x).sum()": return (v / x).sum()
    case "T.sum(T.concatenate([v, w]))": return concatenate([v, w]).sum()
    case "r.sum(axis=0)": return r.sum(axis: 0)
    case "T.prod(2 * v)": return (2 * v).prod()
    case "M.max(axis=0).max()": return M.max(axis: 0).max()
    case "T.alloc(x, i).sum()": return alloc(x, i).sum()
    case "(M * x).sum(axis=0)": return (M * x).sum(axis: 0)
    case "-T.max(-v)": return -((-v).max())
    case "T.argmax(T.nnet.softmax(M), axis=1)": return argmax(softmax(M), axis: 1)
    case "T.argmax(T.exp(v))": return argmax(exp(v))
    case "M.max(axis=1)": return M.max(axis: 1)
    case "1 / (1 + T.exp(-v))": return 1 / (1 + exp(-v))
    case "T.exp(v) / (1 + T.exp(v))": return exp(v) / (1 + exp(v))
    case "T.log(T.nnet.sigmoid(v))": return log(sigmoid(v))
    case "T.log(1 - T.nnet.sigmoid(v))": return log(1 - sigmoid(v))
    case "1 - T.nnet.sigmoid(v)": return 1 - sigmoid(v)
    case "T.log(T.exp(v).sum())": return log(exp(v).sum())
    case "T.log(T.exp(M).sum(axis=1))": return log(exp(M).sum(axis: 1))
    case "T.log(T.nnet.softmax(M))[T.arange(M.shape[0]), iv]":
      return log(softmax(M))[arange(M.shape[0]), iv]
    case "T.exp(M) / T.exp(M).sum(1, keepdims=True)":
      return exp(M) / exp(M).sum(axis: 1, keepdims: true)
    case "T.nnet.softmax(M + v)": return softmax(M + v)
    case "T.nnet.binary_crossentropy(T.nnet.sigmoid(v), w)":
      return binaryCrossentropy(sigmoid(v), w)
    case "T.nnet.categorical_crossentropy(T.nnet.softmax(M), iv)":
      return categoricalCrossentropy(softmax(M), iv)
    case "T.dot(M, v) + w": return dot(M, v) + w
    case "M + 0.5 * T.dot(N, W)": return M + 0.5 * dot(N, W)
    case "M - 0.1 * T.dot(N.T, W)": return M - 0.1 * dot(N.T, W)
    case "0.3 * T.dot(M, N)": return 0.3 * dot(M, N)
    case "T.dot(M, T.zeros_like(N))": return dot(M, zerosLike(N))
    case "T.outer(v, w) + M": return outer(v, w) + M
    case "T.fill(v, x) * w": return fill(v, x) * w
    case "T.sum(T.sqr(v))": return sqr(v).sum()
    case "T.mean(v)": return v.mean()
    case "T.ones_like(v) * w": return onesLike(v) * w
    case "T.zeros((i, i)) + M": return zeros([i, i]) + M
    case "T.tile(v, 1)": return tile(v, 1)
    case "T.var(v)": return v.`var`()
    default: return nil
    }
  }
}
