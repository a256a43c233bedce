import Theano

/// The variables that the Python sources of `theano.json` use, fresh ones for each instance.
struct GoldenNames {
  let x = dscalar("x")
  let y = dscalar("y")
  let z = dscalar("z")
  let a = dscalar("a")
  let b = dscalar("b")
  let alpha = dscalar("alpha")
  let u = dvector("u")
  let v = dvector("v")
  let w = dvector("w")
  // swift-format-ignore: AlwaysUseLowerCamelCase
  let M = dmatrix("M")
  // swift-format-ignore: AlwaysUseLowerCamelCase
  let N = dmatrix("N")
  // swift-format-ignore: AlwaysUseLowerCamelCase
  let W = dmatrix("W")
  let t = dtensor3("t")
  let r = drow("r")
  let c = dcol("c")
  let i = lscalar("i")
  let j = lscalar("j")
  let k = iscalar("k")
  let iv = lvector("iv")
  let iM = lmatrix("iM")
  let p = scalar("p", dtype: .bool)
  let bv = vector("bv", dtype: .bool)
  let bw = vector("bw", dtype: .bool)
  let fx = fscalar("fx")
  let fy = fscalar("fy")
  let fv = fvector("fv")
  let fM = fmatrix("fM")

  /// All variables.
  var variables: [Variable] {
    [
      x, y, z, a, b, alpha, u, v, w, M, N, W, t, r, c, i, j, k, iv, iM, p, bv, bw, fx, fy, fv, fM,
    ]
  }

  /// The variable of this name.
  subscript(name: String) -> Variable {
    get throws {
      guard let variable = variables.first(where: { $0.name == name }) else {
        throw UnknownGolden(source: name)
      }
      return variable
    }
  }
}

/// A source in `theano.json` for which no expression of ours is known.
struct UnknownGolden: Error {
  var source: String
}
