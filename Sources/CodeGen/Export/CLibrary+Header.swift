import TheanoArrays

extension CLibrary {
  /// The text of the header.
  package var header: String {
    """
    \(lineComment(summary))
    // Made by Theano. Compile \(name).c with any C11 compiler of the family of clang and gcc, and link with -lm.

    #ifndef \(prefix)_H
    #define \(prefix)_H

    #include <stdint.h>

    #ifdef __cplusplus
    extern "C" {
    #endif

    \(hasComplex ? complexDeclaration + "\n\n" : "")\
    // The function with \(stateSummary), and memory that is kept from call to call.
    // One call at a time may use an object; several objects know nothing of each other.
    typedef struct \(name) \(name);

    // What functions that can fail return: 0, or one of these, or the number of a check that failed.
    enum { \(prefix)_OK = 0, \(prefix)_OUT_OF_MEMORY = -1, \(prefix)_WRONG_LENGTH = -2 };

    // Returns a sentence about an error.
    const char *\(name)_error_text(int32_t error);

    // Returns a new object\(states.isEmpty ? "" : ", with the state as it was when this was written"); \
    0 when out of memory.
    \(name) *\(name)_create(void);

    // Frees an object, which may be 0.
    void \(name)_free(\(name) *self);

    \(callComment)
    \(callDeclaration);
    \(states.map { "\n" + accessors($0.variable) + "\n" }.joined())
    #ifdef __cplusplus
    }
    #endif

    #endif

    """
  }

  /// The declaration of the types of complex numbers, of which there may be one in every header.
  private var complexDeclaration: String {
    """
    // Complex numbers: two numbers side by side, as they lie in C's complex types and in C++'s std::complex, to
    // which pointers may be cast.
    #ifndef THEANO_COMPLEX
    #define THEANO_COMPLEX
    \(complexTypes)
    #endif
    """
  }

  /// What is kept, in words.
  private var stateSummary: String {
    states.isEmpty
      ? "nothing else"
      : "its state, the values of \(states.map(\.variable.name).joined(separator: ", "))"
  }

  /// What the call does, and what it takes and gives.
  private var callComment: String {
    var lines = ["Calls the function. Elements lie row by row, the last axis fastest. Arguments:"]
    lines += arguments.map { "  \($0.name): \($0.typeText)" }
    if arguments.isEmpty { lines.append("  none") }
    if outputs.isEmpty {
      lines.append("It has no results: it changes the state.")
    } else {
      lines.append("Results, each of which may be 0 if it is not wanted:")
      lines += outputs.map { "  \($0.variable.name): \($0.variable.typeText)" }
    }
    if outputs.contains(where: { !$0.variable.shape.isEmpty }) {
      lines += [
        "Arrays of results belong to the object and stay as they are until its next call, of which they",
        "may be arguments.",
      ]
    }
    if !states.isEmpty { lines.append("After an error the state is as it was.") }
    return lines.map { "// \($0)" }.joined(separator: "\n")
  }

  /// The function's head.
  var callDeclaration: String {
    let parameters =
      ["\(name) *self"] + arguments.map(\.argument) + outputs.map(\.variable.result)
    return "int32_t \(name)_call(\(parameters.joined(separator: ",\n    ")))"
  }

  /// The declarations of the functions that read and set a state.
  private func accessors(_ state: Variable) -> String {
    """
    // \(state.name): \(state.typeText).\
    \(state.shape.isEmpty ? "" : " The array is the object's own, until its next call.")
    \(getter(state));
    \(setter(state));
    """
  }

  /// The head of the function that reads a state.
  func getter(_ state: Variable) -> String {
    let type = state.dtype.cType
    return state.shape.isEmpty
      ? "\(type) \(name)_get_\(state.name)(const \(name) *self)"
      : "const \(type) *\(name)_get_\(state.name)(const \(name) *self, int64_t lengths[\(state.shape.count)])"
  }

  /// The head of the function that sets a state.
  func setter(_ state: Variable) -> String {
    let type = state.dtype.cType
    return state.shape.isEmpty
      ? "void \(name)_set_\(state.name)(\(name) *self, \(type) value)"
      : "int32_t \(name)_set_\(state.name)(\(name) *self, const \(type) *elements, "
        + "const int64_t lengths[\(state.shape.count)])"
  }
}

extension CLibrary.Variable {
  /// The dtype and the lengths, in words.
  var typeText: String {
    let lengths = shape.map { $0.map(String.init) ?? "any" }
    return shape.isEmpty ? "\(dtype)" : "\(dtype), \(lengths.joined(separator: " by "))"
  }

  /// The parameters of an argument.
  var argument: String {
    shape.isEmpty
      ? "\(dtype.cType) \(name)"
      : "const \(dtype.cType) *\(name), const int64_t \(name)_lengths[\(shape.count)]"
  }

  /// The parameters of a result.
  var result: String {
    shape.isEmpty
      ? "\(dtype.cType) *\(name)"
      : "const \(dtype.cType) **\(name), int64_t \(name)_lengths[\(shape.count)]"
  }
}
