#define _GNU_SOURCE
#include "HandWritten.h"
#include <malloc.h>
#include <sched.h>

void hand_use_processors(int64_t count) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set)) return;
  // The last ones: the first is where the system does its own work.
  for (int cpu = CPU_SETSIZE - 1; cpu >= 0; cpu--)
    if (CPU_ISSET(cpu, &set) && count-- <= 0) CPU_CLR(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

void hand_trim_memory(void) { malloc_trim(0); }
