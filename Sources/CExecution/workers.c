// Goals, in order: never wait for a thread that has not started on the loop; the same part of every loop for
// the same thread, whose caches have its memory; wake threads only where they sleep; little traffic between
// processors.
//
// A loop is published as one word, `ticket`: its number, how many workers it may have, and how many parts.
// For each part there is the number of the last loop in which somebody took it. Who raises that to this
// loop's by a compare-and-swap owns the part, and only then reads what the loop is: it cannot end before that
// part does, so the description holds still. A thread that wakes up late finds all parts taken, by this loop
// or a later one, and has read nothing.

#define _GNU_SOURCE
#include "workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum {
  /// How often a thread looks for work, or for the end of a loop, before it sleeps: 100 to 400 µs. A thread
  /// that looks is there within 1 µs, one that sleeps after 10 µs, and waking it takes half of that.
  spins = 10000,
  /// Parts for each worker, so that one that is late or slow does not hold up the others.
  parts_per_worker = 4,
  max_workers = 1024,
  /// Distance that keeps two variables out of one cache line and its prefetched neighbour.
  apart = 128
};

/// One thread of a pool, and where it sleeps.
typedef struct {
  _Alignas(apart) atomic_int asleep;
  int32_t number; // 1 and up: 0 is the thread that calls
  uint32_t last; // the loop of which no part was left
  struct theano_workers *pool;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
} worker;

struct theano_workers {
  /// Number of the loop (32 bits), its workers (12), its parts (20).
  _Alignas(apart) _Atomic uint64_t ticket;
  /// The last loop in which each part was taken.
  _Atomic uint32_t *taken;
  /// Parts not yet done.
  _Alignas(apart) atomic_int unfinished;
  /// Whether the caller sleeps until there are none.
  atomic_int waiting;
  pthread_mutex_t lock;
  pthread_cond_t done;
  /// The processor on which the caller was when it published the loop, -1 if that is not known.
  atomic_int home;
  /// Whether a loop is using the pool.
  _Alignas(apart) atomic_int busy;
  atomic_int stopping;
  // The loop; written before its ticket, read by owners of parts.
  theano_frame *frame;
  theano_part *part;
  const void *captures;
  int64_t count;
  int64_t parts;
  // Touched only by the owner of `busy`.
  uint32_t loops;
  int32_t size;
  int32_t started;
  worker *workers;
};

/// The frame whose part this thread is computing, null outside of parts, and its number there.
static _Thread_local theano_frame *current_frame;
static _Thread_local int32_t current_worker;

/// Tells the processor that this is a waiting loop.
static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static inline uint32_t loop_of(uint64_t ticket) { return (uint32_t)(ticket >> 32); }
static inline int32_t parts_of(uint64_t ticket) { return (int32_t)(ticket & 0xFFFFF); }
static inline int32_t workers_of(uint64_t ticket) { return (int32_t)(ticket >> 20 & 0xFFF); }

/// Computes iterations `begin` to `end`.
static void compute(theano_frame *frame, theano_part *part, const void *captures, int64_t begin,
                    int64_t end, int32_t number) {
  theano_frame *outer_frame = current_frame;
  int32_t outer_worker = current_worker;
  current_frame = frame;
  current_worker = number;
  part(frame, captures, begin, end, number);
  current_frame = outer_frame;
  current_worker = outer_worker;
}

/// Takes a part of a loop; 0 if somebody else has it, or had it.
static int take(struct theano_workers *pool, uint32_t loop, int32_t part) {
  uint32_t last = atomic_load_explicit(&pool->taken[part], memory_order_relaxed);
  // Numbers of loops begin again some day.
  return (int32_t)(loop - last) > 0
         && atomic_compare_exchange_strong_explicit(&pool->taken[part], &last, loop,
                                                    memory_order_acquire, memory_order_relaxed);
}

