@testable import Theano

/// Functions that are trained, that have states, and that are large, with what a C program does with them.
enum ExportCases {
  /// Logistic regression: the step that trains it, and the prediction.
  @Sendable static func logisticRegression() throws -> ExportCase.Run {
    let (x, y, rate) = (dmatrix("x"), dvector("y"), dscalar("rate"))
    let w = shared(try NDArray([0.1, -0.2, 0.3]), name: "w")
    let b = shared(0.0, name: "b")
    let p = sigmoid((x * w).sum(axis: 1) + b)
    let cost = -(y * log(p) + (1 - y) * log(1 - p)).mean()
    let gradients = try grad(cost, wrt: [w, b])
    let step = try function(
      [x, y, rate], cost, updates: [(w, w - rate * gradients[0]), (b, b - rate * gradients[1])])
    let predict = try function([x], [p, p .> 0.5])
    let program = ExportedProgram()
    try program.add(step, name: "step")
    try program.add(predict, name: "predict")

    let rows: [[Double]] = [[1, 2, 3], [0, -1, 4], [2, 2, -5], [0.5, 0, 1]]
    let labels: [Double] = [1, 0, 1, 0]
    var expected: [Double] = []
    for _ in 0..<3 { expected.append(contentsOf: try step(rows, labels, 0.5).reals) }
    expected += w.value.reals + b.value.reals
    let predicted = try predict(rows)
    expected += predicted[0].reals + predicted[1].reals
    let main = """
        const double x[] = {\(rows.joined().map { "\($0)" }.joined(separator: ", "))};
        const double y[] = {\(labels.map { "\($0)" }.joined(separator: ", "))};
        const int64_t rows[] = {4, 3};
        step *f = step_create();
        double cost, b;
        for (int i = 0; i < 3; i++) {
          if (check(step_call(f, x, rows, y, rows, 0.5, &cost))) return 1;
          show(cost);
        }
        int64_t length;
        const double *w = step_get_w(f, &length);
        for (int i = 0; i < length; i++) show(w[i]);
        b = step_get_b(f);
        show(b);
        predict *g = predict_create();
        if (check(predict_set_w(g, w, &length))) return 1;
        predict_set_b(g, b);
        const double *p;
        const uint8_t *is_one;
        if (check(predict_call(g, x, rows, &p, &length, &is_one, 0))) return 1;
        for (int i = 0; i < length; i++) show(p[i]);
        for (int i = 0; i < length; i++) show(is_one[i]);
        // A length that does not fit leaves the state as it is.
        const int64_t wrong[] = {4, 2};
        if (step_call(f, x, wrong, y, rows, 0.5, 0) <= 0 || step_get_b(f) != b) return 1;
        step_free(f);
        predict_free(g);
      """
    return .init(program, main, gives: expected)
  }

  /// A multilayer perceptron in float32, with matrix products and constants.
  @Sendable static func perceptron() throws -> ExportCase.Run {
    let x = fmatrix("x")
    let labels = lvector("labels")
    func weights(_ rows: Int, _ columns: Int, _ name: String) throws -> SharedVariable {
      let values = (0..<rows * columns).map { Float(($0 * 37) % 19) / 19 - 0.5 }
      return shared(try NDArray(values).reshaped(to: [rows, columns]), name: name)
    }
    let (first, second) = (try weights(5, 7, "first"), try weights(7, 3, "second"))
    let bias = shared(try NDArray([Float](repeating: 0, count: 3)), name: "bias")
    let means = try constant(try NDArray([0.5, -0.25, 1e-3, 2, -1] as [Float]))
    let p = softmax(dot(tanh(dot(x - means, first)), second) + bias)
    let cost = categoricalCrossentropy(p, labels).mean()
    let state = [first, second, bias]
    let gradients = try grad(cost, wrt: state)
    let updates = Updates(zip(state, gradients).map { ($0, $0 - 0.1 * $1) })
    let train = try function([x, labels], [cost, p], updates: updates)
    let program = ExportedProgram()
    try program.add(train, name: "train")
    let rows = (0..<20).map { Float($0 % 7) - 3 }
    let data = try NDArray(rows).reshaped(to: [4, 5])
    var expected: [Double] = []
    for _ in 0..<5 {
      let found = try train(data, [0, 2, 1, 2])
      expected += found[0].reals + found[1].reals
    }
    expected += first.value.reals + bias.value.reals
    let main = """
        const float x[] = {\(rows.map { "\($0)" }.joined(separator: ", "))};
        const int64_t labels[] = {0, 2, 1, 2}, lengths[] = {4, 5};
        train *f = train_create();
        for (int i = 0; i < 5; i++) {
          float cost;
          const float *p;
          int64_t size[2];
          if (check(train_call(f, x, lengths, labels, lengths, &cost, &p, size))) return 1;
          show(cost);
          for (int j = 0; j < size[0] * size[1]; j++) show(p[j]);
        }
        const float *first = train_get_first(f, 0), *bias = train_get_bias(f, 0);
        for (int j = 0; j < 35; j++) show(first[j]);
        for (int j = 0; j < 3; j++) show(bias[j]);
        train_free(f);
      """
    return .init(program, main, gives: expected, within: 1e-5)
  }

