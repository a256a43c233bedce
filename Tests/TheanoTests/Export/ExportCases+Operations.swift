@testable import Theano

/// Functions of random numbers, loops, choices, convolutions, and of other dtypes than the usual.
extension ExportCases {
  /// Numbers as the elements of an array in C.
  static func list(_ numbers: some Sequence<some CustomStringConvertible>) -> String {
    "{" + numbers.map { "\($0)" }.joined(separator: ", ") + "}"
  }

  /// Draws, the states of which go on from call to call and can be set.
  @Sendable static func draws() throws -> ExportCase.Run {
    let streams = RandomStreams(seed: 7)
    let n = lscalar("n")
    let (uniform, normal) = (streams.uniform([5]), streams.normal([3], avg: 1, std: 2))
    let f = try function([n], [uniform, normal + n, streams.randomIntegers([4], low: -3, high: 9)])
    let program = ExportedProgram()
    try program.add(f, name: "draw")
    var expected: [Double] = []
    for n in 0..<3 { expected += try f(n).flatMap(\.reals) }
    // The first draw again.
    streams.seed()
    let first = try f(0)
    expected += first[0].reals
    let main = """
        draw *f = draw_create();
        const double *u, *z;
        const int64_t *b;
        int64_t length;
        uint64_t old[8];
        const uint64_t *state = draw_get_shared(f, &length);
        if (length != 2) return 1;
        old[0] = state[0], old[1] = state[1];
        for (int64_t n = 0; n < 3; n++) {
          if (check(draw_call(f, n, &u, 0, &z, 0, &b, 0))) return 1;
          for (int i = 0; i < 5; i++) show(u[i]);
          for (int i = 0; i < 3; i++) show(z[i]);
          for (int i = 0; i < 4; i++) show((double)b[i]);
        }
        if (check(draw_set_shared(f, old, &length))) return 1;
        if (check(draw_call(f, 0, &u, 0, &z, 0, &b, 0))) return 1;
        for (int i = 0; i < 5; i++) show(u[i]);
        draw_free(f);
      """
    return .init(program, main, gives: expected)
  }

  /// A loop that ends when its state is large enough.
  @Sendable static func earlyEnd() throws -> ExportCase.Run {
    let (x, limit) = (dvector("x"), dscalar("limit"))
    let states = try scan(sequences: x, outputsInfo: constant(1.0), nonSequences: limit) {
      x, state, limit in (state + x * state, until(state + x * state .> limit))
    }.0
    let f = try function([x, limit], [states, states.sum()])
    let program = ExportedProgram()
    try program.add(f, name: "grow")
    let numbers = (0..<20).map { 0.1 + 0.01 * Double($0) }
    var expected: [Double] = []
    for limit in [0.5, 3, 1e9] {
      let found = try f(numbers, limit)
      expected += [Double(found[0].count)] + found.flatMap(\.reals)
    }
    let main = """
        const double x[] = \(list(numbers)), limits[] = {0.5, 3, 1e9}, *states;
        const int64_t length = 20;
        grow *f = grow_create();
        for (int i = 0; i < 3; i++) {
          int64_t count;
          double sum;
          if (check(grow_call(f, x, &length, limits[i], &states, &count, &sum))) return 1;
          show((double)count);
          for (int j = 0; j < count; j++) show(states[j]);
          show(sum);
        }
        grow_free(f);
      """
    return .init(program, main, gives: expected)
  }

  /// A choice whose sides have different lengths, one of which cannot be computed for the other's arguments.
  @Sendable static func choice() throws -> ExportCase.Run {
    let (x, i, c) = (dvector("x"), lscalar("i"), dscalar("c"))
    let f = try function(
      [c, x, i], [ifelse(c .> 0, x[..<i] * 2, exp(x)), ifelse(c .> 0, x.sum(), c)])
    let program = ExportedProgram()
    try program.add(f, name: "choose")
    var expected: [Double] = []
    for (c, i) in [(1.0, 2), (-1.0, 2), (0.5, 0)] {
      let found = try f(c, [0.5, 1, -1], i)
      expected += [Double(found[0].count)] + found.flatMap(\.reals)
    }
    let main = """
        const double x[] = {0.5, 1, -1}, cs[] = {1, -1, 0.5}, *chosen;
        const int64_t length = 3, is[] = {2, 2, 0};
        choose *f = choose_create();
        for (int i = 0; i < 3; i++) {
          int64_t count;
          double number;
          if (check(choose_call(f, cs[i], x, &length, is[i], &chosen, &count, &number))) return 1;
          show((double)count);
          for (int j = 0; j < count; j++) show(chosen[j]);
          show(number);
        }
        choose_free(f);
      """
    return .init(program, main, gives: expected)
  }