/// Computes a part that this thread has taken.
static void finish(struct theano_workers *pool, int32_t number, int64_t index) {
  int64_t length = pool->count / pool->parts, longer = pool->count % pool->parts;
  int64_t begin = index * length + (index < longer ? index : longer);
  int64_t end = begin + length + (index < longer);
  compute(pool->frame, pool->part, pool->captures, begin, end, number);
  if (atomic_fetch_sub(&pool->unfinished, 1) == 1 && atomic_load(&pool->waiting)) {
    pthread_mutex_lock(&pool->lock);
    pthread_cond_signal(&pool->done);
    pthread_mutex_unlock(&pool->lock);
  }
}

/// Computes parts of the loop until none are left: those of worker `number` first, then those of others, from
/// where they will be last. Returns the loop's number.
static uint32_t take_parts(struct theano_workers *pool, int32_t number) {
  uint64_t ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
  const uint32_t loop = loop_of(ticket);
  const int32_t parts = parts_of(ticket), workers = workers_of(ticket);
  if (number >= workers) return loop;
  const int32_t begin = parts * number / workers, end = parts * (number + 1) / workers;
  for (int32_t part = begin; part < end; part++)
    if (take(pool, loop, part)) finish(pool, number, part);
  for (int32_t i = 1; i <= parts - (end - begin); i++) {
    const int32_t part = (begin - i + parts) % parts;
    if (take(pool, loop, part)) finish(pool, number, part);
  }
  return loop;
}

/// Sleeps until somebody wakes this worker.
static void sleep_until_woken(worker *me) {
  struct theano_workers *pool = me->pool;
  pthread_mutex_lock(&me->lock);
  atomic_store(&me->asleep, 1);
  // Whoever publishes a loop looks at `asleep` afterwards: one of the two sees the other.
  uint64_t ticket = atomic_load(&pool->ticket);
  int has_work = loop_of(ticket) != me->last && me->number < workers_of(ticket);
  if (has_work || atomic_load(&pool->stopping)) atomic_store(&me->asleep, 0);
  while (atomic_load(&me->asleep)) pthread_cond_wait(&me->wake, &me->lock);
  pthread_mutex_unlock(&me->lock);
}

/// Wakes a worker if it sleeps.
static void wake(worker *other) {
  if (!atomic_load(&other->asleep)) return;
  pthread_mutex_lock(&other->lock);
  atomic_store(&other->asleep, 0);
  pthread_mutex_unlock(&other->lock);
  pthread_cond_signal(&other->wake);
}

/// Moves a thread of the pool off the processor of the caller, if it is there. Systems wake threads near
/// those that wake them, and two that look for work by turns on one processor would stay there.
static void leave_caller(struct theano_workers *pool) {
#ifdef __linux__
  int home = atomic_load_explicit(&pool->home, memory_order_relaxed);
  cpu_set_t all, others;
  if (home < 0 || sched_getcpu() != home || sched_getaffinity(0, sizeof all, &all) != 0) return;
  others = all;
  CPU_CLR(home, &others);
  // With the set as it was before, the thread stays where it came to be, as long as nobody else is there.
  if (CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0)
    sched_setaffinity(0, sizeof all, &all);
#else
  (void)pool;
#endif
}

/// The processor of the calling thread, -1 if that is not known.
static int current_processor(void) {
#ifdef __linux__
  return sched_getcpu();
#else
  return -1;
#endif
}

/// What a thread of the pool does.
static void *work(void *argument) {
  worker *me = argument;
  leave_caller(me->pool);
  for (int idle = 0; !atomic_load_explicit(&me->pool->stopping, memory_order_relaxed);) {
    if (loop_of(atomic_load_explicit(&me->pool->ticket, memory_order_relaxed)) != me->last) {
      me->last = take_parts(me->pool, me->number);
      idle = 0;
    } else if (idle < spins) {
      idle++;
      relax();
    } else {
      sleep_until_woken(me);
      leave_caller(me->pool);
      idle = 0;
    }
  }
  return 0;
}

