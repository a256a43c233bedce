import TheanoArrays
import TheanoLoopIR

extension CLibrary {
  /// The text of the C file.
  /// - Throws: `LoweringError` if the prelude lacks a function that the program calls.
  package func source() throws -> String {
    let parts = [
      """
      \(lineComment(summary))
      // Made by Theano; \(name).h says how to use it.

      #include "\(name).h"

      #include <stdlib.h>
      #include <string.h>

      \(quietness)
      """,
      "// What the function computes.",
      try own(CPrinter.text(of: program)),
    ]
    let rest =
      [productText].compactMap { $0 } + arrays + [
        object, runtime, creation, ending, errorText, try call(),
      ] + states.indices.map(accessors)
    return (parts + rest).joined(separator: "\n\n") + "\n"
  }

  /// Turns off warnings about what generated code leaves unused.
  private var quietness: String {
    """
    #if defined(__clang__) || defined(__GNUC__)
    #pragma GCC diagnostic ignored "-Wunused-function"
    #pragma GCC diagnostic ignored "-Wunused-parameter"
    #pragma GCC diagnostic ignored "-Wunused-variable"
    #pragma GCC diagnostic ignored "-Wunused-but-set-variable"
    #pragma GCC diagnostic ignored "-Wtautological-compare"
    #endif
    #if defined(__clang__)
    #pragma clang diagnostic ignored "-Wpass-failed"
    #elif defined(__GNUC__)
    #pragma GCC diagnostic ignored "-Wpsabi"
    #endif
    """
  }