  /// A step that trains two convolutions with pooling between them.
  @Sendable static func convolution() throws -> ExportCase.Run {
    func numbers(_ shape: [Int]) throws -> NDArray {
      let numbers = (0..<shape.reduce(1, *)).map { (place: Int) -> Double in
        Double(place * place * 37 % 1009) / 1009 - 0.5
      }
      return try NDArray(numbers, shape: shape)
    }
    let x = dtensor4("x")
    let w = shared(try numbers([6, 1, 3, 2]), name: "w")
    let v = shared(try numbers([4, 6, 2, 2]), name: "v")
    let h = tanh(pool2d(conv2d(x, w, borderMode: .half), ws: (2, 2)))
    let cost = conv2d(h, v, borderMode: .full).sum()
    let gradients = try grad(cost, wrt: [w, v])
    let step = try function(
      [x], cost, updates: [(w, w - 0.01 * gradients[0]), (v, v - 0.01 * gradients[1])])
    let program = ExportedProgram()
    try program.add(step, name: "step")
    let images = try numbers([3, 1, 7, 6])
    let expected = try (0..<3).flatMap { _ in try step(images).reals }
    let main = """
        const double x[] = \(list(images.reals));
        const int64_t lengths[] = {3, 1, 7, 6};
        step *f = step_create();
        double cost;
        for (int i = 0; i < 3; i++) {
          if (check(step_call(f, x, lengths, &cost))) return 1;
          show(cost);
        }
        step_free(f);
      """
    return .init(program, main, gives: expected, within: 1e-10)
  }

  /// Integers that wrap, division that rounds down, comparisons, indices, and truth values.
  @Sendable static func integers() throws -> ExportCase.Run {
    let (a, b) = (bvector("a"), bvector("b"))
    let (i, u) = (lvector("i"), Variable(TensorType(.uint16, ndim: 1), name: "u"))
    let n = Variable(TensorType(.int32, ndim: 0), name: "n")
    let count = shared(try NDArray([1, 2, 3] as [Int32]), name: "count")
    let f = try function(
      [a, b, i, u, n],
      [a * b, floorDiv(a, b), a % b, a[i], u + u, i.sum(), (a .< b).sum(), eq(a, b), n * n],
      updates: [(count, count * n)])
    let program = ExportedProgram()
    try program.add(f, name: "whole")
    let (x, y) = ([100, -7, 7, -128] as [Int8], [3, 2, -2, 5] as [Int8])
    let (places, words) = ([3, -1, 0] as [Int], [65_535, 2] as [UInt16])
    var expected: [Double] = []
    for _ in 0..<2 { expected += try f(x, y, places, words, -70_000 as Int32).flatMap(\.reals) }
    expected += count.value.reals
    let main = """
        const int8_t a[] = \(list(x)), b[] = \(list(y)), *products, *quotients, *rests, *chosen;
        const int64_t four = 4, three = 3, two = 2, places[] = \(list(places));
        const uint16_t words[] = \(list(words)), *doubles;
        const uint8_t *same;
        whole *f = whole_create();
        for (int round = 0; round < 2; round++) {
          int64_t sum, less;
          int32_t square;
          if (check(whole_call(f, a, &four, b, &four, places, &three, words, &two, -70000, &products, 0,
                               &quotients, 0, &rests, 0, &chosen, 0, &doubles, 0, &sum, &less, &same, 0,
                               &square)))
            return 1;
          for (int i = 0; i < 4; i++) show(products[i]);
          for (int i = 0; i < 4; i++) show(quotients[i]);
          for (int i = 0; i < 4; i++) show(rests[i]);
          for (int i = 0; i < 3; i++) show(chosen[i]);
          for (int i = 0; i < 2; i++) show(doubles[i]);
          show((double)sum), show((double)less);
          for (int i = 0; i < 4; i++) show(same[i]);
          show(square);
        }
        const int32_t *count = whole_get_count(f, 0);
        for (int i = 0; i < 3; i++) show(count[i]);
        whole_free(f);
      """
    return .init(program, main, gives: expected)
  }

  /// Arguments, results and states of float16, numbers and arrays.
  @Sendable static func halves() throws -> ExportCase.Run {
    let x = Variable(TensorType(.float16, ndim: 1), name: "x")
    let s = Variable(TensorType(.float16, ndim: 0), name: "s")
    let w = shared(try NDArray([0.5, -2, 3]).cast(to: .float16), name: "w")
    let rate = shared(NDArray(0.25).cast(to: .float16), name: "rate")
    let f = try function(
      [x, s], [exp(x * w) + s, (x * w).sum()], updates: [(w, w - rate * x), (rate, rate * s)])
    let program = ExportedProgram()
    try program.add(f, name: "half")
    var expected: [Double] = []
    let numbers = try NDArray([0.125, 1, -0.75]).cast(to: .float16)
    for _ in 0..<3 {
      expected += try f(numbers, NDArray(1.5).cast(to: .float16)).flatMap(\.reals)
    }
    expected += w.value.reals + rate.value.reals
    let main = """
        const _Float16 x[] = {(_Float16)0.125f, (_Float16)1.0f, (_Float16)-0.75f}, *y;
        const int64_t length = 3;
        half *f = half_create();
        for (int i = 0; i < 3; i++) {
          _Float16 sum;
          if (check(half_call(f, x, &length, (_Float16)1.5f, &y, 0, &sum))) return 1;
          for (int j = 0; j < 3; j++) show((double)y[j]);
          show((double)sum);
        }
        const _Float16 *w = half_get_w(f, 0);
        for (int j = 0; j < 3; j++) show((double)w[j]);
        show((double)half_get_rate(f));
        half_free(f);
      """
    // A unit in the last place.
    return .init(program, main, gives: expected, within: 0x1p-10)
  }
}
