@testable import Theano

extension ExportCases {
  /// Complex arguments, results, states and constants.
  static func complexNumbers(_ dtype: DType) throws -> ExportCase.Run {
    let z = scalar("z", dtype: dtype), v = vector("v", dtype: dtype)
    let start = [Complex(0.5, 0.25), Complex(-1.0, 2.0), Complex(0.0, 0.125)]
    let total = shared(NDArray(complexes: start, shape: [3], dtype: dtype), name: "total")
    let last = shared(NDArray(Complex(1.0, -1.0)).cast(to: dtype), name: "last")
    let table = try constant(NDArray(complexes: start.reversed(), shape: [3], dtype: dtype))
    let f = try function(
      [z, v], [exp(z) * v + table, dot(v, total), abs(v)],
      updates: [(total, total * z), (last, z)])
    let program = ExportedProgram()
    try program.add(f, name: "f")
    try program.add(try function([z], conj(z)), name: "g")
    let numbers = [Complex(1.0, 2.0), Complex(-0.5, 0.0), Complex(0.0, 3.0)]
    var expected: [Double] = []
    func add(_ value: NDArray) {
      expected +=
        value.dtype.isComplex
        ? value.complexes.flatMap { [$0.rawStorage.x, $0.rawStorage.y] } : value.reals
    }
    for _ in 0..<2 {
      let argument = NDArray(Complex(0.5, -1.0)).cast(to: dtype)
      for result in try f(argument, NDArray(complexes: numbers, shape: [3], dtype: dtype)) {
        add(result)
      }
    }
    add(total.value)
    add(last.value)
    add(NDArray(Complex(1.0, 4.0)).cast(to: dtype))
    let (type, part) = ("theano_\(dtype)", dtype.realCounterpart == .float32 ? "float" : "double")
    let main = """
        const \(type) z = {0.5, -1}, v[] = {{1, 2}, {-0.5, 0}, {0, 3}};
        const int64_t length = 3;
        f *object = f_create();
        for (int i = 0; i < 2; i++) {
          const \(type) *y;
          \(type) product;
          const \(part) *sizes;
          if (check(f_call(object, z, v, &length, &y, 0, &product, &sizes, 0))) return 1;
          for (int j = 0; j < 3; j++) show(y[j].real), show(y[j].imaginary);
          show(product.real), show(product.imaginary);
          for (int j = 0; j < 3; j++) show(sizes[j]);
        }
        const \(type) *total = f_get_total(object, 0), last = f_get_last(object);
        for (int j = 0; j < 3; j++) show(total[j].real), show(total[j].imaginary);
        show(last.real), show(last.imaginary);
        f_set_last(object, v[0]);
        g *other = g_create();
        \(type) conjugate;
        if (check(g_call(other, (\(type)){1, -4}, &conjugate))) return 1;
        show(conjugate.real), show(conjugate.imaginary);
        f_free(object);
        g_free(other);
      """
    return .init(program, main, gives: expected, within: dtype == .complex64 ? 1e-5 : 1e-12)
  }
}
