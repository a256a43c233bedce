// What an address is: the object file it lies in, what `llvm-symbolizer`, run as a child process,
// says of it, and a Swift function's readable name.

#ifndef THEANO_SYMBOLS_H
#define THEANO_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/// Writes the absolute path of the loaded object file that holds `address` to `path`, and the
/// address within that file to `offset`. Returns 0, or -1 where there is none.
int theano_object_at(uintptr_t address, char *_Nonnull path, size_t capacity,
                     uintptr_t *_Nonnull offset);

/// Writes the path of the Swift library that this process runs on to `path`. Returns 0, or -1
/// where it is linked statically.
int theano_swift_library(char *_Nonnull path, size_t capacity);

/// Writes the short readable form of a mangled Swift name, such as `tower(_:)`, to `out`. Returns
/// 0, or -1 where the name is not Swift's or the Swift library offers no such function.
int theano_demangle(const char *_Nonnull name, char *_Nonnull out, size_t capacity);

/// A running `llvm-symbolizer`.
struct theano_symbolizer {
  int socket;  ///< its standard input and output; -1 where it is not running
  int process; ///< its process id
};

/// Starts the program at `path`. `socket` of the result is -1 where that failed. The child ends by
/// itself when this process does, as its input then ends.
struct theano_symbolizer theano_symbolizer_start(const char *_Nonnull path);

/// Sends `query`, a line with its newline, and writes the answer, up to the empty line that ends
/// it, to `out`. Returns its length, or -1 where the child died, said too much, or said nothing
/// for ten seconds: then stop it.
long theano_symbolizer_ask(struct theano_symbolizer symbolizer, const char *_Nonnull query,
                           char *_Nonnull out, size_t capacity);

/// Ends the child and waits for it.
void theano_symbolizer_stop(struct theano_symbolizer symbolizer);

#endif
