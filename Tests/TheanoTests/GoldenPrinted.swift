import Theano

extension GoldenNames {
  /// Returns an expression of the sections of texts, given as Python; throws for others.
  func printed(_ source: String) throws -> Variable {
    switch source {
    case "x + y": return x + y
    case "x - y": return x - y
    case "x * y": return x * y
    case "x / y": return x / y
    case "x // y": return intDiv(x, y)
    case "x ** y": return x ** y
    case "x % y": return x % y
    case "-x": return -x
    case "abs(x)": return abs(x)
    case "T.add(x, y, z)": return add(x, y, z)
    case "T.mul(x, y, z)": return mul(x, y, z)
    case "x + y * z": return x + y * z
    case "(x + y) * z": return (x + y) * z
    case "x - (y - z)": return x - (y - z)
    case "(x - y) - z": return (x - y) - z
    case "-(x + y)": return -(x + y)
    case "x ** y ** z": return x ** y ** z
    case "(x * y) / z": return (x * y) / z
    case "x + 1": return x + 1
    case "2 * x": return 2 * x
    case "x ** 2": return x ** 2
    case "1 / x": return 1 / x
    case "x * 1.5": return x * 1.5
    case "fx * 2": return fx * 2
    case "fx + fy": return fx + fy
    case "i + j": return i + j
    case "i // 2": return intDiv(i, 2)
    case "T.exp(x)": return exp(x)
    case "T.exp2(x)": return exp2(x)
    case "T.expm1(x)": return expm1(x)
    case "T.log(x)": return log(x)
    case "T.log2(x)": return log2(x)
    case "T.log10(x)": return log10(x)
    case "T.log1p(x)": return log1p(x)
    case "T.sqrt(x)": return sqrt(x)
    case "T.sqr(x)": return sqr(x)
    case "T.inv(x)": return inv(x)
    case "T.sgn(x)": return sgn(x)
    case "T.floor(x)": return floor(x)
    case "T.ceil(x)": return ceil(x)
    case "T.trunc(x)": return trunc(x)
    case "T.round(x)": return round(x)
    case "T.sin(x)": return sin(x)
    case "T.cos(x)": return cos(x)
    case "T.tan(x)": return tan(x)
    case "T.arcsin(x)": return arcsin(x)
    case "T.arccos(x)": return arccos(x)
    case "T.arctan(x)": return arctan(x)
    case "T.arctan2(y, x)": return arctan2(y, x)
    case "T.sinh(x)": return sinh(x)
    case "T.cosh(x)": return cosh(x)
    case "T.tanh(x)": return tanh(x)
    case "T.deg2rad(x)": return deg2rad(x)
    case "T.erf(x)": return erf(x)
    case "T.gamma(x)": return gamma(x)
    case "T.gammaln(x)": return gammaln(x)
    case "T.psi(x)": return psi(x)
    case "T.maximum(x, y)": return maximum(x, y)
    case "T.minimum(x, y)": return minimum(x, y)
    case "T.clip(x, y, z)": return clip(x, y, z)
    case "T.switch(x < y, x, y)": return `switch`(x .< y, x, y)
    case "x < y": return x .< y
    case "x > y": return x .> y
    case "x <= y": return x .<= y
    case "x >= y": return x .>= y
    case "T.eq(x, y)": return eq(x, y)
    case "T.neq(x, y)": return neq(x, y)
    case "T.isnan(x)": return isnan(x)
    case "T.isinf(x)": return isinf(x)
    case "bv & bw": return bv & bw
    case "bv | bw": return bv | bw
    case "bv ^ bw": return bv ^ bw
    case "~bv": return ~bv
    case "i & j": return i & j
    case "1 / (1 + T.exp(-x))": return 1 / (1 + exp(-x))
    case "T.exp(-x ** 2 / 2)": return exp(-(x ** 2) / 2)
    case "T.log(1 + T.exp(x))": return log(1 + exp(x))
    case "T.nnet.sigmoid(x)": return sigmoid(x)
    case "T.nnet.softplus(x)": return softplus(x)
    case "T.nnet.relu(v)": return relu(v)
    case "T.cast(x, 'float32')": return cast(x, .float32)
    case "T.cast(i, 'float64')": return cast(i, .float64)
    case "T.cast(x, 'int32')": return cast(x, .int32)
    case "M + v": return M + v
    case "M + x": return M + x
    case "M * r": return M * r
    case "M / c": return M / c
    case "M + N * x": return M + N * x
    case "v.dimshuffle('x', 0)": return v.dimshuffle("x", 0)
    case "v.dimshuffle(0, 'x')": return v.dimshuffle(0, "x")
    case "M.dimshuffle(1, 0)": return M.dimshuffle(1, 0)
    case "t.dimshuffle(2, 0, 1)": return t.dimshuffle(2, 0, 1)
    case "M.T": return M.T
    case "M.T + N": return M.T + N
    case "t.T": return t.T
    case "T.dot(M, N)": return dot(M, N)
    case "T.dot(M, v)": return dot(M, v)
    case "T.dot(v, w)": return dot(v, w)
    case "T.dot(T.dot(M, N), v) + w": return dot(dot(M, N), v) + w
    case "T.outer(v, w)": return outer(v, w)
    case "T.exp(T.dot(M, v))": return exp(dot(M, v))
    case "M[0]": return M[0]
    case "M[1:3]": return M[1..<3]
    case "M[:, ::2]": return M[.all, .stride(by: 2)]
    case "M[:, 0]": return M[.all, 0]
    case "M[::-1]": return M[.stride(by: -1)]
    case "v[-1]": return v[-1]
    case "v[1:]": return v[1...]
    case "v[i:j]": return v[i..<j]
    case "v[iv]": return v[iv]
    case "M[iv]": return M[iv]
    case "v[None, :]": return v[.newAxis, .all]
    case "M.sum()": return M.sum()
    case "M.sum(axis=0)": return M.sum(axis: 0)
    case "M.sum(axis=1, keepdims=True)": return M.sum(axis: 1, keepdims: true)
    case "v.sum()": return v.sum()
    case "fM.sum()": return fM.sum()
    case "t.sum(axis=[0, 2])": return t.sum(axis: [0, 2])
    case "iv.sum()": return iv.sum()
    case "v.mean()": return v.mean()
    case "M.mean(axis=0)": return M.mean(axis: 0)
    case "M.max()": return M.max()
    case "v.max()": return v.max()
    case "M.max(axis=0)": return M.max(axis: 0)
    case "M.min()": return M.min()
    case "v.norm(2)": return v.norm(2)
    case "T.sqr(v).sum()": return sqr(v).sum()
    case "T.sqrt(T.sqr(v).sum())": return sqrt(sqr(v).sum())
    case "((v - w) ** 2).mean()": return ((v - w) ** 2).mean()
    case "T.zeros_like(M)": return zerosLike(M)
    case "T.ones_like(M)": return onesLike(M)
    case "T.fill(M, 3)": return fill(M, 3)
    case "T.zeros((i, i))": return zeros([i, i])
    case "T.ones((2, 3))": return ones([2, 3])
    case "T.alloc(x, i, j)": return alloc(x, i, j)
    case "T.join(0, M, N)": return join(0, M, N)
    case "T.concatenate([v, w])": return concatenate([v, w])
    case "T.stack([x, y])": return stack([x, y])
    case "T.stack([v, w])": return stack([v, w])
    case "T.set_subtensor(M[0], 1)": return setSubtensor(M[0], 1)
    case "M.reshape((2, 3))": return M.reshape([2, 3])
    case "M.reshape((-1,))": return M.reshape([-1])
    case "M.flatten()": return M.flatten()
    case "M.shape": return M.shape
    case "M.shape[0]": return M.shape[0]
    case "v.size": return v.size
    case "T.nnet.softmax(M)": return softmax(M)
    case "T.log(T.nnet.softmax(M))": return log(softmax(M))
    case "alpha * x": return alpha * x
    case "T.dscalar() + x": return dscalar() + x
    case "T.dmatrix() * 2": return dmatrix() * 2
    case "T.constant(3)": return try constant(3)
    case "T.constant([1., 2.])": return try constant([1.0, 2.0])
    case "v + [1., 2.]": return v + (try constant([1.0, 2.0]))
    case "v + np.zeros(3)": return v + (try constant([0.0, 0.0, 0.0]))
    case "x ** 3": return x ** 3
    case "x": return x
    case "y / x": return y / x
    case "x * x": return x * x
    case "T.exp(x * y)": return exp(x * y)
    case "T.switch(y > 0, x, -x)": return `switch`(y .> 0, x, -x)
    case "(v * w).sum()": return (v * w).sum()
    case "(v ** 2).sum()": return (v ** 2).sum()
    case "T.exp(v).sum()": return exp(v).sum()
    case "M.mean()": return M.mean()
    case "(M * v).sum()": return (M * v).sum()
    case "(M + x).sum()": return (M + x).sum()
    case "T.dot(M, v).sum()": return dot(M, v).sum()
    case "T.dot(M, N).sum()": return dot(M, N).sum()
    case "M.T.sum()": return M.T.sum()
    case "v[0]": return v[0]
    case "M[0].sum()": return M[0].sum()
    case "M.sum(axis=0).max()": return M.sum(axis: 0).max()
    case "x * y + z": return x * y + z
    case "T.exp(x) / (x + T.exp(x))": return exp(x) / (x + exp(x))
    case "M + N": return M + N
    case "M * r + c": return M * r + c
    case "T.dot(M, N) + v": return dot(M, N) + v
    case "(M + N).sum(axis=0)": return (M + N).sum(axis: 0)
    case "T.grad(x ** 2, x)": return try grad(x ** 2, wrt: x)
    case "T.log(fx + fy)": return log(fx + fy)
    case "-T.tanh(T.dot(M, v) + w)": return -tanh(dot(M, v) + w)
    case "T.switch(v > w, v, w)": return `switch`(v .> w, v, w)
    case "v[1:3] * w[i]": return v[1..<3] * w[i]
    case "T.join(0, v, w)": return join(0, v, w)
    default: return try computed(source)
    }
  }
}
