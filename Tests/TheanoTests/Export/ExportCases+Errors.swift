@testable import Theano

extension ExportCases {
  /// Errors that name the operation that cannot be done, the expression, and the user's line.
  @Sendable static func errorTexts() throws -> ExportCase.Run {
    let (v, w, i) = (dvector("v"), dvector("w"), lscalar("i"))
    let odd = dvector("\"odd\\??/\n")
    let line = #line + 1
    let outputs = [exp(v + w), (w * 2)[i], v + odd]
    let program = ExportedProgram()
    try program.add(function([v, w, odd, i], outputs), name: "f")
    let main = """
        const double x[] = {1, 2, 3};
        const int64_t two = 2, three = 3;
        f *object = f_create();
        /* Each in turn: nothing wrong, lengths, a place, lengths again. */
        const int64_t *const lengths[][3] = {
            {&two, &two, &two}, {&two, &three, &two}, {&two, &two, &two}, {&two, &two, &three}};
        const int64_t places[] = {1, 0, 2, 0};
        const char *const words[] = {"no error", "add", "Subtensor", "\\"odd\\\\\\?\\?/ "};
        for (int i = 0; i < 4; i++) {
          const int32_t error = f_call(object, x, lengths[i][0], x, lengths[i][1], x, lengths[i][2],
                                       places[i], 0, 0, 0, 0, 0);
          const char *text = f_error_text(error);
          const int is_right = strstr(text, words[i]) && (!error || strstr(text, "ExportCases+Errors.swift:\(line)"));
          if (!is_right) printf("%d: %s\\n", error, text);
          show(is_right);
        }
        if (check(strcmp(f_error_text(1000000), "an operation cannot be applied to these lengths or values")))
          return 1;
        f_free(object);
      """
    return .init(program, main, gives: [1, 1, 1, 1])
  }
}
