#if defined(__linux__)
#define _GNU_SOURCE 1
#endif

#include "symbols.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)
#include <link.h>

/// What `visit` looks for, and what it found.
struct search {
  uintptr_t address, offset;
  const char *name;
};

/// Returns 1, which ends the walk, if the object `info` holds the address of the search `data`.
static int visit(struct dl_phdr_info *info, size_t size, void *data) {
  struct search *search = data;
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD) continue;
    if (search->address - (info->dlpi_addr + part->p_vaddr) >= part->p_memsz) continue;
    search->offset = search->address - info->dlpi_addr;
    search->name = info->dlpi_name;
    return 1;
  }
  return 0;
}

int theano_object_at(uintptr_t address, char *path, size_t capacity, uintptr_t *offset) {
  struct search search = {address, 0, 0};
  if (dl_iterate_phdr(visit, &search) == 0) return -1;
  // The program itself has no name here; `argv[0]`, which `dladdr` would give, may be relative.
  const char *name = search.name && *search.name ? search.name : "/proc/self/exe";
  char real[PATH_MAX];
  if (!realpath(name, real) || strlen(real) >= capacity) return -1;
  strcpy(path, real);
  *offset = search.offset;
  return 0;
}
#else
int theano_object_at(uintptr_t address, char *path, size_t capacity, uintptr_t *offset) {
  (void)address, (void)path, (void)capacity, (void)offset;
  return -1;
}
#endif

int theano_swift_library(char *path, size_t capacity) {
  Dl_info info;
  void *symbol = dlsym(RTLD_DEFAULT, "swift_retain");
  char real[PATH_MAX];
  if (!symbol || !dladdr(symbol, &info) || !info.dli_fname) return -1;
  if (!strstr(info.dli_fname, "libswiftCore") || !realpath(info.dli_fname, real)) return -1;
  if (strlen(real) >= capacity) return -1;
  strcpy(path, real);
  return 0;
}

/// The Swift library's function for backtraces: returns `out`, or null.
typedef char *demangle_function(const char *, size_t, char *, size_t *);

int theano_demangle(const char *name, char *out, size_t capacity) {
  demangle_function *demangle =
      (demangle_function *)dlsym(RTLD_DEFAULT, "_swift_backtrace_demangle");
  if (!demangle || capacity == 0 || strncmp(name, "$s", 2) != 0) return -1;
  size_t size = capacity;
  if (demangle(name, strlen(name), out, &size) != out) return -1;
  out[capacity - 1] = 0;
  return 0;
}
