// Return addresses of the callers, read off the frame pointers: how a node learns where it was
// built without a `#line` argument, which an operator cannot have.

#ifndef THEANO_FRAMES_H
#define THEANO_FRAMES_H

#include <stdint.h>

/// Writes up to `max` return addresses, innermost first, and returns how many it wrote.
///
/// The first lies in the function that called this one. The walk reads only inside the current
/// thread's stack and stops at the first frame that is not above the one before, so code built
/// without frame pointers makes the answer shorter or skips callers, but cannot make it crash.
/// Returns 0 on a processor or a system where the layout of frames is not known.
int theano_capture_frames(uintptr_t *_Nonnull out, int max);

/// Twelve return addresses, zero from the end of the stack on.
struct theano_frames {
  uintptr_t words[12];
};

/// Returns the innermost twelve addresses of `theano_capture_frames`, by value: Swift then needs no
/// closures around a pointer, whose frames would fill the answer in a debug build.
struct theano_frames theano_frames_here(void);

#endif
