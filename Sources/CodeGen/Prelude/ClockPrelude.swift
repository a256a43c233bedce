/// The time, for programs that measure themselves.
let clockPrelude = PreludePiece(
  "theano_clock_i64", needs: ["theano_frame"],
  #"""
  // The C library's, of which no header is needed.
  struct theano_time { long seconds, nanoseconds; };
  extern int clock_gettime(int clock, struct theano_time *time);

  // Nanoseconds since some time in the past.
  static inline int64_t theano_clock_i64(void) {
    struct theano_time time;
  #ifdef __APPLE__
    clock_gettime(6, &time);  // CLOCK_MONOTONIC
  #else
    clock_gettime(1, &time);
  #endif
    return (int64_t)time.seconds * 1000000000 + time.nanoseconds;
  }
  """#)
