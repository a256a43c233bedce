import Theano

extension GoldenNames {
  /// Returns an expression of the sections `values` and `kinks`, given as Python; throws for others.
  func computed(_ source: String) throws -> Variable {
    switch source {
    case "T.clip(v, 2, 1)": return clip(v, 2, 1)
    case "i // j": return intDiv(i, j)
    case "i % j": return i % j
    case "i / j": return i / j
    case "i ** j": return i ** j
    case "T.round(v)": return round(v)
    case "T.round(v, 'half_away_from_zero')": return round(v, mode: .halfAwayFromZero)
    case "T.iround(v)": return iround(v)
    case "T.sgn(v)": return sgn(v)
    case "T.maximum(v, 1)": return maximum(v, 1)
    case "T.minimum(v, 1)": return minimum(v, 1)
    case "v.argmax()": return v.argmax()
    case "v.argmin()": return v.argmin()
    case "M.argmax()": return M.argmax()
    case "M.norm(2, axis=1)": return M.norm(2, axis: 1)
    case "v.norm(3)": return v.norm(3)
    case "iv.mean()": return iv.mean()
    case "v.var(ddof=1)": return v.var(ddof: 1)
    case "v.ptp()": return v.ptp()
    case "T.set_subtensor(iv[0], x)": return setSubtensor(iv[0], x)
    case "T.set_subtensor(M[0][1], x)": return setSubtensor(M[0][1], x)
    case "T.set_subtensor(M.T[0], v)": return setSubtensor(M.T[0], v)
    case "T.set_subtensor(v[iv], w)": return setSubtensor(v[iv], w)
    case "T.inc_subtensor(v[iv], w)": return incSubtensor(v[iv], w)
    case "T.nnet.softmax(v)": return softmax(v)
    case "T.nnet.hard_sigmoid(v)": return hardSigmoid(v)
    case "T.nnet.relu(v, 0.1)": return relu(v, alpha: 0.1)
    case "T.nnet.elu(v, 2.)": return elu(v, alpha: 2)
    case "T.nnet.selu(v)": return selu(v)
    case "T.nnet.softsign(v)": return softsign(v)
    case "T.nnet.binary_crossentropy(v, w)": return binaryCrossentropy(v, w)
    case "T.nnet.categorical_crossentropy(M, iv)": return categoricalCrossentropy(M, iv)
    case "T.nnet.categorical_crossentropy(M, N)": return categoricalCrossentropy(M, N)
    case "T.extra_ops.diff(v)": return diff(v)
    case "T.extra_ops.bincount(iv)": return bincount(iv)
    case "T.extra_ops.to_one_hot(iv, 3)": return toOneHot(iv, 3)
    case "T.arange(x, y, z)": return arange(x, y, z)
    case "T.dot(t, M)": return dot(t, M)
    case "T.roll(v, 1)": return roll(v, 1)
    case "T.tile(v, 2)": return tile(v, 2)
    case "v.repeat(iv)": return v.`repeat`(iv)
    case "M[:, iv]": return M[.all, iv]
    case "M[M > 2]": return M[M .> 2]
    case "T.sort(v)": return sort(v)
    case "T.any(v)": return any(v)
    case "T.all(v)": return v.all()
    case "T.cast(v, 'int32')": return cast(v, .int32)
    case "T.cast(v, 'bool')": return cast(v, .bool)
    case "bv + bw": return bv + bw
    case "T.sum(bv)": return bv.sum()
    case "T.concatenate([v, iv])": return concatenate([v, iv])
    case "T.stack([x, i])": return stack([x, i])
    case "T.sqr(T.cast(iv, 'int8'))": return sqr(cast(iv, .int8))
    case "v.min()": return v.min()
    case "M.max(axis=0).sum()": return M.max(axis: 0).sum()
    case "T.clip(x, -1, 1)": return clip(x, -1, 1)
    case "T.nnet.relu(x)": return relu(x)
    case "T.nnet.relu(x, 0.1)": return relu(x, alpha: 0.1)
    case "x ** 0.5": return x ** 0.5
    case "v.norm(1)": return v.norm(1)
    case "v.prod()": return v.prod()
    case "M.prod(axis=1).sum()": return M.prod(axis: 1).sum()
    case "T.sort(v)[0] * 2 + T.sort(v)[2]": return sort(v)[0] * 2 + sort(v)[2]
    case "T.switch(x > 0, x, 2 * x)": return `switch`(x .> 0, x, 2 * x)
    case "T.switch(x > 0, x * y, y)": return `switch`(x .> 0, x * y, y)
    case "T.round(x) * 1.": return round(x) * 1.0
    case "T.floor(x) + 0 * x": return floor(x) + 0 * x
    case "T.ceil(x) + x": return ceil(x) + x
    case "T.sgn(x) + x": return sgn(x) + x
    case "T.trunc(x) + x": return trunc(x) + x
    case "T.cast(x, 'int32') * 1.": return cast(x, .int32) * 1.0
    case "T.cast(x, 'float32') * 3": return cast(x, .float32) * 3
    case "(x > 0) * x": return (x .> 0) * x
    case "T.argmax(v) * 1. + v[0]": return argmax(v) * 1.0 + v[0]
    case "i * 2.": return i * 2.0
    case "(i ** 2) * 1.": return (i ** 2) * 1.0
    case "v.std()": return v.std()
    case "T.nnet.hard_sigmoid(x)": return hardSigmoid(x)
    case "T.max(abs(v))": return abs(v).max()
    case "T.erfinv(x)": return erfinv(x)
    case "T.xlogx.xlogx(x)": return xlogx(x)
    case "x // y + x": return intDiv(x, y) + x
    case "T.cumprod(v)[-1]": return cumprod(v)[-1]
    default: throw UnknownGolden(source: source)
    }
  }
}