  /// Returns C text whose functions are seen in this file alone.
  private func own(_ text: String) -> String {
    // The header may have the types of complex numbers.
    let text = hasComplex ? text.replacing(complexTypes, with: "") : text
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("int32_t theano_run(") || line.hasPrefix("void theano_gemm_")
        ? "static \(line)" : String(line)
    }.joined(separator: "\n")
  }

  /// The routines of the matrix products that the program uses; nil if there are none.
  private var productText: String? {
    let dtypes = program.body.productDTypes
    if dtypes.isEmpty { return nil }
    let text = own(productPieces(dtypes).map(\.text).joined(separator: "\n\n"))
    // In a file of their own these may have names that the mathematics has too.
    return "// Matrix products.\n\n"
      + text.replacing("theano_scale_", with: "theano_scale_product_")
  }

  /// The pieces of the matrix products of some dtypes; they use no library.
  private func productPieces(_ dtypes: Set<DType>) -> [PreludePiece] {
    let types = [DType.float32, .float64].filter(dtypes.contains).map {
      $0 == .float32 ? ProductType.float32 : .float64
    }
    return [productMacros, productMemory]
      + types.flatMap { $0.loopPieces + [$0.products] }
  }

  /// The constants, and what the states are at first.
  private var arrays: [String] {
    let constants = inputs.enumerated().compactMap { index, source -> String? in
      guard case .constant(let box) = source else { return nil }
      return cArray("constant_\(index)", box.value)
        ?? "static const \(box.value.dtype.cType) constant_\(index)[\(max(1, box.value.count))];"
    }
    let initial = states.compactMap { cArray("initial_\($0.variable.name)", $0.initial) }
    return constants + initial
  }

  /// The number of arrays for results: those of the program, and copies of arguments.
  var resultCount: Int { program.interface.results.count + copiedInputs.count }

  /// The arguments that are numbers.
  private var scalars: [Variable] { arguments.filter(\.shape.isEmpty) }

  /// What an object holds.
  private var object: String {
    let interface = program.interface
    func count(_ number: Int) -> Int { max(1, number) }
    return """
      // Memory for elements.
      typedef struct {
        void *elements;
        int64_t capacity;
      } theano_array;

      enum { INPUTS = \(interface.inputs.count), RESULTS = \(resultCount), SLOTS = \(interface.slotCount) };

      struct \(name) {
        theano_frame frame;  // The first member: services find the object by it.
        const void *inputs[\(count(interface.inputs.count))];
        int64_t input_lengths[\(count(interface.inputs.reduce(0) { $0 + $1.rank }))];
        void *result_elements[\(count(resultCount))];
        int64_t result_capacities[\(count(resultCount))];
        int64_t result_lengths[\(count(interface.results.reduce(0) { $0 + $1.rank }))];
        void *slots[\(count(interface.slotCount))];
        int64_t slot_sizes[\(count(interface.slotCount))];
        theano_array results[\(count(resultCount))], spares[\(count(resultCount))];
        theano_array states[\(count(states.count))];
        int64_t state_lengths[\(count(states.reduce(0) { $0 + $1.variable.shape.count }))];
      \(scalars.map { "  \($0.dtype.cType) argument_\($0.name);\n" }.joined())\
      };
      """
  }

  /// What the runtime does in Swift: memory; loops run on the caller's thread.
  private var runtime: String {
    let dtypes = program.body.productDTypes
    func routine(_ dtype: DType) -> String {
      dtypes.contains(dtype) ? "theano_gemm_\(dtype.suffix)" : "0"
    }
    return """
      // Makes an array at least `bytes` long; what it held is lost.
      static int32_t theano_grow(theano_array *array, int64_t bytes) {
        if (array->elements && array->capacity >= bytes) return 0;
        void *elements = bytes < 0 ? 0 : malloc(bytes ? (size_t)bytes : 1);
        if (!elements) return \(prefix)_OUT_OF_MEMORY;
        free(array->elements);
        array->elements = elements;
        array->capacity = bytes;
        return 0;
      }

      static void theano_swap(theano_array *a, theano_array *b) {
        const theano_array old = *a;
        *a = *b;
        *b = old;
      }

      static void *theano_own_reserve(theano_frame *frame, int32_t slot, int64_t bytes) {
        \(name) *self = (\(name) *)(void *)frame;
        theano_array array = {self->slots[slot], self->slot_sizes[slot]};
        if (theano_grow(&array, bytes)) return 0;
        self->slots[slot] = array.elements;
        self->slot_sizes[slot] = array.capacity;
        return array.elements;
      }

      static void *theano_own_result(theano_frame *frame, int32_t result, int64_t bytes) {
        \(name) *self = (\(name) *)(void *)frame;
        if (theano_grow(&self->results[result], bytes)) return 0;
        self->result_elements[result] = self->results[result].elements;
        self->result_capacities[result] = self->results[result].capacity;
        return self->results[result].elements;
      }

      static void theano_own_parallel(theano_frame *frame, theano_part *part, const void *captures,
                                      int64_t count) {
        part(frame, captures, 0, count, 0);
      }

      static const theano_services theano_own_services = {
          theano_own_reserve, theano_own_result, 0, theano_own_parallel, \(routine(.float32)),
          \(routine(.float64))};

      // Copies elements to an array.
      static int32_t theano_copy(theano_array *array, const void *elements, int64_t bytes) {
        if (theano_grow(array, bytes)) return \(prefix)_OUT_OF_MEMORY;
        if (bytes) memcpy(array->elements, elements, (size_t)bytes);
        return 0;
      }

      // Makes results ready: not in the memory of an argument, which may be a result of the call before.
      static void theano_prepare(\(name) *self) {
        for (int32_t i = 0; i < RESULTS; i++) {
          for (int32_t j = 0; j < INPUTS; j++)
            if (self->inputs[j] == self->results[i].elements && self->inputs[j]) {
              theano_swap(&self->results[i], &self->spares[i]);
              break;
            }
          self->result_elements[i] = self->results[i].elements;
          self->result_capacities[i] = self->results[i].capacity;
        }
      }
      """
  }

  /// The function that makes an object.
  private var creation: String {
    var lines: [String] = []
    var length = 0
    for (index, source) in inputs.enumerated() {
      if case .constant(let box) = source {
        lines.append("self->inputs[\(index)] = constant_\(index);")
        for (axis, count) in box.value.shape.enumerated() {
          lines.append("self->input_lengths[\(length + axis)] = \(count);")
        }
      }
      length += program.interface.inputs[index].rank
    }
    length = 0
    for (index, state) in states.enumerated() {
      for count in state.initial.shape {
        lines.append("self->state_lengths[\(length)] = \(count);")
        length += 1
      }
      lines += [
        "if (theano_grow(&self->states[\(index)], \(state.initial.byteCount))) {",
        "  \(name)_free(self);",
        "  return 0;",
        "}",
      ]
      let target = "self->states[\(index)].elements"
      let initial = "initial_\(state.variable.name)"
      lines.append(
        cArray(initial, state.initial) == nil
          ? "memset(\(target), 0, \(state.initial.byteCount));"
          : "memcpy(\(target), \(initial), sizeof \(initial));")
    }
    return """
      \(name) *\(name)_create(void) {
        \(name) *self = calloc(1, sizeof *self);
        if (!self) return 0;
        self->frame.inputs = self->inputs;
        self->frame.input_lengths = self->input_lengths;
        self->frame.results = self->result_elements;
        self->frame.result_capacities = self->result_capacities;
        self->frame.result_lengths = self->result_lengths;
        self->frame.slots = self->slots;
        self->frame.slot_sizes = self->slot_sizes;
        self->frame.services = &theano_own_services;
        self->frame.workers = 1;
        // Shorter than anything, so that also the first request for nothing gets an address.
        for (int32_t i = 0; i < SLOTS; i++) self->slot_sizes[i] = -1;
      \(lines.map { "  \($0)\n" }.joined())  return self;
      }
      """
  }

  /// The function that frees an object.
  private var ending: String {
    """
    void \(name)_free(\(name) *self) {
      if (!self) return;
      for (int32_t i = 0; i < SLOTS; i++) free(self->slots[i]);
      for (int32_t i = 0; i < RESULTS; i++) {
        free(self->results[i].elements);
        free(self->spares[i].elements);
      }
      for (int32_t i = 0; i < \(states.count); i++) free(self->states[i].elements);
      free(self);
    }
    """
  }
}

extension [Statement] {
  /// The dtypes of the matrix products in these statements.
  var productDTypes: Set<DType> {
    reduce(into: []) { dtypes, statement in
      switch statement {
      case .product(let product): dtypes.insert(product.dtype)
      case .loop(let loop): dtypes.formUnion(loop.body.productDTypes)
      case .branch(_, let yes, let no): dtypes.formUnion((yes + no).productDTypes)
      default: break
      }
    }
  }
}