struct theano_workers *theano_workers_make(int32_t count) {
  count = count < 1 ? 1 : count > max_workers ? max_workers : count;
  struct theano_workers *pool = aligned_alloc(apart, sizeof *pool);
  worker *workers = aligned_alloc(apart, sizeof *workers * (size_t)count);
  _Atomic uint32_t *taken = calloc((size_t)count * parts_per_worker, sizeof *taken);
  if (!pool || !workers || !taken) {
    free(pool);
    free(workers);
    free((void *)taken);
    return 0;
  }
  *pool = (struct theano_workers){
      .home = -1, .size = count, .started = 1, .workers = workers, .taken = taken};
  pthread_mutex_init(&pool->lock, 0);
  pthread_cond_init(&pool->done, 0);
  return pool;
}

/// Starts threads until there are `count` workers; fewer if the system gives no more.
static void start(struct theano_workers *pool, int32_t count) {
  // Signals are for the program's own threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (pool->started < count) {
    worker *next = &pool->workers[pool->started];
    *next = (worker){.number = pool->started, .pool = pool};
    pthread_mutex_init(&next->lock, 0);
    pthread_cond_init(&next->wake, 0);
    if (pthread_create(&next->thread, 0, work, next) != 0) break;
    pool->started++;
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
}

void theano_workers_free(struct theano_workers *pool) {
  if (!pool) return;
  atomic_store(&pool->stopping, 1);
  for (int32_t i = 1; i < pool->started; i++) wake(&pool->workers[i]);
  for (int32_t i = 1; i < pool->started; i++) {
    worker *each = &pool->workers[i];
    pthread_join(each->thread, 0);
    pthread_mutex_destroy(&each->lock);
    pthread_cond_destroy(&each->wake);
  }
  pthread_mutex_destroy(&pool->lock);
  pthread_cond_destroy(&pool->done);
  free(pool->workers);
  free((void *)pool->taken);
  free(pool);
}

/// Waits until all parts are done.
static void wait_for_parts(struct theano_workers *pool) {
  for (int i = 0; i < spins; i++) {
    if (atomic_load_explicit(&pool->unfinished, memory_order_acquire) == 0) return;
    relax();
  }
  pthread_mutex_lock(&pool->lock);
  atomic_store(&pool->waiting, 1);
  while (atomic_load(&pool->unfinished) > 0) pthread_cond_wait(&pool->done, &pool->lock);
  atomic_store(&pool->waiting, 0);
  pthread_mutex_unlock(&pool->lock);
}

void theano_workers_run(theano_frame *frame, theano_part *part, const void *captures,
                        int64_t count) {
  if (count <= 0) return;
  struct theano_workers *pool = ((theano_call *)frame)->workers;
  int64_t workers = frame->workers < count ? frame->workers : count;
  if (current_frame || workers < 2 || !pool || atomic_exchange(&pool->busy, 1)) {
    compute(frame, part, captures, 0, count, current_frame == frame ? current_worker : 0);
    return;
  }
  if (workers > pool->size) workers = pool->size;
  // Threads look at it when they begin.
  atomic_store_explicit(&pool->home, current_processor(), memory_order_relaxed);
  if (workers > pool->started) start(pool, (int32_t)workers);
  int64_t parts = workers * parts_per_worker;
  if (parts > count) parts = count;
  pool->frame = frame;
  pool->part = part;
  pool->captures = captures;
  pool->count = count;
  pool->parts = parts;
  atomic_store_explicit(&pool->unfinished, (int)parts, memory_order_relaxed);
  uint64_t number = ++pool->loops;
  atomic_store(&pool->ticket, number << 32 | (uint64_t)workers << 20 | (uint64_t)parts);
  int32_t others = workers < pool->started ? (int32_t)workers : pool->started;
  for (int32_t i = 1; i < others; i++) wake(&pool->workers[i]);
  take_parts(pool, 0);
  wait_for_parts(pool);
  atomic_store_explicit(&pool->busy, 0, memory_order_release);
}

int32_t theano_processor_count(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : (int32_t)count;
}
