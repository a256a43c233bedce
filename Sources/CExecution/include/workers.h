// A pool of threads for the parallel loops of programs.

#ifndef THEANO_WORKERS_H
#define THEANO_WORKERS_H

#include "frame.h"

/// Threads that wait for parallel loops.
struct theano_workers;

/// Returns a pool for loops on up to `count` threads, the calling one among them, or null when out
/// of memory. The threads start with the first loop.
struct theano_workers *_Nullable theano_workers_make(int32_t count);

/// Ends the threads and frees the pool; no loop may be running.
void theano_workers_free(struct theano_workers *_Nullable pool);

/// The service `parallel` for frames that lie in a `theano_call`: splits `0..<count` into contiguous
/// ranges, which the calling thread and the pool's take one after the other. A loop inside a part of
/// another, and a loop while the pool is busy with another call's, run on the calling thread alone.
void theano_workers_run(theano_frame *_Nonnull frame, theano_part *_Nonnull part,
                        const void *_Nullable captures, int64_t count);

/// How many processors this process may run on, at least 1.
int32_t theano_processor_count(void);

#endif