  /// States of inputs, states that are exchanged, arguments that are results, and results as arguments.
  @Sendable static func states() throws -> ExportCase.Run {
    let (v, total) = (dvector("v"), dscalar("total"))
    let (a, b) = (
      shared(try NDArray([1.0, 2]), name: "a"), shared(try NDArray([3.0, 4, 5]), name: "b")
    )
    let last = shared(try NDArray([0.0]), name: "double")
    let f = try function(
      [v, In(total, value: 10.0, update: total + v.sum())], [v, v * 2, total, a],
      updates: [(a, b), (b, a), (last, v)])
    let program = ExportedProgram()
    try program.add(f, name: "f")
    let main = """
        f *object = f_create();
        const double start[] = {1, 2, 3}, *v = start, *same, *twice, *a;
        int64_t length = 3, length_a;
        for (int i = 0; i < 3; i++) {
          double total;
          if (check(f_call(object, v, &length, &same, 0, &twice, &length, &total, &a, &length_a))) return 1;
          show(same[2]), show(twice[2]), show(total), show((double)length_a), show(a[0]);
          v = twice;
        }
        const double *last = f_get_double(object, &length);
        show((double)length), show(last[2]), show(f_get_total(object));
        f_free(object);
      """
    return .init(
      program, main,
      gives: [3, 6, 10, 2, 1] + [6, 12, 16, 3, 3] + [12, 24, 28, 2, 1] + [3, 12, 52])
  }

  /// A loop with a state, and an index that may be out of range.
  @Sendable static func loop() throws -> ExportCase.Run {
    let (xs, w) = (fvector("xs"), fscalar("w"))
    let (states, _) = try scan(
      sequences: xs, outputsInfo: [constant(0 as Float)], nonSequences: w
    ) { x, state, w in tanh(w * state + x) }
    let i = lscalar("i")
    let f = try function([xs, w, i], [states, states[i], states[-1]])
    let program = ExportedProgram()
    try program.add(f, name: "loop")
    let found = try f([0.5, -1, 2, 0.25] as [Float], Float(0.5), 1)
    let main = """
        const float xs[] = {0.5f, -1, 2, 0.25f}, *states;
        const int64_t length = 4;
        float chosen, last;
        loop *f = loop_create();
        if (check(loop_call(f, xs, &length, 0.5f, 1, &states, 0, &chosen, &last))) return 1;
        for (int i = 0; i < 4; i++) show(states[i]);
        show(chosen), show(last);
        // A place that is not there.
        if (loop_call(f, xs, &length, 0.5f, 4, 0, 0, 0, 0) <= 0) return 1;
        loop_free(f);
      """
    return .init(program, main, gives: found.flatMap(\.reals), within: 1e-6)
  }

  /// A large function, in pieces.
  @Sendable static func pieces() throws -> ExportCase.Run {
    let (x, y) = (dvector("x"), dvector("y"))
    var h: Variable = x
    for step in 0..<300 { h = tanh(h * 1.5 + y) - 0.5 * h + (step % 8 == 0 ? 0.1 * h.sum() : 0) }
    let f = try function([x, y], h, mode: .native)
    let program = ExportedProgram()
    try program.add(f, name: "large")
    let found = try f([0.1, 0.2, 0.3], [0.5, -0.5, 1])
    let main = """
        const double x[] = {0.1, 0.2, 0.3}, y[] = {0.5, -0.5, 1}, *result;
        const int64_t length = 3;
        large *f = large_create();
        if (check(large_call(f, x, &length, y, &length, &result, 0))) return 1;
        for (int i = 0; i < 3; i++) show(result[i]);
        large_free(f);
      """
    return .init(program, main, gives: found.reals, within: 1e-9)
  }
}
